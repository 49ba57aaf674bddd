// Moving floats at memory speed: contiguous runs, and blocks of a matrix that change rows for columns.
#pragma once
#include <cstddef>
#include <cstdint>

#include "lib/reduce.h"
#include "lib/stream.h"
#include "lib/transpose.h"

namespace skein::SKEIN_SIMD {

// A copy of more floats than this leaves no common last-level cache room for what is read next.
constexpr size_t kStreamedCopy = size_t{4} << 20;
// Floats of a cache line.
constexpr size_t kLine = 16;
// Rows and columns of a block that is turned round in one go: four lines each way, so that memory
// is read and written in runs, and the block fits into the first-level cache.
constexpr size_t kBlock = 64;

// Copies `count` floats. `streams`: whole cache lines of y pass the caches; call stream_fence() afterwards.
static inline void copy_floats(const float* x, float* y, size_t count, bool streams) {
  if (!streams) return for_row(count, [&](size_t i, int n) { store_first(y + i, load_first(x + i, n), n); });
  size_t i = (kLine - reinterpret_cast<uintptr_t>(y) / sizeof(float) % kLine) % kLine;
  if (i > count) i = count;
  for_row(i, [&](size_t j, int n) { store_first(y + j, load_first(x + j, n), n); });
  for (; i + kLine <= count; i += kLine) {
    for (size_t j = i; j < i + kLine; j += kLanes) stream(y + j, load(x + j));
  }
  for_row(count - i, [&](size_t j, int n) { store_first(y + i + j, load_first(x + i + j, n), n); });
}

// to[c * to_stride + r] = x[r * x_stride + c] for rows x columns, by way of kLanes x kLanes floats in registers.
static inline void transpose_floats(const float* x, size_t x_stride, size_t columns, float* to, size_t to_stride,
                                    size_t rows) {
  for_row(rows, [&](size_t r, int height) {
    for_row(columns, [&](size_t c, int width) {
      const float* from = x + r * x_stride + c;
      vf tile[kLanes];
      if (height == kLanes) {
#pragma GCC unroll 16
        for (int i = 0; i < kLanes; ++i) tile[i] = load_first(from + i * x_stride, width);
      } else {
        for (int i = 0; i < kLanes; ++i) tile[i] = i < height ? load_first(from + i * x_stride, width) : vf{};
      }
      transpose(tile);
      float* at = to + c * to_stride + r;
      if (width == kLanes) {
#pragma GCC unroll 16
        for (int j = 0; j < kLanes; ++j) store_first(at + j * to_stride, tile[j], height);
      } else {
        for (int j = 0; j < width; ++j) store_first(at + j * to_stride, tile[j], height);
      }
    });
  });
}

// kBlock floats of each row into the second-level cache.
static inline void fetch_rows(const float* x, size_t stride, size_t rows) {
  for (size_t r = 0; r < rows; ++r) {
    for (size_t c = 0; c < kBlock; c += kLine) __builtin_prefetch(x + r * stride + c, 0, 2);
  }
}

// y[c * y_stride + r] = x[r * x_stride + c] for up to kBlock rows and columns. `streams` as for copy_floats.
static inline void transpose_block(const float* x, size_t x_stride, size_t columns, float* y, size_t y_stride,
                                   size_t rows, bool streams) {
  if (!streams) return transpose_floats(x, x_stride, columns, y, y_stride, rows);
  // Registers give parts of lines, and only whole ones can pass the caches: so by way of a block of lines.
  alignas(64) float block[kBlock * kBlock];
  // The processor does not foresee runs as short as a block's rows: the block after the next is fetched meanwhile, in
  // parts, as only so many lines can be on their way.
  const bool fetch = columns == kBlock && rows >= kLanes;
  const size_t part = fetch ? kLanes : rows;
  for (size_t r = 0; r < rows; r += part) {
    const size_t height = rows - r < part ? rows - r : part;
    const float* from = x + r * x_stride;
    if (fetch) fetch_rows(from + 2 * kBlock, x_stride, height);
    transpose_floats(from, x_stride, columns, block + r, rows, height);
  }
  if (y_stride == rows) return copy_floats(block, y, rows * columns, true);
  for (size_t c = 0; c < columns; ++c) copy_floats(block + c * rows, y + c * y_stride, rows, true);
}

}  // namespace skein::SKEIN_SIMD
