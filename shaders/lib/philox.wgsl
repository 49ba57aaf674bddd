// Philox 4x32-10: four random words for a counter and a key.
// Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.

// High 32 bits of a 64-bit product, from products of 16-bit halves.
fn multiply_high(a: u32, b: u32) -> u32 {
  let a_low = a & 0xffffu;
  let a_high = a >> 16u;
  let b_low = b & 0xffffu;
  let b_high = b >> 16u;
  let middle = a_high * b_low + ((a_low * b_low) >> 16u);
  let carry = (middle & 0xffffu) + a_low * b_high;
  return a_high * b_high + (middle >> 16u) + (carry >> 16u);
}

fn philox(counter: vec4u, key: vec2u) -> vec4u {
  var c = counter;
  var k = key;
  for (var round = 0u; round < 10u; round++) {
    let high = vec2u(multiply_high(0xd2511f53u, c.x), multiply_high(0xcd9e8d57u, c.z));
    let low = vec2u(0xd2511f53u * c.x, 0xcd9e8d57u * c.z);
    c = vec4u(high.y ^ c.y ^ k.x, low.y, high.x ^ c.w ^ k.y, low.x);
    k += vec2u(0x9e3779b9u, 0xbb67ae85u);
  }
  return c;
}

// In [0, 1): the 24 high bits of each word, which float32 holds exactly.
fn to_uniform(words: vec4u) -> vec4f {
  return vec4f(words >> vec4u(8u)) * 0x1p-24f;
}

// Four neighbouring elements of which the first `skip` of a block are not: the rest of it, and the beginning of the next block.
fn after_skip(block: vec4f, next: vec4f, skip: u32) -> vec4f {
  switch skip {
    case 1u: {
      return vec4f(block.yzw, next.x);
    }
    case 2u: {
      return vec4f(block.zw, next.xy);
    }
    case 3u: {
      return vec4f(block.w, next.xyz);
    }
    default: {
      return block;
    }
  }
}
