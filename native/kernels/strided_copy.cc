// Copies between strided layouts. Twin of shaders/strided_copy.wgsl.
#include "params/strided_copy.h"

#include <algorithm>

#include "kernel.h"
#include "lib/copy.h"
#include "lib/strides.h"

namespace skein::SKEIN_SIMD {
namespace {

// Operands of the axes.
constexpr int kX = 0;
constexpr int kY = 1;

// The axes `from` .. `to` move so that `from` is at `to`.
void move_axis(Axes& axes, int from, int to) {
  const auto move = [&](uint32_t* values) { std::rotate(values + from, values + from + 1, values + to + 1); };
  move(axes.size);
  move(axes.stride[kX]);
  move(axes.stride[kY]);
}

// The first axis along which an operand is contiguous, or -1.
int contiguous_axis(const Axes& axes, int operand) {
  for (int i = 0; i < 4; ++i) {
    if (axes.size[i] > 1 && axes.stride[operand][i] == 1) return i;
  }
  return -1;
}

// Rows of whole lines, or so long that the parts of lines at their ends do not matter.
bool suits_streaming(size_t row) { return row % kLine == 0 || row >= 1024; }

size_t elements(const Axes& axes) {
  return static_cast<size_t>(axes.size[0]) * axes.size[1] * axes.size[2] * axes.size[3];
}

// Outer axes in the order in which they lie in x: the processor fetches ahead what is read in order, and whole lines
// may be written in any.
void read_in_order(Axes& axes) {
  for (int i = 1; i < 3; ++i) {
    for (int j = i; j > 0 && axes.stride[kX][j] > axes.stride[kX][j - 1]; --j) move_axis(axes, j - 1, j);
  }
}

void copy_row(const float* x, size_t x_stride, float* y, size_t y_stride, size_t count, bool streams) {
  if (x_stride == 1 && y_stride == 1) {
    copy_floats(x, y, count, streams);
  } else if (x_stride == 0 && y_stride == 1) {
    for_row(count, [&](size_t i, int n) { store_first(y + i, splat(*x), n); });
  } else {
    for (size_t i = 0; i < count; ++i) y[i * y_stride] = x[i * x_stride];
  }
}

// Axis 2 is contiguous in x and axis 3 in y.
void transpose_planes(const Axes& axes, const float* x, float* y, Pool& pool) {
  const size_t columns = axes.size[2], rows = axes.size[3];
  const size_t x_stride = axes.stride[kX][3], y_stride = axes.stride[kY][2];
  const size_t down = (rows + kBlock - 1) / kBlock, across = (columns + kBlock - 1) / kBlock;
  const size_t planes = static_cast<size_t>(axes.size[0]) * axes.size[1];
  const bool streams = elements(axes) > kStreamedCopy;
  const size_t work = std::min(rows, kBlock) * std::min(columns, kBlock);
  pool.parallel_ranges(planes * down * across, std::max<size_t>(1, kGrain / work), [&](size_t begin, size_t end) {
    for (size_t unit = begin; unit < end; ++unit) {
      const size_t plane = unit / (down * across);
      const size_t index[2] = {plane / axes.size[1], plane % axes.size[1]};
      const size_t column = unit % across * kBlock, row = unit / across % down * kBlock;
      const auto offset = [&](int operand) {
        const uint32_t* stride = axes.stride[operand];
        return index[0] * stride[0] + index[1] * stride[1] + column * stride[2] + row * stride[3];
      };
      transpose_block(x + offset(kX), x_stride, std::min(columns - column, kBlock), y + offset(kY), y_stride,
                      std::min(rows - row, kBlock), streams);
    }
    if (streams) stream_fence();
  });
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(strided_copy, k, pool) {
  Axes axes = collapse(
      {{k.size0, k.size1, k.size2, k.size3},
       {{k.x_stride0, k.x_stride1, k.x_stride2, k.x_stride3}, {k.y_stride0, k.y_stride1, k.y_stride2, k.y_stride3}}});
  if (elements(axes) == 0) return;
  const float* x = k.x + k.x_offset;
  float* y = k.y + k.y_offset;
  const int y_axis = contiguous_axis(axes, kY);
  if (y_axis >= 0) {
    move_axis(axes, y_axis, 3);
    const int x_axis = contiguous_axis(axes, kX);
    if (x_axis >= 0 && x_axis < 3) {
      move_axis(axes, x_axis, 2);
      return transpose_planes(axes, x, y, pool);
    }
  }
  const bool streams = elements(axes) > kStreamedCopy && suits_streaming(axes.size[3]);
  if (streams) read_in_order(axes);
  for_row_pieces(
      pool, axes,
      [&](size_t, size_t, size_t count, size_t from, size_t to) {
        copy_row(x + from, axes.stride[kX][3], y + to, axes.stride[kY][3], count, streams);
      },
      [&] {
        if (streams) stream_fence();
      });
}
