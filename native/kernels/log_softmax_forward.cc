// y = x - max - log(sum of exp(x - max)), along each row. Twin of shaders/log_softmax_forward.wgsl.
#include "params/log_softmax_forward.h"

#include "kernel.h"
#include "lib/softmax.h"

namespace skein::SKEIN_SIMD {
namespace {

void long_row(const params::log_softmax_forward& k, size_t row) {
  const float* x = k.x + row * k.cols;
  float* y = k.y + row * k.cols;
  const ExpSum e = exp_sum(x, k.cols);
  const float log_sum = log_of(e.sum);
  for_row(k.cols, [&](size_t i, int n) { store_first(y + i, (load_first(x + i, n) - e.max) - log_sum, n); });
}

void short_rows(const params::log_softmax_forward& k, size_t first, int n) {
  vf columns[kShortRow];
  load_columns(k.x + first * k.cols, k.cols, n, columns);
  const ExpSums e = exp_sums(columns, k.cols);
  const vf log_sum = log(e.sum);
  for (size_t c = 0; c < k.cols; ++c) columns[c] = (columns[c] - e.max) - log_sum;
  store_columns(k.y + first * k.cols, k.cols, n, columns);
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(log_softmax_forward, k, pool) {
  if (k.cols == 0) return;
  for_rows(
      pool, k.rows, k.cols, [&](size_t first, int n) { short_rows(k, first, n); },
      [&](size_t row) { long_row(k, row); });
}
