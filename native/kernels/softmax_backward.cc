// dx = scale * y * (dy - sum of dy * y), along each row. Twin of shaders/softmax_backward.wgsl.
#include "params/softmax_backward.h"

#include "kernel.h"
#include "lib/softmax.h"

namespace skein::SKEIN_SIMD {
namespace {

vf term(vf dy, [[maybe_unused]] vf y) { return dy * y; }

vf gradient(vf dy, vf y, vf sum, float scale) { return scale * y * (dy - sum); }

void long_row(const params::softmax_backward& k, size_t row) {
  const size_t start = row * k.cols;
  const auto dy = [&](size_t i, int n) { return load_first(k.dy + start + i, n); };
  const auto y = [&](size_t i, int n) { return load_first(k.y + start + i, n); };
  const vf sum = splat(row_sum(k.cols, [&](size_t i, int n) { return term(dy(i, n), y(i, n)); }));
  for_row(k.cols,
          [&](size_t i, int n) { store_first(k.dx + start + i, gradient(dy(i, n), y(i, n), sum, k.scale), n); });
}

void short_rows(const params::softmax_backward& k, size_t first, int n) {
  vf dy[kShortRow], y[kShortRow];
  load_columns(k.dy + first * k.cols, k.cols, n, dy);
  load_columns(k.y + first * k.cols, k.cols, n, y);
  vf sum{};
  for (size_t c = 0; c < k.cols; ++c) sum += term(dy[c], y[c]);
  for (size_t c = 0; c < k.cols; ++c) dy[c] = gradient(dy[c], y[c], sum, k.scale);
  store_columns(k.dx + first * k.cols, k.cols, n, dy);
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(softmax_backward, k, pool) {
  if (k.cols == 0) return;
  for_rows(
      pool, k.rows, k.cols, [&](size_t first, int n) { short_rows(k, first, n); },
      [&](size_t row) { long_row(k, row); });
}
