// What gemm applies to c before it is stored. Twin of shaders/lib/gemm_activation.wgsl.
#pragma once
#include "lib/activations.h"

namespace skein::SKEIN_SIMD {

// The codes of GEMM_ACTIVATION in src/kernels/gemm.ts.
enum class GemmActivation : uint32_t { none, relu, tanh, sigmoid };

static inline vf activate(GemmActivation activation, vf x) {
  switch (activation) {
    case GemmActivation::none: return x;
    case GemmActivation::relu: return max(splat(0.0f), x);
    case GemmActivation::tanh: return tanh(x);
    case GemmActivation::sigmoid: return sigmoid(x);
  }
  return x;
}

}  // namespace skein::SKEIN_SIMD
