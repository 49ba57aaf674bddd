// What gemm applies to c before it is stored. Twin of shaders/lib/gemm_activation.wgsl.
#pragma once
#include "lib/simd.h"

namespace skein::SKEIN_SIMD {

// The codes of GEMM_ACTIVATION in src/kernels/gemm.ts.
enum class GemmActivation : uint32_t { none, relu, tanh, sigmoid };

// tanh(x) as an odd polynomial over an even one (Eigen's coefficients, within 3 ulp); beyond the
// clamp it is +-1 in float32. NaN stays NaN.
static inline vf rational_tanh(vf x) {
  x = min(splat(7.90531110763549805f), max(splat(-7.90531110763549805f), x));
  const vf s = x * x;
  vf p = s * -2.76076847742355e-16f + 2.00018790482477e-13f;
  p = p * s - 8.60467152213735e-11f;
  p = p * s + 5.12229709037114e-08f;
  p = p * s + 1.48572235717979e-05f;
  p = p * s + 6.37261928875436e-04f;
  p = p * s + 4.89352455891786e-03f;
  vf q = s * 1.19825839466702e-06f + 1.18534705686654e-04f;
  q = q * s + 2.26843463243900e-03f;
  q = q * s + 4.89352518554385e-03f;
  return x * p / q;
}

static inline vf activate(GemmActivation activation, vf x) {
  switch (activation) {
    case GemmActivation::none: return x;
    case GemmActivation::relu: return max(splat(0.0f), x);
    case GemmActivation::tanh: return rational_tanh(x);
    case GemmActivation::sigmoid: return rational_tanh(x * 0.5f) * 0.5f + 0.5f;
  }
  return x;
}

}  // namespace skein::SKEIN_SIMD
