// From a variable, because WGSL refuses a constant that is no number.
fn make_nan() -> f32 {
  var bits = 0x7fc00000u;
  return bitcast<f32>(bits);
}

fn minus_infinity() -> f32 {
  var bits = 0xff800000u;
  return bitcast<f32>(bits);
}

// By the bits, because compilers may take v != v to be false.
fn is_nan(v: f32) -> bool {
  return (bitcast<u32>(v) & 0x7fffffffu) > 0x7f800000u;
}

fn is_nan4(v: vec4f) -> vec4<bool> {
  return (bitcast<vec4u>(v) & vec4u(0x7fffffffu)) > vec4u(0x7f800000u);
}

// max(v, low), but NaN stays NaN. A comparison does not do: NVIDIA's compiler makes select(v, low, v < low) a
// maximum that drops NaN.
fn at_least(v: f32, low: f32) -> f32 {
  return select(max(v, low), v, is_nan(v));
}

fn at_least4(v: vec4f, low: f32) -> vec4f {
  return select(max(v, vec4f(low)), v, is_nan4(v));
}

// min(v, high), but NaN stays NaN.
fn at_most(v: f32, high: f32) -> f32 {
  return select(min(v, high), v, is_nan(v));
}

fn at_most4(v: vec4f, high: f32) -> vec4f {
  return select(min(v, vec4f(high)), v, is_nan4(v));
}

// 0, or NaN where v is infinite or NaN: by the bits, because compilers may take v - v to be 0.
fn nan_unless_finite(v: f32) -> f32 {
  return select(0.0, make_nan(), (bitcast<u32>(v) & 0x7fffffffu) >= 0x7f800000u);
}
