// dlogits[n] = dloss[n] (softmax(logits[n]) - onehot(labels[n])), NaN where labels[n] >= cols. Twin of shaders/cross_entropy_backward.wgsl.
#include "params/cross_entropy_backward.h"

#include "kernel.h"
#include "lib/cross_entropy.h"

SKEIN_KERNEL(cross_entropy_backward, k, pool) {
  pool.parallel_ranges(k.rows, kLossRows, [&](size_t begin, size_t end) {
    for (size_t row = begin; row < end; ++row) {
      const float* x = k.logits + row * k.cols;
      float* dx = k.dlogits + row * k.cols;
      const uint32_t label = k.labels[row];
      if (label >= k.cols) {
        fill_nan(dx, k.cols);
        continue;
      }
      const float largest = row_max(k.cols, x);
      const float scale = k.dloss[row] / exp_sum(k.cols, x, largest);
      for_row(k.cols, [&](size_t c, int n) {
        store_first(dx + c, exp(load_first(x + c, n) - largest) * scale, n);
      });
      dx[label] -= k.dloss[row];
    }
  });
}
