// One step of gradient descent with momentum:
//   g = grad + weight_decay param;  velocity = momentum velocity + g
//   param -= lr (nesterov ? g + momentum velocity : velocity)
// grad, param, velocity: [count]. One invocation per four elements.
#import pointwise
#floats vec4f

const WORKGROUP = 256u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let i = vector_index(at);
  let g = grad[i] + params.weight_decay * param[i];
  let moved = params.momentum * velocity[i] + g;
  let direction = select(moved, g + params.momentum * moved, params.nesterov == 1u);
  store_vector(&velocity, params.count, i, moved);
  store_vector(&param, params.count, i, param[i] - params.lr * direction);
}
