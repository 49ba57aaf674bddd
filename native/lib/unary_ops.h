// The codes of src/kernels/unary.ts.
#pragma once
#include <cstdint>

namespace skein {

enum class Unary : uint32_t {
  neg,
  abs,
  square,
  sqrt,
  rsqrt,
  exp,
  log,
  tanh,
  sigmoid,
  relu,
  leaky_relu,
  reciprocal,
  add_scalar,
  mul_scalar,
  pow_scalar,
  clamp_min,
  sign,
  gelu,
  gelu_tanh,
  silu,
  softplus,
  elu,
  clamp_max,
  erf,
  floor,
  ceil,
  round,
};

}  // namespace skein
