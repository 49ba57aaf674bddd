// dlogits[n] = dloss[n] ((a + b W) softmax(logits[n]) - b w - a onehot(l)), a = (1 - smoothing) w[l], b = smoothing /
// cols, W the sum of w; 0 for ignored rows, NaN where l >= cols. Twin of shaders/cross_entropy_backward.wgsl.
#include "params/cross_entropy_backward.h"

#include "kernel.h"
#include "lib/cross_entropy.h"

namespace skein::SKEIN_SIMD {
namespace {

struct Smoothing {
  float share;
  // share * the sum of all weights.
  float total;
};

Smoothing smoothing_of(const params::cross_entropy_backward& k) {
  const float share = k.smoothing / k.cols;
  const float sum = k.weighted && share > 0.0f
                        ? row_sum(k.cols, [&](size_t c, int n) { return load_first(k.weight + c, n); })
                        : static_cast<float>(k.cols);
  return {share, share * sum};
}

// Whether the row of this label is ignored or has no class; if so, writes its gradient.
bool has_no_class(const params::cross_entropy_backward& k, size_t row) {
  float* dx = k.dlogits + row * k.cols;
  const bool ignored = is_ignored(k, k.labels[row]);
  if (!ignored && k.labels[row] < k.cols) return false;
  for (size_t c = 0; c < k.cols; ++c) dx[c] = ignored ? 0.0f : kNaN;
  return true;
}

// a of the row's label.
float own_weight(const params::cross_entropy_backward& k, size_t row) {
  return (1.0f - k.smoothing) * weight_of(k, k.labels[row]);
}

void long_row(const params::cross_entropy_backward& k, const Smoothing& smoothing, size_t row) {
  if (has_no_class(k, row)) return;
  const float* x = k.logits + row * k.cols;
  float* dx = k.dlogits + row * k.cols;
  const auto [largest, sum] = exp_sum(x, k.cols);
  const float own = own_weight(k, row);
  const float scale = k.dloss[row] * (own + smoothing.total) / sum;
  const float rest = k.dloss[row] * smoothing.share;
  for_row(k.cols, [&](size_t c, int n) {
    const vf dp = exp(load_first(x + c, n) - largest) * scale;
    store_first(dx + c, rest != 0.0f ? dp - rest * weights_of(k, c, n) : dp, n);
  });
  dx[k.labels[row]] -= k.dloss[row] * own;
}

void short_rows(const params::cross_entropy_backward& k, const Smoothing& smoothing, size_t first, int n) {
  vf columns[kShortRow];
  load_columns(k.logits + first * k.cols, k.cols, n, columns);
  const vf largest = column_max(columns, k.cols);
  vf sum{};
  for (size_t c = 0; c < k.cols; ++c) {
    columns[c] = exp(columns[c] - largest);
    sum += columns[c];
  }
  float owns[kLanes] = {};
  for (int r = 0; r < n; ++r) {
    if (k.labels[first + r] < k.cols) owns[r] = own_weight(k, first + r);
  }
  const vf dloss = load_first(k.dloss + first, n);
  const vf scale = dloss * (load(owns) + smoothing.total) / sum;
  const vf rest = dloss * smoothing.share;
  for (size_t c = 0; c < k.cols; ++c) columns[c] = columns[c] * scale - rest * weight_of(k, c);
  store_columns(k.dlogits + first * k.cols, k.cols, n, columns);
  for (int r = 0; r < n; ++r) {
    const size_t row = first + r;
    if (!has_no_class(k, row)) k.dlogits[row * k.cols + k.labels[row]] -= k.dloss[row] * owns[r];
  }
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(cross_entropy_backward, k, pool) {
  if (k.cols == 0) return;
  const Smoothing smoothing = smoothing_of(k);
  for_rows(
      pool, k.rows, k.cols, [&](size_t first, int n) { short_rows(k, smoothing, first, n); },
      [&](size_t row) { long_row(k, smoothing, row); });
}
