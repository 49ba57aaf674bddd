// y = (x - mean) * rstd * gamma + beta, with the mean and deviation of a sample's group of channels.
// Twin of shaders/group_norm_forward.wgsl.
#include "params/group_norm_forward.h"

#include <cmath>

#include "kernel.h"
#include "lib/group_norm.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {
namespace {

using Tasks = GroupNormTasks<params::group_norm_forward>;

// Combines the moments of a group's tasks and channels in order (Chan, Golub and LeVeque 1979).
void finish_group(const params::group_norm_forward& k, const Tasks& tasks, const float* partial, size_t id,
                  size_t first) {
  const size_t sample = id / k.groups;
  const auto means_of = [&](size_t chunk) {
    return partial + 2 * (sample * tasks.chunks() + chunk) * k.channels + first;
  };
  const float shift = means_of(0)[0];
  double total = 0.0;
  for (size_t chunk = 0; chunk < tasks.chunks(); ++chunk) {
    const float* means = means_of(chunk);
    total += static_cast<double>(tasks.rows(chunk)) *
             row_sum(tasks.width(), [&](size_t i, int n) { return keep_first(load_first(means + i, n) - shift, n); });
  }
  const double mean = shift + total / tasks.group_size();
  double squares = 0.0;
  for (size_t chunk = 0; chunk < tasks.chunks(); ++chunk) {
    const float* means = means_of(chunk);
    const float rows = static_cast<float>(tasks.rows(chunk));
    const float centre = static_cast<float>(mean);
    squares += row_sum(tasks.width(), [&](size_t i, int n) {
      const vf difference = load_first(means + i, n) - centre;
      return keep_first(load_first(means + k.channels + i, n) + rows * difference * difference, n);
    });
  }
  k.stats[id] = static_cast<float>(mean);
  k.stats[k.batch * k.groups + id] = static_cast<float>(1.0 / std::sqrt(squares / tasks.group_size() + k.epsilon));
}

void normalize(const params::group_norm_forward& k, const Tasks& tasks, const GroupNormTask& task) {
  float* means = workspace(Slot::task, 2 * k.channels);
  float* rstds = means + k.channels;
  tasks.spread(k.stats, task.sample, means);
  tasks.spread(k.stats + k.batch * k.groups, task.sample, rstds);
  for_channels(k.channels, [&](auto part) {
    constexpr int W = decltype(part)::kVectors;
    vf mean[W], rstd[W], gamma[W], beta[W];
    for (int w = 0; w < W; ++w) {
      mean[w] = part.load(means, w);
      rstd[w] = part.load(rstds, w);
      gamma[w] = part.load(k.gamma, w);
      beta[w] = part.load(k.beta, w);
    }
    for (size_t r = 0; r < task.rows; ++r) {
      const size_t at = task.start + r * k.channels;
      for (int w = 0; w < W; ++w) {
        part.store(k.y + at, w, affine((part.load(k.x + at, w) - mean[w]) * rstd[w], gamma[w], beta[w]));
      }
    }
  });
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(group_norm_forward, k, pool) {
  const Tasks tasks(k);
  float* partial = workspace(Slot::partial, 2 * tasks.count() * k.channels);
  tasks.for_each(pool, false, [&](const GroupNormTask& task) {
    float* means = partial + 2 * task.index * k.channels;
    task_moments(k.x + task.start, task.rows, k.channels, means, means + k.channels);
  });
  tasks.for_groups(pool, [&](size_t id, size_t first) { finish_group(k, tasks, partial, id, first); });
  tasks.for_each(pool, true, [&](const GroupNormTask& task) { normalize(k, tasks, task); });
}
