// y[i] = x[i] + deviation n[i], n[i] standard normal from Philox block first + (skip + i) / 4.
//
// x, y: [count]. One invocation per four elements.
#import pointwise
#import normal
#floats vec4f

const WORKGROUP = 64u;

fn numbers(block: u32) -> vec4f {
  return to_normal(philox(vec4u(params.first + block, params.offset, 0u, 0u), vec2u(params.seed, params.stream)));
}

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let four = vector_index(at);
  var noise = numbers(four);
  if (params.skip != 0u) {
    noise = after_skip(noise, numbers(four + 1u), params.skip);
  }
  store_vector(&y, params.count, four, x[four] + params.deviation * noise);
}
