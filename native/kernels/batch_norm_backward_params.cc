// With n = (x - mean) * rstd and g = dy, or 0 where relu = 1 and n * gamma + beta <= 0:
//   dgamma = sum over rows of g * n,  dbeta = sum over rows of g.
// Twin of shaders/batch_norm_backward_params.wgsl.
#include "params/batch_norm_backward_params.h"

#include "kernel.h"
#include "lib/batch_norm.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {
namespace {

void task_sums(const params::batch_norm_backward_params& k, size_t begin, size_t end, float* partial) {
  for_channels(k.channels, [&](auto part) {
    constexpr int W = decltype(part)::kVectors;
    vf mean[W], rstd[W], gamma[W], beta[W], gamma_sum[W] = {}, beta_sum[W] = {};
    for (int w = 0; w < W; ++w) {
      mean[w] = part.load(k.stats, w);
      rstd[w] = part.load(k.stats + k.channels, w);
      gamma[w] = part.load(k.gamma, w);
      beta[w] = part.load(k.beta, w);
    }
    for (size_t r = begin; r < end; ++r) {
      for (int w = 0; w < W; ++w) {
        const vf normal = (part.load(k.x + r * k.channels, w) - mean[w]) * rstd[w];
        const vf dy = part.load(k.dy + r * k.channels, w);
        const vf g = k.relu ? relu_gate(affine(normal, gamma[w], beta[w]), dy) : dy;
        gamma_sum[w] += g * normal;
        beta_sum[w] += g;
      }
    }
    for (int w = 0; w < W; ++w) {
      part.store(partial, w, gamma_sum[w]);
      part.store(partial + k.channels, w, beta_sum[w]);
    }
  });
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(batch_norm_backward_params, k, pool) {
  const size_t step = task_rows(k.channels);
  const size_t tasks = (k.rows + step - 1) / step;
  float* partial = workspace(Slot::partial, 2 * tasks * k.channels);
  pool.parallel_ranges(k.rows, step, [&](size_t begin, size_t end) {
    task_sums(k, begin, end, partial + 2 * (begin / step) * k.channels);
  });
  // In order and in double precision.
  pool.parallel_ranges(k.channels, finish_channels(tasks), [&](size_t begin, size_t end) {
    for (size_t channel = begin; channel < end; ++channel) {
      double gamma_sum = 0.0, beta_sum = 0.0;
      for (size_t task = 0; task < tasks; ++task) {
        gamma_sum += partial[2 * task * k.channels + channel];
        beta_sum += partial[(2 * task + 1) * k.channels + channel];
      }
      k.dgamma[channel] = static_cast<float>(gamma_sum);
      k.dbeta[channel] = static_cast<float>(beta_sum);
    }
  });
}
