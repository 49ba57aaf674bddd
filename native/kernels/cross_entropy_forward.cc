// loss[n] = (1 - smoothing) w[l] (-log p[l]) + smoothing / cols * sum over c of w[c] (-log p[c]), counted[n] = w[l];
// 0 for ignored rows, NaN where l >= cols. Twin of shaders/cross_entropy_forward.wgsl.
#include "params/cross_entropy_forward.h"

#include "kernel.h"
#include "lib/cross_entropy.h"

namespace skein::SKEIN_SIMD {
namespace {

// From a row's largest logit, the logarithm of its sum of exp(x - largest), and the sum of w[c] (-log p[c]).
void finish_row(const params::cross_entropy_forward& k, size_t row, float largest, float log_sum, float all) {
  const uint32_t label = k.labels[row];
  if (is_ignored(k, label) || label >= k.cols) {
    k.loss[row] = k.counted[row] = is_ignored(k, label) ? 0.0f : kNaN;
    return;
  }
  const float weight = weight_of(k, label);
  const float own = weight * (log_sum - (k.logits[row * k.cols + label] - largest));
  k.loss[row] = k.smoothing > 0.0f ? (1.0f - k.smoothing) * own + k.smoothing / k.cols * all : own;
  k.counted[row] = weight;
}

void long_row(const params::cross_entropy_forward& k, size_t row) {
  const float* x = k.logits + row * k.cols;
  const auto [largest, sum] = exp_sum(x, k.cols);
  const float log_sum = log_of(sum);
  float all = 0.0f;
  if (k.smoothing > 0.0f) {
    const float from = largest + log_sum;
    all = row_sum(k.cols,
                  [&](size_t c, int n) { return keep_first(weights_of(k, c, n) * (from - load_first(x + c, n)), n); });
  }
  finish_row(k, row, largest, log_sum, all);
}

void short_rows(const params::cross_entropy_forward& k, size_t first, int n) {
  vf columns[kShortRow];
  // GCC does not see that there is a column.
  columns[0] = vf{};
  load_columns(k.logits + first * k.cols, k.cols, n, columns);
  const auto [largest, sum] = exp_sums(columns, k.cols);
  const vf log_sum = log(sum);
  vf all{};
  if (k.smoothing > 0.0f) {
    for (size_t c = 0; c < k.cols; ++c) all += weight_of(k, c) * (log_sum - (columns[c] - largest));
  }
  for (int r = 0; r < n; ++r) finish_row(k, first + r, largest[r], log_sum[r], all[r]);
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(cross_entropy_forward, k, pool) {
  if (k.cols == 0) return;
  for_rows(
      pool, k.rows, k.cols, [&](size_t first, int n) { short_rows(k, first, n); },
      [&](size_t row) { long_row(k, row); });
}
