// What the batch norm kernels share, and group norm with them: tasks of neighbouring rows, their moments and sums.
#pragma once
#include <cmath>
#include <cstddef>

#include "lib/channels.h"
#include "pool.h"

namespace skein::SKEIN_SIMD {

// Rows of one task. Its 32 KiB stay in the level 1 cache for a second pass, and no more
// than 256 values go into one float32 sum.
static inline size_t task_rows(size_t channels) {
  const size_t rows = 8192 / channels;
  return rows < 1 ? 1 : rows > 256 ? 256 : rows;
}

// Channels of one task when the results of `tasks` tasks are combined: few results are not worth sharing out.
static inline size_t finish_channels(size_t tasks) { return tasks > 8192 ? 1 : 8192 / tasks; }

// Each channel's mean over the rows, and its sum of squared deviations from that.
static inline void task_moments(const float* x, size_t rows, size_t channels, float* means, float* squares) {
  for_channels(channels, [&](auto part) {
    constexpr int W = decltype(part)::kVectors;
    vf first[W], mean[W] = {}, square[W] = {};
    // Sums of differences keep the digits of a mean far from zero.
    for (int w = 0; w < W; ++w) first[w] = part.load(x, w);
    for (size_t r = 1; r < rows; ++r) {
      for (int w = 0; w < W; ++w) mean[w] += part.load(x + r * channels, w) - first[w];
    }
    for (int w = 0; w < W; ++w) mean[w] = first[w] + mean[w] / static_cast<float>(rows);
    for (size_t r = 0; r < rows; ++r) {
      for (int w = 0; w < W; ++w) {
        const vf centred = part.load(x + r * channels, w) - mean[w];
        square[w] += centred * centred;
      }
    }
    for (int w = 0; w < W; ++w) {
      part.store(means, w, mean[w]);
      part.store(squares, w, square[w]);
    }
  });
}

// Of `rows` rows.
struct Moments {
  double rows;
  double mean;
  double squares;  // Sum of squared deviations from the mean.
};

// Combines the moments of tasks of `step` rows in order (Chan, Golub and LeVeque 1979), in double precision. A task's
// mean is at `first`, its squares are `channels` floats further, and the next task's mean after as many again.
static inline Moments combine_tasks(const float* first, size_t rows, size_t step, size_t channels) {
  const auto task_size = [&](size_t begin) { return static_cast<double>(rows - begin < step ? rows - begin : step); };
  double total = 0.0;
  for (size_t begin = 0, i = 0; begin < rows; begin += step, ++i) {
    total += task_size(begin) * first[2 * i * channels];
  }
  const double mean = total / static_cast<double>(rows);
  double squares = 0.0;
  for (size_t begin = 0, i = 0; begin < rows; begin += step, ++i) {
    const double difference = first[2 * i * channels] - mean;
    squares += first[(2 * i + 1) * channels] + task_size(begin) * difference * difference;
  }
  return {static_cast<double>(rows), mean, squares};
}

// Writes a channel's statistics, and moves its running ones.
template <typename Params>
static inline void write_statistics(const Params& k, size_t channel, const Moments& of) {
  k.stats[channel] = static_cast<float>(of.mean);
  k.stats[k.channels + channel] = static_cast<float>(1.0 / std::sqrt(of.squares / of.rows + k.epsilon));
  const double unbiased = of.squares / (of.rows > 1.0 ? of.rows - 1.0 : 1.0);
  float* running = k.running + channel;
  running[0] += k.momentum * static_cast<float>(of.mean - running[0]);
  running[k.channels] += k.momentum * static_cast<float>(unbiased - running[k.channels]);
}

// Forward and backward kernels must agree on what relu lets through, to the bit.
static inline vf affine(vf normal, vf gamma, vf beta) { return normal * gamma + beta; }

// NaN passes.
static inline vf relu_gate(vf before, vf value) { return select(before <= 0.0f, vf{}, value); }

template <typename Params>
static inline void normalize_rows(const Params& k, size_t begin, size_t end) {
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

// Backwards: the moments have just been taken, and the rows read last are still in the cache.
template <typename Params>
static inline void normalize_backwards(const Params& k, Pool& pool) {
  const size_t step = task_rows(k.channels);
  const size_t tasks = (k.rows + step - 1) / step;
  pool.parallel_for(tasks, [&](size_t i) {
    const size_t begin = (tasks - 1 - i) * step;
    normalize_rows(k, begin, k.rows - begin < step ? k.rows : begin + step);
  });
}

// Sums over rows of g * n, then of g: with n = (x - mean) * rstd, g = dy, or 0 where relu = 1 and n * gamma + beta <=
// 0.
template <typename Params>
static inline void task_sums(const Params& k, size_t begin, size_t end, float* partial) {
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

// Adds the sums of tasks in order and in double precision; they lie as the moments of `combine_tasks`.
static inline void add_tasks(const float* first, size_t tasks, size_t channels, float& dgamma, float& dbeta) {
  double gamma_sum = 0.0, beta_sum = 0.0;
  for (size_t task = 0; task < tasks; ++task) {
    gamma_sum += first[2 * task * channels];
    beta_sum += first[(2 * task + 1) * channels];
  }
  dgamma = static_cast<float>(gamma_sum);
  dbeta = static_cast<float>(beta_sum);
}

}  // namespace skein::SKEIN_SIMD
