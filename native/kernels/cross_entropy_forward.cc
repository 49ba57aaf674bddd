// loss[n] = (1 - smoothing) w[l] (-log p[l]) + smoothing / cols * sum over c of w[c] (-log p[c]), counted[n] = w[l];
// 0 for ignored rows, NaN where l >= cols. Twin of shaders/cross_entropy_forward.wgsl.
#include "params/cross_entropy_forward.h"

#include <cmath>

#include "kernel.h"
#include "lib/cross_entropy.h"

SKEIN_KERNEL(cross_entropy_forward, k, pool) {
  pool.parallel_ranges(k.rows, kLossRows, [&](size_t begin, size_t end) {
    for (size_t row = begin; row < end; ++row) {
      const uint32_t label = k.labels[row];
      if (is_ignored(k, label) || label >= k.cols) {
        k.loss[row] = k.counted[row] = is_ignored(k, label) ? 0.0f : kNaN;
        continue;
      }
      const float* x = k.logits + row * k.cols;
      const float largest = row_max(k.cols, x);
      const float log_sum = std::log(exp_sum(k.cols, x, largest));
      const float weight = weight_of(k, label);
      float loss = (1.0f - k.smoothing) * weight * (log_sum - (x[label] - largest));
      if (k.smoothing > 0.0f) {
        const float all = row_sum(k.cols, [&](size_t c, int n) {
          return keep_first(weights_of(k, c, n) * (log_sum - (load_first(x + c, n) - largest)), n);
        });
        loss += k.smoothing / static_cast<float>(k.cols) * all;
      }
      k.loss[row] = loss;
      k.counted[row] = weight;
    }
  });
}
