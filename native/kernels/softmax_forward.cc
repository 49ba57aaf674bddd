// y = exp(scale (x - max)) / sum of exp(scale (x - max)), along each row; with causal > 0, along the first
// n % causal + 1 columns of row n. Twin of shaders/softmax_forward.wgsl.
#include "params/softmax_forward.h"

#include "kernel.h"
#include "lib/softmax.h"

namespace skein::SKEIN_SIMD {
namespace {

void long_row(const params::softmax_forward& k, size_t row, size_t seen) {
  const float* x = k.x + row * k.cols;
  float* y = k.y + row * k.cols;
  // As one fused operation, scaling costs nothing.
  const vf largest = splat(k.scale * row_max(x, seen));
  const float sum = row_sum(seen, [&](size_t i, int n) {
    const vf e = keep_first(exp(load_first(x + i, n) * k.scale - largest), n);
    store_first(y + i, e, n);
    return e;
  });
  const float scale = 1.0f / sum;
  for_row(seen, [&](size_t i, int n) { store_first(y + i, scale * load_first(y + i, n), n); });
  for (size_t i = seen; i < k.cols; ++i) y[i] = 0.0f;
}

void causal_row(const params::softmax_forward& k, size_t row) {
  const size_t seen = row % k.causal + 1;
  long_row(k, row, seen < k.cols ? seen : k.cols);
}

void short_rows(const params::softmax_forward& k, size_t first, int n) {
  vf columns[kShortRow];
  load_columns(k.x + first * k.cols, k.cols, n, columns);
  const vf largest = k.scale * column_max(columns, k.cols);
  vf sum{};
  for (size_t c = 0; c < k.cols; ++c) {
    columns[c] = exp(columns[c] * k.scale - largest);
    sum += columns[c];
  }
  const vf scale = 1.0f / sum;
  for (size_t c = 0; c < k.cols; ++c) columns[c] *= scale;
  store_columns(k.y + first * k.cols, k.cols, n, columns);
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(softmax_forward, k, pool) {
  if (k.cols == 0) return;
  if (k.causal > 0) {
    const size_t grain = k.cols < kGrain ? kGrain / k.cols : 1;
    return pool.parallel_ranges(k.rows, grain, [&](size_t begin, size_t end) {
      for (size_t row = begin; row < end; ++row) causal_row(k, row);
    });
  }
  for_rows(
      pool, k.rows, k.cols, [&](size_t first, int n) { short_rows(k, first, n); },
      [&](size_t row) { long_row(k, row, k.cols); });
}
