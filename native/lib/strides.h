// Iterations over four axes, in which two operands each have strides.
#pragma once
#include "lib/pointwise.h"

namespace skein::SKEIN_SIMD {

struct Axes {
  uint32_t size[4];
  // In elements, by operand and axis.
  uint32_t stride[2][4];
};

// The same iteration with as few axes as possible, at the end, so that rows (the last axis) are long:
// axes of size one go, neighbours that step as one merge.
static inline Axes collapse(const Axes& axes) {
  Axes merged{{1, 1, 1, 1}, {}};
  int at = 4;
  for (int i = 3; i >= 0; --i) {
    if (axes.size[i] == 1) continue;
    const auto continues = [&](int operand) {
      return axes.stride[operand][i] == merged.size[at] * merged.stride[operand][at];
    };
    if (at < 4 && continues(0) && continues(1)) {
      merged.size[at] *= axes.size[i];
      continue;
    }
    --at;
    merged.size[at] = axes.size[i];
    for (int operand = 0; operand < 2; ++operand) merged.stride[operand][at] = axes.stride[operand][i];
  }
  return merged;
}

// body(row, column, count, offset0, offset1) for pieces of rows, which are numbered densely; the offsets are
// those of the piece's first element in the operands. finish() ends each task.
template <typename Body, typename Finish>
static inline void for_row_pieces(Pool& pool, const Axes& axes, Body&& body, Finish&& finish) {
  const size_t rows = static_cast<size_t>(axes.size[0]) * axes.size[1] * axes.size[2];
  const size_t length = axes.size[3];
  if (rows * length == 0) return;
  const size_t pieces = (length + kGrain - 1) / kGrain;
  const size_t per_task = length < kGrain ? kGrain / length : 1;
  pool.parallel_ranges(rows * pieces, per_task, [&](size_t begin, size_t end) {
    for (size_t unit = begin; unit < end; ++unit) {
      const auto row = static_cast<uint32_t>(pieces == 1 ? unit : unit / pieces);
      const size_t column = pieces == 1 ? 0 : unit % pieces * kGrain;
      const uint32_t outer = row / axes.size[2];
      const uint32_t index[3] = {outer / axes.size[1], outer % axes.size[1], row % axes.size[2]};
      size_t offset[2];
      for (int operand = 0; operand < 2; ++operand) {
        const uint32_t* stride = axes.stride[operand];
        offset[operand] = column * stride[3];
        for (int i = 0; i < 3; ++i) offset[operand] += static_cast<size_t>(index[i]) * stride[i];
      }
      body(row, column, length - column < kGrain ? length - column : kGrain, offset[0], offset[1]);
    }
    finish();
  });
}

template <typename Body>
static inline void for_row_pieces(Pool& pool, const Axes& axes, Body&& body) {
  for_row_pieces(pool, axes, body, [] {});
}

}  // namespace skein::SKEIN_SIMD
