// dlogits[n] = dloss[n] ((a + b W) softmax(logits[n]) - b w - a onehot(l)), a = (1 - smoothing) w[l], b = smoothing / cols,
// W the sum of w; 0 for ignored rows, NaN where l >= cols. Twin of shaders/cross_entropy_backward.wgsl.
#include "params/cross_entropy_backward.h"

#include "kernel.h"
#include "lib/cross_entropy.h"

SKEIN_KERNEL(cross_entropy_backward, k, pool) {
  const float share = k.smoothing / static_cast<float>(k.cols);
  const float weights =
      k.weighted && share > 0.0f
          ? row_sum(k.cols, [&](size_t c, int n) { return load_first(k.weight + c, n); })
          : static_cast<float>(k.cols);
  pool.parallel_ranges(k.rows, kLossRows, [&](size_t begin, size_t end) {
    for (size_t row = begin; row < end; ++row) {
      const float* x = k.logits + row * k.cols;
      float* dx = k.dlogits + row * k.cols;
      const uint32_t label = k.labels[row];
      if (is_ignored(k, label)) {
        for (size_t c = 0; c < k.cols; ++c) dx[c] = 0.0f;
        continue;
      }
      if (label >= k.cols) {
        fill_nan(dx, k.cols);
        continue;
      }
      const float largest = row_max(k.cols, x);
      const float own = (1.0f - k.smoothing) * weight_of(k, label);
      const float scale = k.dloss[row] * (own + share * weights) / exp_sum(k.cols, x, largest);
      const float rest = k.dloss[row] * share;
      for_row(k.cols, [&](size_t c, int n) {
        const vf dp = exp(load_first(x + c, n) - largest) * scale;
        store_first(dx + c, share > 0.0f ? dp - rest * weights_of(k, c, n) : dp, n);
      });
      dx[label] -= k.dloss[row] * own;
    }
  });
}
