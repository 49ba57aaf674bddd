// What the batch norm kernels share, and group norm with them: tasks of neighbouring rows, loops over the channels of a
// task, and their moments.
#pragma once
#include <cstddef>

#include "lib/simd.h"

namespace skein::SKEIN_SIMD {

// Rows of one task. Its 32 KiB stay in the level 1 cache for a second pass, and no more
// than 256 values go into one float32 sum.
static inline size_t task_rows(size_t channels) {
  const size_t rows = 8192 / channels;
  return rows < 1 ? 1 : rows > 256 ? 256 : rows;
}

// Channels of one task when the results of `tasks` tasks are combined: few results are not worth sharing out.
static inline size_t finish_channels(size_t tasks) { return tasks > 8192 ? 1 : 8192 / tasks; }

// Neighbouring channels: W whole vectors, or with W = 0 the last one, of fewer lanes.
template <int W>
struct Channels {
  static constexpr int kVectors = W == 0 ? 1 : W;
  size_t first;
  int lanes;

  vf load(const float* row, int w) const {
    if constexpr (W == 0) return load_first(row + first, lanes);
    return SKEIN_SIMD::load(row + first + w * kLanes);
  }
  void store(float* row, int w, vf v) const {
    if constexpr (W == 0) return store_first(row + first, v, lanes);
    SKEIN_SIMD::store(row + first + w * kLanes, v);
  }
};

// body(Channels<W>) for all channels: four vectors of neighbours while they last, which make
// whole cache lines and independent sums, then fewer. A row of eight is taken whole: by halves each half skips every
// other piece of memory, which takes 1.2 to 1.8 times as long (64 channels at AVX2, 128 at AVX-512).
template <typename Body>
static inline void for_channels(size_t channels, Body&& body) {
  constexpr size_t kStep = kLanes;
  if (channels == 8 * kStep) return body(Channels<8>{0, kLanes});
  size_t c = 0;
  for (; c + 4 * kStep <= channels; c += 4 * kStep) body(Channels<4>{c, kLanes});
  if (c + 2 * kStep <= channels) {
    body(Channels<2>{c, kLanes});
    c += 2 * kStep;
  }
  if (c + kStep <= channels) {
    body(Channels<1>{c, kLanes});
    c += kStep;
  }
  if (c < channels) body(Channels<0>{c, static_cast<int>(channels - c)});
}

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
