// y = f(a, b), elementwise with broadcasting. Twin of shaders/binary.wgsl.
#include "params/binary.h"

#include "kernel.h"
#include "lib/math.h"
#include "lib/strides.h"

namespace skein::SKEIN_SIMD {
namespace {

// The codes of src/kernels/binary.ts.
enum class Op : uint32_t { add, sub, mul, div, max, min, pow, greater, equal, keep };

vf load_strided(const float* p, size_t stride, int n) {
  float lanes[kLanes] = {};
  for (int i = 0; i < n; ++i) lanes[i] = p[static_cast<size_t>(i) * stride];
  return load(lanes);
}

template <typename Function>
void row(const float* a, size_t a_stride, const float* b, size_t b_stride, float* y, size_t count, Function f) {
  const auto map = [&](auto&& load_a, auto&& load_b) {
    for_row(count, [&](size_t i, int n) { store_first(y + i, f(load_a(i, n), load_b(i, n)), n); });
  };
  const auto dense = [](const float* p) { return [p](size_t i, int n) { return load_first(p + i, n); }; };
  const auto same = [](const float* p) { return [v = splat(*p)](size_t, int) { return v; }; };
  const auto strided = [](const float* p, size_t stride) {
    return [p, stride](size_t i, int n) { return load_strided(p + i * stride, stride, n); };
  };
  if (a_stride == 1 && b_stride == 1) return map(dense(a), dense(b));
  if (a_stride == 1 && b_stride == 0) return map(dense(a), same(b));
  if (a_stride == 0 && b_stride == 1) return map(same(a), dense(b));
  map(strided(a, a_stride), strided(b, b_stride));
}

template <typename Function>
void run(const params::binary& k, Pool& pool, Function f) {
  const Axes axes = collapse(
      {{k.size0, k.size1, k.size2, k.size3},
       {{k.a_stride0, k.a_stride1, k.a_stride2, k.a_stride3}, {k.b_stride0, k.b_stride1, k.b_stride2, k.b_stride3}}});
  for_row_pieces(pool, axes, [&](size_t r, size_t column, size_t count, size_t a, size_t b) {
    row(k.a + a, axes.stride[0][3], k.b + b, axes.stride[1][3], k.y + r * axes.size[3] + column, count, f);
  });
}

vf one_where(vi mask) { return select(mask, splat(1.0f), vf{}); }

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(binary, k, pool) {
  switch (static_cast<Op>(k.op)) {
    case Op::add:
      return run(k, pool, [](vf a, vf b) { return a + b; });
    case Op::sub:
      return run(k, pool, [](vf a, vf b) { return a - b; });
    case Op::mul:
      return run(k, pool, [](vf a, vf b) { return a * b; });
    case Op::div:
      return run(k, pool, [](vf a, vf b) { return a / b; });
    case Op::max:
      return run(k, pool, [](vf a, vf b) { return max_or_nan(a, b); });
    case Op::min:
      return run(k, pool, [](vf a, vf b) { return min_or_nan(a, b); });
    case Op::pow:
      return run(k, pool, [](vf a, vf b) { return pow(a, b); });
    case Op::greater:
      return run(k, pool, [](vf a, vf b) { return one_where(a > b); });
    case Op::equal:
      return run(k, pool, [](vf a, vf b) { return one_where(a == b); });
    case Op::keep:
      return run(k, pool, [](vf a, vf b) { return select(b == 0.0f, vf{}, a); });
  }
}
