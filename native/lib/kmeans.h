// What k-means kernels share: tiles of rows against panels of points packed side by side.
#pragma once
#include <cstddef>
#include <cstdint>

#include "lib/gemm.h"
#include "lib/reduce.h"
#include "lib/simd.h"
#include "lib/sizes.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {

// Rows of a tile: with two vectors of points as many sums as leave registers to load into.
#if defined(__AVX512F__) || defined(__aarch64__)
constexpr int kTileRows = 12;
#else
constexpr int kTileRows = 6;
#endif

// Floats of a cache line.
constexpr size_t kLineFloats = 16;

// `count` points (rows of `cols` floats, given by pointer_of(i); null is the origin) as panels of kPanel points: for
// each column the panel's points side by side, zeros past the last. Returns the shared workspace.
template <typename PointerOf>
static float* pack_points(Pool& pool, size_t count, size_t cols, const PointerOf& pointer_of) {
  float* panels = workspace(Slot::shared_panels, ceil_div(count, kPanel) * kPanel * cols);
  pool.parallel_for(ceil_div(count, kPanel), [&](size_t panel) {
    float* to = panels + panel * kPanel * cols;
    for (size_t c = 0; c < cols; c += kLanes) {
      const int depth = static_cast<int>(smaller(kLanes, cols - c));
      for (int i = 0; i < kPanel; i += kLanes) {
        vf block[kLanes];
        for (int r = 0; r < kLanes; ++r) {
          const size_t point = panel * kPanel + i + r;
          const float* from = point < count ? pointer_of(point) : nullptr;
          block[r] = from ? load_first(from + c, depth) : vf{};
        }
        transpose(block);
        for (int d = 0; d < depth; ++d) store(to + (c + d) * kPanel + i, block[d]);
      }
    }
  });
  return panels;
}

// For kTileRows rows of x, of which those past `rows` repeat the last, and each of kVectors vectors of
// points: sum = step(sum, splat of x, points) over the columns, from start(vector), handed to
// use(row, sums of all vectors). Rows from `next` on, if any, are fetched into the cache meanwhile.
template <int kVectors, typename Start, typename Step, typename Use>
static void tile_sums(const float* x, size_t cols, int rows, const float* panel, const float* next, const Start& start,
                      const Step& step, const Use& use) {
  const float* row[kTileRows];
  for (int i = 0; i < kTileRows; ++i) row[i] = x + (i < rows ? i : rows - 1) * cols;
  vf sums[kTileRows][kVectors];
#pragma GCC unroll 12
  for (int i = 0; i < kTileRows; ++i) {
#pragma GCC unroll 2
    for (int j = 0; j < kVectors; ++j) sums[i][j] = start(j);
  }
  for (size_t block = 0; block < cols; block += kLineFloats) {
    const size_t end = smaller(cols, block + kLineFloats);
    if (next) {
      for (int i = 0; i < kTileRows; ++i) __builtin_prefetch(next + i * cols + block);
    }
    for (size_t c = block; c < end; ++c) {
      vf points[kVectors];
#pragma GCC unroll 2
      for (int j = 0; j < kVectors; ++j) points[j] = load(panel + c * kPanel + j * kLanes);
#pragma GCC unroll 12
      for (int i = 0; i < kTileRows; ++i) {
        const vf value = splat(row[i][c]);
#pragma GCC unroll 2
        for (int j = 0; j < kVectors; ++j) sums[i][j] = step(sums[i][j], value, points[j]);
      }
    }
  }
#pragma GCC unroll 12
  for (int i = 0; i < kTileRows; ++i) use(i, sums[i]);
}

// Lane i of the result is the sum over vectors[i]'s lanes.
static inline vf sums_of(vf (&vectors)[kLanes]) {
  transpose(vectors);
#pragma GCC unroll 4
  for (int width = kLanes / 2; width > 0; width /= 2) {
#pragma GCC unroll 8
    for (int i = 0; i < width; ++i) vectors[i] += vectors[i + width];
  }
  return vectors[0];
}

}  // namespace skein::SKEIN_SIMD
