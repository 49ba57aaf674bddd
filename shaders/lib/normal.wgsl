// Normal numbers from random words (Box and Muller 1958). WGSL's own log and cos may be off by
// 2^-21 and 2^-11; these polynomials are not, and give the native device's numbers.
#import philox

// Sine and cosine of an angle in quarter turns, below 1e-7 off.
fn sine_cosine(quarters: vec2f) -> array<vec2f, 2> {
  let whole = floor(quarters + 0.5);
  let t = quarters - whole;
  let z = t * t;
  let sine = t * (((-0.00460165786 * z + 0.079680033) * z - 0.64596349) * z + 1.57079637);
  let cosine = (((0.000906765461 * z - 0.0208615419) * z + 0.253669411) * z - 1.23370051) * z + 1.0;
  let quadrant = vec2i(whole);
  let odd = (quadrant & vec2i(1)) != vec2i(0);
  let s = select(sine, cosine, odd);
  let c = select(cosine, sine, odd);
  return array<vec2f, 2>(
    select(s, -s, (quadrant & vec2i(2)) != vec2i(0)),
    select(c, -c, ((quadrant + 1) & vec2i(2)) != vec2i(0)),
  );
}

// Natural logarithm of normal positive numbers, below 1e-7 relatively off, also next to 1.
fn natural_log(x: vec2f) -> vec2f {
  // x = 2^n (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)): subtracting the bits of sqrt(1/2) carries
  // into the exponent just where n must round up.
  let offset = bitcast<vec2i>(x) - 0x3f3504f3;
  let n = vec2f(offset >> vec2u(23u));
  let f = bitcast<vec2f>((offset & vec2i(0x007fffff)) + 0x3f3504f3) - 1.0;
  let p = ((((((-0.0797411054 * f + 0.126556516) * f - 0.129892915) * f + 0.142099515) * f
          - 0.166415811) * f + 0.200012013) * f - 0.25000304) * f + 0.333333313;
  let square = f * f;
  // log(2) in two parts, the first of so few bits that its products are exact.
  return n * 0.693359375 + (f + (n * -2.1219444e-4 + (p * (square * f) - 0.5 * square)));
}

// Words 0 and 1 give one pair of independent standard normal numbers, words 2 and 3 another.
fn to_normal(words: vec4u) -> vec4f {
  let uniform = to_uniform(words);
  // 1 - u is above 0, and exact.
  let radius = sqrt(-2.0 * natural_log(1.0 - uniform.xz));
  let angle = sine_cosine(4.0 * uniform.yw);
  return (radius.xxyy) * vec4f(angle[1].x, angle[0].x, angle[1].y, angle[0].y);
}
