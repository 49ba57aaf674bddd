// y[i] = x[i] * (u[i] >= rate ? 1 / (1 - rate) : 0), u[i] uniform in [0, 1) from Philox block first + (skip + i) / 4.
//
// x, y: [count]. One invocation per four elements.
#import pointwise
#import philox
#floats vec4f

const WORKGROUP = 64u;

fn factors(block: u32) -> vec4f {
  let words = philox(vec4u(params.first + block, params.offset, 0u, 0u), vec2u(params.seed, params.stream));
  return select(vec4f(0.0), vec4f(1.0 / (1.0 - params.rate)), to_uniform(words) >= vec4f(params.rate));
}

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let four = vector_index(at);
  var scale = factors(four);
  if (params.skip != 0u) {
    scale = after_skip(scale, factors(four + 1u), params.skip);
  }
  store_vector(&y, params.count, four, x[four] * scale);
}
