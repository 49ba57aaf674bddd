// y[i] uniform in [low, high), from word i % 4 of Philox block i / 4.
//
// y: [count]. One invocation per block.
#import pointwise
#import philox
#floats vec4f

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let block = vector_index(at);
  let words = philox(vec4u(block, params.offset, 0u, 0u), vec2u(params.seed, params.stream));
  let span = params.high - params.low;
  // The minimum changes nothing, but keeps product and sum from being fused, which some devices
  // do and others do not, with other last bits.
  store_vector(&y, params.count, block, params.low + min(span * to_uniform(words), vec4f(span)));
}
