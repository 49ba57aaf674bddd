// What k-means kernels share: tiles of rows against panels of points packed side by side.
#pragma once
#include <cstddef>
#include <cstdint>

#include "lib/gemm.h"
#include "lib/reduce.h"
#include "lib/simd.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {

// Rows of a tile: with two vectors of points as many sums as leave registers to load into.
#if defined(__AVX512F__) || defined(__aarch64__)
constexpr int kTileRows = 12;
#else
constexpr int kTileRows = 6;
#endif

// `count` points (rows of `cols` floats, given by pointer_of(i)) as panels of kPanel points: for
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
          block[r] = point < count ? load_first(pointer_of(point) + c, depth) : vf{};
        }
        transpose(block);
        for (int d = 0; d < depth; ++d) store(to + (c + d) * kPanel + i, block[d]);
      }
    }
  });
  return panels;
}

// sums[row][vector] over the columns of step(sum, splat of x, vector of points), for kTileRows rows
// of x, of which those past `rows` repeat the last.
template <int kVectors, typename Step, typename Use>
static void tile_sums(const float* x, size_t cols, int rows, const float* panel, const Step& step,
                      const Use& use) {
  const float* row[kTileRows];
  for (int i = 0; i < kTileRows; ++i) row[i] = x + (i < rows ? i : rows - 1) * cols;
  vf sums[kTileRows][kVectors] = {};
  for (size_t c = 0; c < cols; ++c) {
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
#pragma GCC unroll 12
  for (int i = 0; i < kTileRows; ++i) {
#pragma GCC unroll 2
    for (int j = 0; j < kVectors; ++j) use(i, j, sums[i][j]);
  }
}

}  // namespace skein::SKEIN_SIMD
