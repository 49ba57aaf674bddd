// a^b as C's pow, with what WGSL's leaves open: powers of negative numbers, and pow(x, 0) = 1 for every x.
fn power(a: vec4f, b: vec4f) -> vec4f {
  let whole = floor(b) == b;
  let odd = b - 2.0 * floor(0.5 * b) == vec4f(1.0);
  // The logarithm of a negative number is NaN, as its fractional powers are; those of -infinity are as of infinity.
  let base = select(a, abs(a), whole | (abs(a) > vec4f(3.4028234e38)));
  // log(1) * infinity would be NaN.
  let exponent = select(b * log2(base), vec4f(0.0), base == vec4f(1.0));
  let magnitude = exp2(exponent);
  let signed = select(magnitude, -magnitude, odd & (a < vec4f(0.0)));
  return select(signed, vec4f(1.0), b == vec4f(0.0));
}
