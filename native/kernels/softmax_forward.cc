// y = exp(x - max) / sum of exp(x - max), along each row. Twin of shaders/softmax_forward.wgsl.
#include "params/softmax_forward.h"

#include "kernel.h"
#include "lib/softmax.h"

namespace skein::SKEIN_SIMD {
namespace {

void long_row(const params::softmax_forward& k, size_t row) {
  const float* x = k.x + row * k.cols;
  float* y = k.y + row * k.cols;
  vf largest = splat(row_max(x, k.cols));
  const float sum = row_sum(k.cols, [&](size_t i, int n) {
    const vf e = keep_first(exp(load_first(x + i, n) - largest), n);
    store_first(y + i, e, n);
    return e;
  });
  const float scale = 1.0f / sum;
  for_row(k.cols, [&](size_t i, int n) { store_first(y + i, scale * load_first(y + i, n), n); });
}

void short_rows(const params::softmax_forward& k, size_t first, int n) {
  vf columns[kShortRow];
  load_columns(k.x + first * k.cols, k.cols, n, columns);
  const vf largest = column_max(columns, k.cols);
  vf sum{};
  for (size_t c = 0; c < k.cols; ++c) {
    columns[c] = exp(columns[c] - largest);
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
  for_rows(
      pool, k.rows, k.cols, [&](size_t first, int n) { short_rows(k, first, n); },
      [&](size_t row) { long_row(k, row); });
}
