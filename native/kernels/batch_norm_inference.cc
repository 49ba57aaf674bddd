// y = (x - mean) / sqrt(variance + epsilon) * gamma + beta, channel by channel, then max(0, y) with relu = 1.
// Twin of shaders/batch_norm_inference.wgsl.
#include "params/batch_norm_inference.h"

#include <cmath>

#include "kernel.h"
#include "lib/batch_norm.h"
#include "lib/workspace.h"

SKEIN_KERNEL(batch_norm_inference, k, pool) {
  const float* variance = k.running + k.channels;
  float* rstds = workspace(Slot::partial, k.channels);
  for (size_t c = 0; c < k.channels; ++c) rstds[c] = 1.0f / std::sqrt(variance[c] + k.epsilon);
  pool.parallel_ranges(k.rows, task_rows(k.channels), [&](size_t begin, size_t end) {
    for_channels(k.channels, [&](auto part) {
      constexpr int W = decltype(part)::kVectors;
      vf mean[W], rstd[W], gamma[W], beta[W];
      for (int w = 0; w < W; ++w) {
        mean[w] = part.load(k.running, w);
        rstd[w] = part.load(rstds, w);
        gamma[w] = part.load(k.gamma, w);
        beta[w] = part.load(k.beta, w);
      }
      for (size_t r = begin; r < end; ++r) {
        for (int w = 0; w < W; ++w) {
          const vf normal = (part.load(k.x + r * k.channels, w) - mean[w]) * rstd[w];
          const vf y = affine(normal, gamma[w], beta[w]);
          part.store(k.y + r * k.channels, w, k.relu ? relu_gate(y, y) : y);
        }
      }
    });
  });
}
