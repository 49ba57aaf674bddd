// grad *= min(1, max_norm / (sqrt(sum_of_squares) + 1e-6))
// grad: [count]; sum_of_squares: [1]. One invocation per four elements.
#import nan
#import pointwise

struct Params {
  count: u32,
  max_norm: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> grad: array<vec4f>;
@group(0) @binding(2) var<storage, read> sum_of_squares: array<f32>;

const WORKGROUP = 256u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let i = vector_index(at);
  let factor = params.max_norm / (sqrt(sum_of_squares[0]) + 1e-6);
  // A norm that is not a number makes all gradients so too.
  store_vector(&grad, params.count, i, grad[i] * at_most(factor, 1.0));
}
