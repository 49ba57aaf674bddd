// The micro-kernels of convolution: a few pixels at a time, whose windows are read where they lie.
#pragma once
#include <cstddef>

#include "lib/gemm.h"

namespace skein::SKEIN_SIMD {

// `rows` times `runs` runs of `run` floats, and the distances from one row or run to the next, of the source and
// of the weights. A row is one run where its taps are neighbours and see all channels.
struct Window {
  size_t rows, runs, run;
  size_t row_stride, run_stride;
  size_t row_weights, run_weights;
};

// A window of one run.
[[maybe_unused]] static Window one_run(size_t run) { return {1, 1, run, 0, 0, 0, 0}; }

// The least and the largest value of a result; null where it may have any.
struct Limits {
  float low, high;
};

// NaN stays.
static inline vf limited(vf v, const Limits& limits) { return min(splat(limits.high), max(splat(limits.low), v)); }

using WindowKernel = void (*)(const float* const* from, const Window& window, const float* weights, const float* bias,
                              const Limits* limits, float* const* to, int columns);

// to[i][0 .. columns) = bias + window at from[i] * weights, kPanel for each float of a window, for kRows pixels.
template <int kRows, int kVectors, bool kOneRun>
static void window_kernel(const float* const* from, const Window& window, const float* weights, const float* bias,
                          const Limits* limits, float* const* to, int columns) {
  vf sums[kRows][kVectors];
#pragma GCC unroll 14
  for (int i = 0; i < kRows; ++i) {
#pragma GCC unroll 2
    for (int j = 0; j < kVectors; ++j) {
      sums[i][j] = load(bias + j * kLanes);
      // The output is written once the window is read: until then the lines are on their way.
      __builtin_prefetch(to[i] + j * kLanes, 1);
    }
  }
  for (size_t row = 0; row < window.rows; ++row) {
    for (size_t r = 0; r < (kOneRun ? 1 : window.runs); ++r) {
      const float* at[kRows];
#pragma GCC unroll 14
      for (int i = 0; i < kRows; ++i) at[i] = from[i] + row * window.row_stride + r * window.run_stride;
      const float* columns_at = weights + row * window.row_weights + r * window.run_weights;
      for (size_t p = 0; p < window.run; ++p) {
        vf columns_of[kVectors];
#pragma GCC unroll 2
        for (int j = 0; j < kVectors; ++j) columns_of[j] = load(columns_at + j * kLanes);
#pragma GCC unroll 14
        for (int i = 0; i < kRows; ++i) {
#pragma GCC unroll 2
          for (int j = 0; j < kVectors; ++j) sums[i][j] += splat(at[i][p]) * columns_of[j];
        }
        columns_at += kPanel;
      }
    }
  }
  if (limits) {
#pragma GCC unroll 14
    for (int i = 0; i < kRows; ++i) {
#pragma GCC unroll 2
      for (int j = 0; j < kVectors; ++j) sums[i][j] = limited(sums[i][j], *limits);
    }
  }
#pragma GCC unroll 2
  for (int j = 0; j < kVectors; ++j) {
    const int lanes = columns - j * kLanes < kLanes ? columns - j * kLanes : kLanes;
#pragma GCC unroll 14
    for (int i = 0; i < kRows; ++i) {
      if (lanes == kLanes) store(to[i] + j * kLanes, sums[i][j]);
      else store_first(to[i] + j * kLanes, sums[i][j], lanes);
    }
  }
}

// The kernels for 1 .. kMaxRows rows and one or two vectors of columns. Rows of one run have their own: a loop around
// runs of a few floats takes a third of their time.
template <int kVectors, bool kOneRun>
static WindowKernel window_kernel_of(size_t rows) {
  static constexpr WindowKernel kernels[] = {
      window_kernel<1, kVectors, kOneRun>,  window_kernel<2, kVectors, kOneRun>,  window_kernel<3, kVectors, kOneRun>,
      window_kernel<4, kVectors, kOneRun>,  window_kernel<5, kVectors, kOneRun>,  window_kernel<6, kVectors, kOneRun>,
#if defined(__AVX512F__) || defined(__aarch64__)
      window_kernel<7, kVectors, kOneRun>,  window_kernel<8, kVectors, kOneRun>,  window_kernel<9, kVectors, kOneRun>,
      window_kernel<10, kVectors, kOneRun>, window_kernel<11, kVectors, kOneRun>, window_kernel<12, kVectors, kOneRun>,
      window_kernel<13, kVectors, kOneRun>, window_kernel<14, kVectors, kOneRun>,
#endif
  };
  return kernels[rows - 1];
}

static inline WindowKernel window_kernel_of(size_t rows, bool wide, bool one_run) {
  if (one_run) return wide ? window_kernel_of<2, true>(rows) : window_kernel_of<1, true>(rows);
  return wide ? window_kernel_of<2, false>(rows) : window_kernel_of<1, false>(rows);
}

// Pixels that one call of depthwise_kernel has at the most.
constexpr int kDepthwiseRows = 4;

// to[i][0 .. columns) = bias + the same channels of the window at from[i] * weights, channel by channel.
template <int kRows, int kVectors, bool kFull>
static void depthwise_kernel(const float* const* from, const Window& window, const float* weights, const float* bias,
                             const Limits* limits, float* const* to, int columns) {
  const int rest = columns - (kVectors - 1) * kLanes;
  const auto lanes_of = [&](int j) { return kFull || j + 1 < kVectors ? kLanes : rest; };
  vf sums[kRows][kVectors];
#pragma GCC unroll 4
  for (int i = 0; i < kRows; ++i) {
#pragma GCC unroll 2
    for (int j = 0; j < kVectors; ++j) sums[i][j] = load(bias + j * kLanes);
  }
  // Pixels in a line that see three taps each share most of what they see: kRows + 2 loads, not 3 * kRows.
  bool in_line = kFull && window.runs == 3;
  for (int i = 1; i < kRows; ++i) in_line &= from[i] == from[i - 1] + window.run_stride;
  for (size_t row = 0; in_line && row < window.rows; ++row) {
    const float* weights_at = weights + row * window.row_weights;
#pragma GCC unroll 2
    for (int j = 0; j < kVectors; ++j) {
      const float* at = from[0] + row * window.row_stride + j * kLanes;
      vf columns_of[3];
#pragma GCC unroll 3
      for (int r = 0; r < 3; ++r) columns_of[r] = load(weights_at + r * window.run_weights + j * kLanes);
#pragma GCC unroll 6
      for (int i = 0; i < kRows + 2; ++i) {
        const vf pixel = in_register(load(at + i * window.run_stride));
#pragma GCC unroll 3
        for (int r = 0; r < 3; ++r) {
          if (i - r >= 0 && i - r < kRows) sums[i - r][j] += pixel * columns_of[r];
        }
      }
    }
  }
  for (size_t row = 0; !in_line && row < window.rows; ++row) {
    for (size_t r = 0; r < window.runs; ++r) {
      const size_t at = row * window.row_stride + r * window.run_stride;
      const float* weights_at = weights + row * window.row_weights + r * window.run_weights;
      vf columns_of[kVectors];
#pragma GCC unroll 2
      for (int j = 0; j < kVectors; ++j) columns_of[j] = load(weights_at + j * kLanes);
#pragma GCC unroll 4
      for (int i = 0; i < kRows; ++i) {
#pragma GCC unroll 2
        for (int j = 0; j < kVectors; ++j)
          sums[i][j] += load_first(from[i] + at + j * kLanes, lanes_of(j)) * columns_of[j];
      }
    }
  }
  if (limits) {
#pragma GCC unroll 4
    for (int i = 0; i < kRows; ++i) {
#pragma GCC unroll 2
      for (int j = 0; j < kVectors; ++j) sums[i][j] = limited(sums[i][j], *limits);
    }
  }
#pragma GCC unroll 4
  for (int i = 0; i < kRows; ++i) {
#pragma GCC unroll 2
    for (int j = 0; j < kVectors; ++j) store_first(to[i] + j * kLanes, sums[i][j], lanes_of(j));
  }
}

template <int kVectors, bool kFull>
static WindowKernel depthwise_kernel_of(size_t rows) {
  static constexpr WindowKernel kernels[] = {
      depthwise_kernel<1, kVectors, kFull>,
      depthwise_kernel<2, kVectors, kFull>,
      depthwise_kernel<3, kVectors, kFull>,
      depthwise_kernel<4, kVectors, kFull>,
  };
  return kernels[rows - 1];
}

}  // namespace skein::SKEIN_SIMD
