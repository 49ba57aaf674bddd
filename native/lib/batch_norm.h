// What the batch norm kernels share, and group norm with them: tasks of neighbouring rows, and their moments.
#pragma once
#include <cstddef>

#include "lib/channels.h"

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

// Forward and backward kernels must agree on what relu lets through, to the bit.
static inline vf affine(vf normal, vf gamma, vf beta) { return normal * gamma + beta; }

// NaN passes.
static inline vf relu_gate(vf before, vf value) { return select(before <= 0.0f, vf{}, value); }

}  // namespace skein::SKEIN_SIMD
