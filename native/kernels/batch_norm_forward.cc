// y = (x - mean) * rstd * gamma + beta, channel by channel, then max(0, y) with relu = 1.
// Twin of shaders/batch_norm_forward.wgsl.
#include "params/batch_norm_forward.h"

#include <cmath>

#include "kernel.h"
#include "lib/batch_norm.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {
namespace {

// Combines the tasks' moments in order (Chan, Golub and LeVeque 1979), in double precision.
void finish_channel(const params::batch_norm_forward& k, const float* partial, size_t step, size_t channel) {
  const auto task_size = [&](size_t begin) {
    return static_cast<double>(k.rows - begin < step ? k.rows - begin : step);
  };
  const double rows = k.rows;
  const float* first = partial + channel;
  double total = 0.0;
  for (size_t begin = 0, i = 0; begin < k.rows; begin += step, ++i) {
    total += task_size(begin) * first[2 * i * k.channels];
  }
  const double mean = total / rows;
  double squares = 0.0;
  for (size_t begin = 0, i = 0; begin < k.rows; begin += step, ++i) {
    const double difference = first[2 * i * k.channels] - mean;
    squares += first[(2 * i + 1) * k.channels] + task_size(begin) * difference * difference;
  }
  k.stats[channel] = static_cast<float>(mean);
  k.stats[k.channels + channel] = static_cast<float>(1.0 / std::sqrt(squares / rows + k.epsilon));
  const double unbiased = squares / (k.rows > 1 ? rows - 1.0 : 1.0);
  float* running = k.running + channel;
  running[0] += k.momentum * static_cast<float>(mean - running[0]);
  running[k.channels] += k.momentum * static_cast<float>(unbiased - running[k.channels]);
}

void normalize_rows(const params::batch_norm_forward& k, size_t begin, size_t end) {
  for_channels(k.channels, [&](auto part) {
    constexpr int W = decltype(part)::kVectors;
    vf mean[W], rstd[W], gamma[W], beta[W];
    for (int w = 0; w < W; ++w) {
      mean[w] = part.load(k.stats, w);
      rstd[w] = part.load(k.stats + k.channels, w);
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
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(batch_norm_forward, k, pool) {
  const size_t step = task_rows(k.channels);
  const size_t tasks = (k.rows + step - 1) / step;
  const auto end_of = [&](size_t task) { return k.rows - task * step < step ? k.rows : (task + 1) * step; };
  float* partial = workspace(Slot::partial, 2 * tasks * k.channels);
  pool.parallel_for(tasks, [&](size_t task) {
    float* means = partial + 2 * task * k.channels;
    task_moments(k.x + task * step * k.channels, end_of(task) - task * step, k.channels, means, means + k.channels);
  });
  pool.parallel_ranges(k.channels, finish_channels(tasks), [&](size_t begin, size_t end) {
    for (size_t channel = begin; channel < end; ++channel) finish_channel(k, partial, step, channel);
  });
  // Backwards: the rows read last are still in the cache.
  pool.parallel_for(tasks, [&](size_t i) {
    const size_t task = tasks - 1 - i;
    normalize_rows(k, task * step, end_of(task));
  });
}
