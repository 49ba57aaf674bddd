// tanh, the logistic function, the error function and what is made of them, on vectors. NaN stays NaN, infinities
// saturate exactly.
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

// The same kind of fit to erf(x) / x on [-3.93, 3.93] (relative error of the fit 2e-8, of its evaluation 4e-7). Beyond,
// erf rounds to one.
static inline vf erf(vf x) {
  x = clamp(x, 3.93f);
  const vf s = x * x;
  vf p = s * 2.04196508e-06f + 2.84808913e-04f;
  p = p * s + 3.77963026e-03f;
  p = p * s + 5.27903531e-02f;
  p = p * s + 1.90784339e-01f;
  p = p * s + 1.12837915f;
  vf q = s * 3.80040315e-05f + 1.16521745e-03f;
  q = q * s + 1.49974807e-02f;
  q = q * s + 1.14257732e-01f;
  q = q * s + 5.02410938e-01f;
  q = q * s + 1.0f;
  return clamp(x * p / q, 1.0f);
}

// e^x - 1 for x <= 0, without the cancellation.
static inline vf expm1_negative(vf x) {
  const vf t = tanh(x * 0.5f);
  return 2.0f * t / (1.0f - t);
}

// log(1 + e) for e from 0 to 1: the series of 2 artanh(z) with z = e / (2 + e), cut at 1e-9.
static inline vf log1p_unit(vf e) {
  const vf z = e / (2.0f + e);
  const vf s = z * z;
  vf p = s * (1.0f / 15.0f) + 1.0f / 13.0f;
  p = p * s + 1.0f / 11.0f;
  p = p * s + 1.0f / 9.0f;
  p = p * s + 1.0f / 7.0f;
  p = p * s + 0.2f;
  p = p * s + 1.0f / 3.0f;
  p = p * s + 1.0f;
  return 2.0f * z * p;
}

// The normal distribution function.
static inline vf normal_cdf(vf x) { return 0.5f * (1.0f + erf(x * 0.70710678f)); }

// The approximation of gelu is x (1 + tanh(u)) / 2 = x / (1 + exp(-2u)), u = sqrt(2 / pi) (x + kGeluCubic x^3). This is
// 2u.
constexpr float kGeluScale = 1.5957691f;
constexpr float kGeluCubic = 0.044715f;
static inline vf gelu_argument(vf x) { return kGeluScale * (x + kGeluCubic * x * x * x); }

}  // namespace skein::SKEIN_SIMD
