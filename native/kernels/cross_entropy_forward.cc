// loss[n] = log(sum exp(logits[n])) - logits[n, labels[n]], NaN where labels[n] >= cols. Twin of shaders/cross_entropy_forward.wgsl.
#include "params/cross_entropy_forward.h"

#include <cmath>

#include "kernel.h"
#include "lib/cross_entropy.h"

SKEIN_KERNEL(cross_entropy_forward, k, pool) {
  pool.parallel_ranges(k.rows, kLossRows, [&](size_t begin, size_t end) {
    for (size_t row = begin; row < end; ++row) {
      const uint32_t label = k.labels[row];
      if (label >= k.cols) {
        k.loss[row] = kNaN;
        continue;
      }
      const float* x = k.logits + row * k.cols;
      const float largest = row_max(k.cols, x);
      k.loss[row] = std::log(exp_sum(k.cols, x, largest)) - (x[label] - largest);
    }
  });
}
