// With n = (x - mean) * rstd and g = dy * gamma, and means over a sample's group of channels:
//   dx = rstd * (g - mean(g) - n * mean(g * n)),  dgamma = sum of dy * n,  dbeta = sum of dy.
// Twin of shaders/group_norm_backward.wgsl.
#include "params/group_norm_backward.h"

#include "kernel.h"
#include "lib/group_norm.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {
namespace {

using Tasks = GroupNormTasks<params::group_norm_backward>;

// Means and reciprocal deviations for each channel of a task's sample.
void spread_stats(const params::group_norm_backward& k, const Tasks& tasks, size_t sample, float* to) {
  tasks.spread(k.stats, sample, to);
  tasks.spread(k.stats + k.batch * k.groups, sample, to + k.channels);
}

// Sums of dy * n and of dy over the rows of a task.
void task_sums(const params::group_norm_backward& k, const Tasks& tasks, const GroupNormTask& task, float* sums) {
  float* stats = workspace(Slot::task, 4 * k.channels);
  spread_stats(k, tasks, task.sample, stats);
  for_channels(k.channels, [&](auto part) {
    constexpr int W = decltype(part)::kVectors;
    vf mean[W], rstd[W], gamma_sum[W] = {}, beta_sum[W] = {};
    for (int w = 0; w < W; ++w) {
      mean[w] = part.load(stats, w);
      rstd[w] = part.load(stats + k.channels, w);
    }
    for (size_t r = 0; r < task.rows; ++r) {
      const size_t at = task.start + r * k.channels;
      for (int w = 0; w < W; ++w) {
        const vf dy = part.load(k.dy + at, w);
        gamma_sum[w] += dy * ((part.load(k.x + at, w) - mean[w]) * rstd[w]);
        beta_sum[w] += dy;
      }
    }
    for (int w = 0; w < W; ++w) {
      part.store(sums, w, gamma_sum[w]);
      part.store(sums + k.channels, w, beta_sum[w]);
    }
  });
}

// Means of g * n and of g over a group.
void group_means(const params::group_norm_backward& k, const Tasks& tasks, const float* partial, size_t id,
                 size_t first, float* mean_gn, float* mean_g) {
  double sum_gn = 0.0, sum_g = 0.0;
  for (size_t chunk = 0; chunk < tasks.chunks(); ++chunk) {
    const float* sums = partial + 2 * (id / k.groups * tasks.chunks() + chunk) * k.channels + first;
    const auto weighted = [&](const float* values) {
      return row_sum(tasks.width(),
                     [&](size_t i, int n) { return load_first(values + i, n) * load_first(k.gamma + first + i, n); });
    };
    sum_gn += weighted(sums);
    sum_g += weighted(sums + k.channels);
  }
  mean_gn[id] = static_cast<float>(sum_gn / tasks.group_size());
  mean_g[id] = static_cast<float>(sum_g / tasks.group_size());
}

void task_input(const params::group_norm_backward& k, const Tasks& tasks, const GroupNormTask& task,
                const float* mean_gn, const float* mean_g) {
  float* stats = workspace(Slot::task, 4 * k.channels);
  spread_stats(k, tasks, task.sample, stats);
  tasks.spread(mean_gn, task.sample, stats + 2 * k.channels);
  tasks.spread(mean_g, task.sample, stats + 3 * k.channels);
  for_channels(k.channels, [&](auto part) {
    constexpr int W = decltype(part)::kVectors;
    vf mean[W], rstd[W], gn[W], g[W], gamma[W];
    for (int w = 0; w < W; ++w) {
      mean[w] = part.load(stats, w);
      rstd[w] = part.load(stats + k.channels, w);
      gn[w] = part.load(stats + 2 * k.channels, w);
      g[w] = part.load(stats + 3 * k.channels, w);
      gamma[w] = part.load(k.gamma, w);
    }
    for (size_t r = 0; r < task.rows; ++r) {
      const size_t at = task.start + r * k.channels;
      for (int w = 0; w < W; ++w) {
        const vf normal = (part.load(k.x + at, w) - mean[w]) * rstd[w];
        part.store(k.dx + at, w, rstd[w] * (part.load(k.dy + at, w) * gamma[w] - g[w] - normal * gn[w]));
      }
    }
  });
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(group_norm_backward, k, pool) {
  const Tasks tasks(k);
  const size_t groups = k.batch * k.groups;
  float* partial = workspace(Slot::partial, 2 * (tasks.count() * k.channels + groups));
  float* mean_gn = partial + 2 * tasks.count() * k.channels;
  float* mean_g = mean_gn + groups;
  tasks.for_each(pool, false,
                 [&](const GroupNormTask& task) { task_sums(k, tasks, task, partial + 2 * task.index * k.channels); });
  tasks.for_groups(pool, [&](size_t id, size_t first) { group_means(k, tasks, partial, id, first, mean_gn, mean_g); });
  // In order and in double precision.
  pool.parallel_ranges(k.channels, finish_channels(tasks.count()), [&](size_t begin, size_t end) {
    for (size_t channel = begin; channel < end; ++channel) {
      double gamma_sum = 0.0, beta_sum = 0.0;
      for (size_t task = 0; task < tasks.count(); ++task) {
        gamma_sum += partial[2 * task * k.channels + channel];
        beta_sum += partial[(2 * task + 1) * k.channels + channel];
      }
      k.dgamma[channel] = static_cast<float>(gamma_sum);
      k.dbeta[channel] = static_cast<float>(beta_sum);
    }
  });
  tasks.for_each(pool, true, [&](const GroupNormTask& task) { task_input(k, tasks, task, mean_gn, mean_g); });
}
