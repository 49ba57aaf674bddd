// With n = (x - mean) * rstd and g = dy, or 0 where relu = 1 and n * gamma + beta <= 0:
//   dx = gamma * rstd * (g - dbeta / total - n * dgamma / total).
// Twin of shaders/batch_norm_backward_input.wgsl.
#include "params/batch_norm_backward_input.h"

#include "kernel.h"
#include "lib/batch_norm.h"

SKEIN_KERNEL(batch_norm_backward_input, k, pool) {
  const float total = static_cast<float>(k.total);
  pool.parallel_ranges(k.rows, task_rows(k.channels), [&](size_t begin, size_t end) {
    for_channels(k.channels, [&](auto part) {
      constexpr int W = decltype(part)::kVectors;
      vf mean[W], rstd[W], gamma[W], beta[W], mean_g[W], mean_gn[W];
      for (int w = 0; w < W; ++w) {
        mean[w] = part.load(k.stats, w);
        rstd[w] = part.load(k.stats + k.channels, w);
        gamma[w] = part.load(k.gamma, w);
        beta[w] = part.load(k.beta, w);
        mean_g[w] = part.load(k.dbeta, w) / total;
        mean_gn[w] = part.load(k.dgamma, w) / total;
      }
      for (size_t r = begin; r < end; ++r) {
        for (int w = 0; w < W; ++w) {
          const vf normal = (part.load(k.x + r * k.channels, w) - mean[w]) * rstd[w];
          const vf dy = part.load(k.dy + r * k.channels, w);
          const vf g = k.relu ? relu_gate(affine(normal, gamma[w], beta[w]), dy) : dy;
          part.store(k.dx + r * k.channels, w, gamma[w] * rstd[w] * (g - mean_g[w] - normal * mean_gn[w]));
        }
      }
    });
  });
}
