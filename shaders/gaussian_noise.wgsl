// y[i] = x[i] + deviation n[i], n[i] standard normal from Philox block first + i / 4.
//
// x, y: [count]. One invocation per block.
#import pointwise
#import normal
#floats vec4f

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let block = vector_index(at);
  let words = philox(vec4u(params.first + block, params.offset, 0u, 0u), vec2u(params.seed, params.stream));
  store_vector(&y, params.count, block, x[block] + params.deviation * to_normal(words));
}
