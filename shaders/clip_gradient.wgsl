// grad *= min(1, max_norm / (sqrt(sum_of_squares) + 1e-6))
// grad: [count]; sum_of_squares: [1]. One invocation per four elements.
#import nan
#import pointwise
#floats vec4f

const WORKGROUP = 256u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let i = vector_index(at);
  let factor = params.max_norm / (sqrt(sum_of_squares[0].x) + 1e-6);
  // A norm that is not a number makes all gradients so too.
  store_vector(&grad, params.count, i, grad[i] * at_most(factor, 1.0));
}
