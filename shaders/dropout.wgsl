// y[i] = x[i] * (u[i] >= rate ? 1 / (1 - rate) : 0), u[i] uniform in [0, 1) from Philox block i / 4.
//
// x, y: [count]. One invocation per block.
#import pointwise
#import philox
#floats vec4f

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let block = vector_index(at);
  let words = philox(vec4u(block, params.offset, 0u, 0u), vec2u(params.seed, params.stream));
  let kept = to_uniform(words) >= vec4f(params.rate);
  let scale = select(vec4f(0.0), vec4f(1.0 / (1.0 - params.rate)), kept);
  store_vector(&y, params.count, block, x[block] * scale);
}
