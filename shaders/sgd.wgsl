// One step of gradient descent with momentum:
//   g = grad + weight_decay param;  velocity = momentum velocity + g
//   param -= lr (nesterov ? g + momentum velocity : velocity)
// grad, param, velocity: [count]. One invocation per four elements.
#import pointwise

struct Params {
  count: u32,
  lr: f32,
  momentum: f32,
  weight_decay: f32,
  nesterov: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> grad: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> param: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> velocity: array<vec4f>;

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
