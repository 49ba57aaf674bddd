// One step of RMSprop:
//   g = grad + weight_decay param;  square = alpha square + (1 - alpha) g^2
//   velocity = momentum velocity + g / (sqrt(square) + epsilon);  param -= lr velocity
// grad, param, square, velocity: [count]. One invocation per four elements.
#import pointwise
#floats vec4f

const WORKGROUP = 256u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let i = vector_index(at);
  let g = grad[i] + params.weight_decay * param[i];
  let mean = params.alpha * square[i] + (1.0 - params.alpha) * g * g;
  let moved = params.momentum * velocity[i] + g / (sqrt(mean) + params.epsilon);
  store_vector(&square, params.count, i, mean);
  store_vector(&velocity, params.count, i, moved);
  store_vector(&param, params.count, i, param[i] - params.lr * moved);
}
