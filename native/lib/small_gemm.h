// C = op(A) op(B) (+ bias) (+ C) for matrices that fit into the caches near a core: packing them, as lib/gemm.h
// does, would take about as long as the product.
//
// A is read in place, an element at a time, so that its transpose costs nothing. B is read in place where its rows
// are contiguous; a transposed B is turned round once, in panels of kPanel columns. The last vector of a row of B
// and C is masked. Threads may take blocks of C: one fork, where packing B ahead takes another. The sum over k runs in
// order, from zero: the same bits as lib/gemm.h for k <= kDepth.
#pragma once
#include <cstddef>

#include "lib/gemm.h"
#include "lib/simd.h"
#include "lib/sizes.h"

namespace skein::SKEIN_SIMD {

struct SmallProduct {
  size_t m, n, k;
  // Element (i, p) of op(A) is a[i * a_row + p * a_step].
  const float* a;
  size_t a_row, a_step;
  // Element (p, j) of op(B) is b[j / kPanel * b_panel + p * b_row + j % kPanel].
  const float* b;
  size_t b_row, b_panel;
  // One number per column, or null.
  const float* bias;
  float* c;
  size_t ldc;
  bool accumulate;
};

// kRows x kVectors vectors of C, whose upper left element is (row, column). The last vector has `lanes` lanes.
template <int kRows, int kVectors, bool kFull>
static void small_tile(const SmallProduct& s, size_t row, size_t column, int lanes) {
  const auto lanes_of = [&](int j) { return kFull || j + 1 < kVectors ? kLanes : lanes; };
  // A pointer for three rows: addresses then need no arithmetic (base, base + stride, base + 2 * stride).
  constexpr int kTriples = (kRows + 2) / 3;
  const float* a[kTriples];
#pragma GCC unroll 5
  for (int t = 0; t < kTriples; ++t) a[t] = s.a + (row + 3 * t) * s.a_row;
  const float* b = s.b + column / kPanel * s.b_panel;
  vf sums[kRows][kVectors] = {};
  for (size_t p = 0; p < s.k; ++p, b += s.b_row) {
    vf columns[kVectors];
#pragma GCC unroll 2
    for (int j = 0; j < kVectors; ++j) columns[j] = load_first(b + j * kLanes, lanes_of(j));
#pragma GCC unroll 14
    for (int i = 0; i < kRows; ++i) {
      const vf left = splat(a[i / 3][i % 3 * s.a_row]);
#pragma GCC unroll 2
      for (int j = 0; j < kVectors; ++j) sums[i][j] += left * columns[j];
    }
#pragma GCC unroll 5
    for (int t = 0; t < kTriples; ++t) a[t] += s.a_step;
  }
  float* c = s.c + row * s.ldc + column;
#pragma GCC unroll 2
  for (int j = 0; j < kVectors; ++j) {
    const vf add = s.bias ? load_first(s.bias + column + j * kLanes, lanes_of(j)) : nothing();
#pragma GCC unroll 14
    for (int i = 0; i < kRows; ++i) {
      float* at = c + i * s.ldc + j * kLanes;
      vf v = sums[i][j] + add;
      if (s.accumulate) v += load_first(at, lanes_of(j));
      store_first(at, v, lanes_of(j));
    }
  }
}

using SmallTile = void (*)(const SmallProduct& s, size_t row, size_t column, int lanes);

template <int kVectors, bool kFull>
static SmallTile small_tile_of(size_t rows) {
  static constexpr SmallTile tiles[] = {
      small_tile<1, kVectors, kFull>,  small_tile<2, kVectors, kFull>,  small_tile<3, kVectors, kFull>,
      small_tile<4, kVectors, kFull>,  small_tile<5, kVectors, kFull>,  small_tile<6, kVectors, kFull>,
#if defined(__AVX512F__) || defined(__aarch64__)
      small_tile<7, kVectors, kFull>,  small_tile<8, kVectors, kFull>,  small_tile<9, kVectors, kFull>,
      small_tile<10, kVectors, kFull>, small_tile<11, kVectors, kFull>, small_tile<12, kVectors, kFull>,
      small_tile<13, kVectors, kFull>, small_tile<14, kVectors, kFull>,
#endif
  };
  return tiles[rows - 1];
}

static inline SmallTile small_tile_of(size_t rows, size_t columns) {
  const bool full = columns % kLanes == 0;
  if (columns > kLanes) return full ? small_tile_of<2, true>(rows) : small_tile_of<2, false>(rows);
  return full ? small_tile_of<1, true>(rows) : small_tile_of<1, false>(rows);
}

// Rows [row, row_end) and columns [column, column_end) of C. They begin at multiples of panel_rows(m) and of kPanel.
struct SmallBlock {
  size_t row, row_end, column, column_end;
};

// Computes a block on the calling thread.
static inline void multiply_small(const SmallProduct& s, const SmallBlock& block) {
  const size_t height = panel_rows(s.m);
  for (size_t column = block.column; column < block.column_end; column += kPanel) {
    const size_t columns = smaller(kPanel, block.column_end - column);
    const int lanes = static_cast<int>((columns - 1) % kLanes) + 1;
    const SmallTile tile = small_tile_of(height, columns);
    size_t row = block.row;
    for (; row + height <= block.row_end; row += height) tile(s, row, column, lanes);
    if (row < block.row_end) small_tile_of(block.row_end - row, columns)(s, row, column, lanes);
  }
}

// Floats that pack_small_b writes.
static inline size_t small_b_floats(size_t n, size_t k) { return ceil_div(n, kPanel) * kPanel * k; }

// Turns B, stored [n, k], into panels [k, kPanel]: b_row is kPanel then, and b_panel k * kPanel.
static inline void pack_small_b(float* to, const float* b, size_t ldb, size_t n, size_t k) {
  for (size_t column = 0; column < n; column += kPanel, to += k * kPanel) {
    pack_transposed(to, kPanel, b + column * ldb, ldb, static_cast<int>(smaller(kPanel, n - column)), k);
  }
}

}  // namespace skein::SKEIN_SIMD
