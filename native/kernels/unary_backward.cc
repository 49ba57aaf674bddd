// dx = dy * f'(x), elementwise, from x or from y = f(x). Twin of shaders/unary_backward.wgsl.
#include "params/unary_backward.h"

#include "kernel.h"
#include "lib/activations.h"
#include "lib/math.h"
#include "lib/pointwise.h"
#include "lib/unary_ops.h"

namespace skein::SKEIN_SIMD {
namespace {

// f(dy, v), where v is x or y.
template <typename Function>
void map(const params::unary_backward& k, Pool& pool, const float* values, Function f) {
  map_elements(pool, k.count, k.dx,
               [&](size_t i, int n) { return f(load_first(k.dy + i, n), load_first(values + i, n)); });
}

template <typename Function>
void map(const params::unary_backward& k, Pool& pool, Function f) {
  map_elements(pool, k.count, k.dx, [&](size_t i, int n) { return f(load_first(k.dy + i, n)); });
}

// Beyond 10, activations are flat or the identity in float32; further out their factors would make infinity times zero.
vf near_zero(vf x) { return clamp(x, 10.0f); }

vf gelu_derivative(vf v) {
  const vf x = near_zero(v);
  const vf density = exp(-0.5f * x * x) * 0.39894228f;
  return normal_cdf(x) + x * density;
}

vf gelu_tanh_derivative(vf v) {
  const vf x = near_zero(v);
  const vf e = exp(-gelu_argument(x));
  const vf s = 1.0f / (1.0f + e);
  // s * e is 1 - s without the cancellation.
  return s + x * s * (s * e) * kGeluScale * (1.0f + 3.0f * kGeluCubic * x * x);
}

vf silu_derivative(vf v) {
  const vf x = clamp(v, 80.0f);
  const vf s = 1.0f / (1.0f + exp(-x));
  return s * (1.0f + x * (1.0f - s));
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(unary_backward, k, pool) {
  const float alpha = k.alpha;
  switch (static_cast<Unary>(k.op)) {
    case Unary::neg:
      return map(k, pool, [](vf d) { return -d; });
    case Unary::abs:
      return map(k, pool, k.x, [](vf d, vf x) { return select(x > 0.0f, d, select(x < 0.0f, -d, d * x)); });
    case Unary::square:
      return map(k, pool, k.x, [](vf d, vf x) { return 2.0f * d * x; });
    case Unary::sqrt:
      return map(k, pool, k.y, [](vf d, vf y) { return 0.5f * d / y; });
    case Unary::rsqrt:
      return map(k, pool, k.y, [](vf d, vf y) { return -0.5f * d * (y * y * y); });
    case Unary::exp:
      return map(k, pool, k.y, [](vf d, vf y) { return d * y; });
    case Unary::log:
      return map(k, pool, k.x, [](vf d, vf x) { return d / x; });
    case Unary::tanh:
      return map(k, pool, k.y, [](vf d, vf y) { return d * (1.0f - y * y); });
    case Unary::sigmoid:
      return map(k, pool, k.y, [](vf d, vf y) { return d * y * (1.0f - y); });
    case Unary::relu:
      return map(k, pool, k.x, [](vf d, vf x) { return select(x <= 0.0f, vf{}, d); });
    case Unary::leaky_relu:
      return map(k, pool, k.x, [alpha](vf d, vf x) { return select(x > 0.0f, d, alpha * d); });
    case Unary::reciprocal:
      return map(k, pool, k.y, [](vf d, vf y) { return -d * y * y; });
    case Unary::add_scalar:
      return map(k, pool, [](vf d) { return d; });
    case Unary::mul_scalar:
      return map(k, pool, [alpha](vf d) { return d * alpha; });
    case Unary::pow_scalar:
      return map(k, pool, k.x, [alpha](vf d, vf x) { return d * alpha * pow(x, splat(alpha - 1.0f)); });
    case Unary::clamp_min:
      return map(k, pool, k.x, [alpha](vf d, vf x) { return select(x < alpha, vf{}, d); });
    case Unary::sign:
    case Unary::floor:
    case Unary::ceil:
    case Unary::round:
      return map(k, pool, [](vf) { return vf{}; });
    case Unary::gelu:
      return map(k, pool, k.x, [](vf d, vf x) { return d * gelu_derivative(x); });
    case Unary::gelu_tanh:
      return map(k, pool, k.x, [](vf d, vf x) { return d * gelu_tanh_derivative(x); });
    case Unary::silu:
      return map(k, pool, k.x, [](vf d, vf x) { return d * silu_derivative(x); });
    case Unary::softplus:
      return map(k, pool, k.x, [](vf d, vf x) { return d / (1.0f + exp(-x)); });
    case Unary::elu:
      return map(k, pool, k.x, [alpha](vf d, vf x) { return select(x > 0.0f, d, d * alpha * exp(x)); });
    case Unary::clamp_max:
      return map(k, pool, k.x, [alpha](vf d, vf x) { return select(x > alpha, vf{}, d); });
    case Unary::erf:
      return map(k, pool, k.x, [](vf d, vf x) {
        const vf c = near_zero(x);
        return d * exp(-c * c) * 1.12837917f;
      });
  }
}
