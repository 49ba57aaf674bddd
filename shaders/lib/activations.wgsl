// tanh, the logistic function, the error function and what is made of them, to a few units in the last place: WGSL's
// own tanh promises 1e-5.
// NaN stays NaN, infinities saturate exactly. Twin of native/lib/activations.h.
#import nan

// x P(x^2) / Q(x^2), a rational minimax fit to tanh(x) / x on [-9, 9]; beyond 9, tanh rounds to one.
fn tanh_fit(x: f32) -> f32 {
  let c = clamp(x, -9.0, 9.0);
  let s = c * c;
  let p = (((1.33546613e-08 * s + 2.06090823e-05) * s + 3.49558813e-03) * s + 1.33810256e-01) * s + 9.99999979e-01;
  let q = (((7.77655828e-07 * s + 3.28563482e-04) * s + 2.58769822e-02) * s + 4.67143412e-01) * s + 1.0;
  // clamp() may lose NaN.
  return select(clamp(c * p / q, -1.0, 1.0), x, is_nan(x));
}

fn sigmoid(x: f32) -> f32 {
  return 0.5 * tanh_fit(0.5 * x) + 0.5;
}

fn tanh_fit4(x: vec4f) -> vec4f {
  return vec4f(tanh_fit(x.x), tanh_fit(x.y), tanh_fit(x.z), tanh_fit(x.w));
}

// The same kind of fit to erf(x) / x on [-3.93, 3.93]; beyond, erf rounds to one.
fn erf_fit4(x: vec4f) -> vec4f {
  let c = clamp(x, vec4f(-3.93), vec4f(3.93));
  let s = c * c;
  let p = ((((2.04196508e-06 * s + 2.84808913e-04) * s + 3.77963026e-03) * s + 5.27903531e-02) * s +
           1.90784339e-01) * s + 1.12837915;
  let q = ((((3.80040315e-05 * s + 1.16521745e-03) * s + 1.49974807e-02) * s + 1.14257732e-01) * s +
           5.02410938e-01) * s + 1.0;
  return select(clamp(c * p / q, vec4f(-1.0), vec4f(1.0)), x, is_nan4(x));
}

// e^x - 1 for x <= 0, without the cancellation.
fn expm1_negative4(x: vec4f) -> vec4f {
  let t = tanh_fit4(0.5 * x);
  return 2.0 * t / (1.0 - t);
}

// log(1 + e) for e from 0 to 1: the series of 2 artanh(z) with z = e / (2 + e), cut at 1e-9.
fn log1p_unit4(e: vec4f) -> vec4f {
  let z = e / (2.0 + e);
  let s = z * z;
  let p = ((((((s * (1.0 / 15.0) + 1.0 / 13.0) * s + 1.0 / 11.0) * s + 1.0 / 9.0) * s + 1.0 / 7.0) * s + 0.2) * s +
           1.0 / 3.0) * s + 1.0;
  return 2.0 * z * p;
}

// The normal distribution function.
fn normal_cdf4(x: vec4f) -> vec4f {
  return 0.5 * (1.0 + erf_fit4(x * 0.70710678));
}

// The approximation of gelu is x (1 + tanh(u)) / 2 = x / (1 + exp(-2u)), u = sqrt(2 / pi) (x + GELU_CUBIC x^3). This is
// 2u.
const GELU_SCALE = 1.5957691;
const GELU_CUBIC = 0.044715;
fn gelu_argument4(x: vec4f) -> vec4f {
  return GELU_SCALE * (x + GELU_CUBIC * x * x * x);
}
