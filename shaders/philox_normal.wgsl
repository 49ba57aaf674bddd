// y[i] normal, from Philox block i / 4.
//
// y: [count]. One invocation per block.
#import pointwise
#import normal
#floats vec4f

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let block = vector_index(at);
  let words = philox(vec4u(block, params.offset, 0u, 0u), vec2u(params.seed, params.stream));
  store_vector(&y, params.count, block, params.mean + params.deviation * to_normal(words));
}
