// Panels of A and B, packed in the order in which micro-kernels read them, and the micro-kernels, which multiply a
// panel of A with one of B and keep the tile of C in registers. gemm.h makes whole products of them.
#pragma once
#include <cstddef>
#include <utility>

#include "lib/simd.h"
#include "lib/transpose.h"

namespace skein::SKEIN_SIMD {

// Added to any number it leaves that number, -0 too: for products without bias, whose tiles may be stored as they are.
static inline vf nothing() { return splat(-0.0f); }

// Rows of a tile: as many as leave registers for two vectors of B and a broadcast.
#if defined(__AVX512F__) || defined(__aarch64__)
constexpr int kMaxRows = 14;
#else
constexpr int kMaxRows = 6;
#endif
// Columns of a tile.
constexpr int kPanel = 2 * kLanes;
// Columns of the next B panel that each A panel has fetched: all of it after the panels of a task (kTaskRowPanels).
constexpr int kAhead = kPanel / 8;
// Depth of a block over k: a B panel and an A panel of this depth share the first-level cache.
constexpr size_t kDepth = 256;

using MicroKernel = void (*)(size_t depth, const float* a, size_t a_stride, const float* b, const float* ahead,
                             float* tile, size_t tile_stride, bool add);

// tile [kRows][kPanel] = (add ? tile : 0) + A panel * B panel [depth][kPanel]. The tile's rows are tile_stride apart.
// The A panel is packed, [depth][kRows], or lies in place, [kRows][depth] with rows a_stride apart. Meanwhile kAhead
// floats for each k are fetched from `ahead`, which the processor does not foresee: 3 to 5 % where B comes from the
// last-level cache.
template <int kRows, int kVectors, bool kInPlace>
static void micro_kernel(size_t depth, const float* a, size_t a_stride, const float* b, const float* ahead, float* tile,
                         size_t tile_stride, bool add) {
  const size_t row = kInPlace ? a_stride : 1, step = kInPlace ? 1 : kRows;
  vf sums[kRows][kVectors] = {};
  for (size_t p = 0; p < depth; ++p) {
    __builtin_prefetch(ahead);
    ahead += kAhead;
    vf columns[kVectors];
#pragma GCC unroll 2
    for (int j = 0; j < kVectors; ++j) columns[j] = load(b + j * kLanes);
#pragma GCC unroll 14
    for (int i = 0; i < kRows; ++i) {
#pragma GCC unroll 2
      for (int j = 0; j < kVectors; ++j) sums[i][j] += splat(a[i * row]) * columns[j];
    }
    a += step;
    b += kPanel;
  }
#pragma GCC unroll 14
  for (int i = 0; i < kRows; ++i, tile += tile_stride) {
    // Each row's address from the last one's. GCC otherwise computes and spills all of them: 3 % where k is 28.
    asm("" : "+r"(tile));
#pragma GCC unroll 2
    for (int j = 0; j < kVectors; ++j) {
      float* at = tile + j * kLanes;
      store(at, add ? load(at) + sums[i][j] : sums[i][j]);
    }
  }
}

template <int kVectors, bool kInPlace, int... kRow>
static MicroKernel micro_kernel_of(int rows, std::integer_sequence<int, kRow...>) {
  static constexpr MicroKernel kernels[] = {micro_kernel<kRow + 1, kVectors, kInPlace>...};
  return kernels[rows - 1];
}

// The micro-kernel for so many rows and for more than one vector of columns, or one.
static inline MicroKernel micro_kernel_of(int rows, bool wide, bool in_place) {
  constexpr std::make_integer_sequence<int, kMaxRows> all;
  if (in_place) return wide ? micro_kernel_of<2, true>(rows, all) : micro_kernel_of<1, true>(rows, all);
  return wide ? micro_kernel_of<2, false>(rows, all) : micro_kernel_of<1, false>(rows, all);
}

// The row count of A's panels: m cut into equal panels, rather than full ones and a small rest.
static inline int panel_rows(size_t m) {
  const size_t panels = (m + kMaxRows - 1) / kMaxRows;
  return static_cast<int>((m + panels - 1) / panels);
}

// Packs a matrix whose elements along k are `stride` apart and whose rows (columns) lie side by side. Vectors are
// stored whole, so that up to kLanes - 1 floats behind the packed ones are overwritten, here and below.
static inline void pack_side_by_side(float* to, int width, const float* from, size_t stride, int rows, size_t count) {
  for (size_t p = 0; p < count; ++p, from += stride, to += width) {
    // The processor does not foresee strides of half a page.
    __builtin_prefetch(from + 2 * kLanes * stride);
    for (int i = 0; i < width; i += kLanes) {
      const int present = rows - i < 0 ? 0 : rows - i < kLanes ? rows - i : kLanes;
      const vf v = present == kLanes ? load(from + i) : load_first(from + i, present);
      store(to + i, v);
    }
  }
}

// Packs a matrix whose rows (columns) are `stride` apart and contiguous along k.
static inline void pack_transposed(float* to, int width, const float* from, size_t stride, int rows, size_t count) {
  for (size_t p = 0; p < count; p += kLanes) {
    const int depth = count - p < kLanes ? static_cast<int>(count - p) : kLanes;
    for (int i = 0; i < width; i += kLanes) {
      vf block[kLanes];
      for (int r = 0; r < kLanes; ++r) {
        block[r] = i + r >= rows     ? vf{}
                   : depth == kLanes ? load(from + (i + r) * stride + p)
                                     : load_first(from + (i + r) * stride + p, depth);
      }
      transpose(block);
      const int lanes = width - i < kLanes ? width - i : kLanes;
      float* at = to + p * width + i;
      // The second vector of a group must not overwrite the first one of the next.
      if (i > 0 && lanes < kLanes) {
        for (int q = 0; q < depth; ++q) store_first(at + q * width, block[q], lanes);
      } else {
        for (int q = 0; q < depth; ++q) store(at + q * width, block[q]);
      }
    }
  }
}

}  // namespace skein::SKEIN_SIMD
