// tanh and the logistic function to a few units in the last place: WGSL's own tanh promises 1e-5.
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
