// tanh and the logistic function on vectors. NaN stays NaN, infinities saturate exactly.
#pragma once
#include "lib/simd.h"

namespace skein::SKEIN_SIMD {

// x within [-end, end]. NaN passes: it is the second operand of both.
static inline vf clamp(vf x, float end) { return max(splat(-end), min(splat(end), x)); }

// x P(x^2) / Q(x^2), a rational minimax fit to tanh(x) / x on [-9, 9] (relative error of the fit 2e-8, of its
// evaluation in float32 3e-7). Beyond 9, tanh rounds to one.
static inline vf tanh(vf x) {
  x = clamp(x, 9.0f);
  const vf s = x * x;
  vf p = s * 1.33546613e-08f + 2.06090823e-05f;
  p = p * s + 3.49558813e-03f;
  p = p * s + 1.33810256e-01f;
  p = p * s + 9.99999979e-01f;
  vf q = s * 7.77655828e-07f + 3.28563482e-04f;
  q = q * s + 2.58769822e-02f;
  q = q * s + 4.67143412e-01f;
  q = q * s + 1.0f;
  return clamp(x * p / q, 1.0f);
}

static inline vf sigmoid(vf x) { return tanh(x * 0.5f) * 0.5f + 0.5f; }

}  // namespace skein::SKEIN_SIMD
