// y = f(x), elementwise. Twin of shaders/unary_forward.wgsl.
#include "params/unary_forward.h"

#include "kernel.h"
#include "lib/activations.h"
#include "lib/math.h"
#include "lib/pointwise.h"
#include "lib/unary_ops.h"

namespace skein::SKEIN_SIMD {
namespace {

template <typename Function>
void map(const params::unary_forward& k, Pool& pool, Function f) {
  map_elements(pool, k.count, k.y, [&](size_t i, int n) { return f(load_first(k.x + i, n)); });
}

// A half goes to the even neighbour; from 2^23 on every float32 is whole.
vf round(vf v) {
  const vf size = abs(v);
  const vf whole = (size + 8388608.0f) - 8388608.0f;
  return select(size < 8388608.0f, select(v < 0.0f, -whole, whole), v);
}

vf sign(vf v) { return select(v > 0.0f, splat(1.0f), select(v < 0.0f, splat(-1.0f), v)); }

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(unary_forward, k, pool) {
  const float alpha = k.alpha;
  switch (static_cast<Unary>(k.op)) {
    case Unary::neg:
      return map(k, pool, [](vf v) { return -v; });
    case Unary::abs:
      return map(k, pool, [](vf v) { return abs(v); });
    case Unary::square:
      return map(k, pool, [](vf v) { return v * v; });
    case Unary::sqrt:
      return map(k, pool, [](vf v) { return sqrt(v); });
    case Unary::rsqrt:
      return map(k, pool, [](vf v) { return 1.0f / sqrt(v); });
    case Unary::exp:
      return map(k, pool, [](vf v) { return exp(v); });
    case Unary::log:
      return map(k, pool, [](vf v) { return log(v); });
    case Unary::tanh:
      return map(k, pool, [](vf v) { return tanh(v); });
    case Unary::sigmoid:
      return map(k, pool, [](vf v) { return 1.0f / (1.0f + exp(-v)); });
    case Unary::relu:
      // Written so that NaN stays.
      return map(k, pool, [](vf v) { return select(v <= 0.0f, vf{}, v); });
    case Unary::leaky_relu:
      return map(k, pool, [alpha](vf v) { return select(v > 0.0f, v, alpha * v); });
    case Unary::reciprocal:
      return map(k, pool, [](vf v) { return 1.0f / v; });
    case Unary::add_scalar:
      return map(k, pool, [alpha](vf v) { return v + alpha; });
    case Unary::mul_scalar:
      return map(k, pool, [alpha](vf v) { return v * alpha; });
    case Unary::pow_scalar:
      return map(k, pool, [alpha](vf v) { return pow(v, splat(alpha)); });
    case Unary::clamp_min:
      return map(k, pool, [alpha](vf v) { return select(v < alpha, splat(alpha), v); });
    case Unary::sign:
      return map(k, pool, sign);
    case Unary::gelu:
      return map(k, pool, [](vf v) { return v * normal_cdf(v); });
    case Unary::gelu_tanh:
      return map(k, pool, [](vf v) { return v / (1.0f + exp(-gelu_argument(v))); });
    case Unary::silu:
      return map(k, pool, [](vf v) { return v / (1.0f + exp(-v)); });
    case Unary::softplus:
      return map(k, pool, [](vf v) { return select(v <= 0.0f, vf{}, v) + log1p_unit(exp(-abs(v))); });
    case Unary::elu:
      return map(k, pool, [alpha](vf v) { return select(v > 0.0f, v, alpha * expm1_negative(v)); });
    case Unary::clamp_max:
      return map(k, pool, [alpha](vf v) { return select(v > alpha, splat(alpha), v); });
    case Unary::erf:
      return map(k, pool, [](vf v) { return erf(v); });
    case Unary::floor:
      return map(k, pool, [](vf v) { return floor(v); });
    case Unary::ceil:
      return map(k, pool, [](vf v) { return -floor(-v); });
    case Unary::round:
      return map(k, pool, round);
  }
}
