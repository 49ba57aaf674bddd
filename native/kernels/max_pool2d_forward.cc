// y = the largest x of each window, index = where it stands. Twin of shaders/max_pool2d_forward.wgsl.
#include "params/max_pool2d_forward.h"

#include <limits>

#include "kernel.h"
#include "lib/reduce.h"
#include "lib/simd.h"
#include "lib/window.h"

namespace skein::SKEIN_SIMD {
namespace {

// The maxima of one vector of channels; `x` is the image at the first of them.
void window_max(const float* x, size_t width, size_t channels, Range rows, size_t row_step, Range columns,
                size_t column_step, float* y, uint32_t* index, int n) {
  // Of no pixel: minus infinity, at the largest index.
  vf best = splat(-std::numeric_limits<float>::infinity());
  vi best_at = vi{} - 1;
  if (rows.begin < rows.end && columns.begin < columns.end) {
    const size_t first = rows.begin * width + columns.begin;
    best = load_first(x + first * channels, n);
    best_at = vi{} + static_cast<int32_t>(first);
  }
  for (size_t h = rows.begin; h < rows.end; h += row_step) {
    for (size_t w = columns.begin; w < columns.end; w += column_step) {
      const size_t at = h * width + w;
      const vf value = load_first(x + at * channels, n);
      const vi better = (value > best) | (value != value);
      best = select(better, value, best);
      best_at = (better & static_cast<int32_t>(at)) | (~better & best_at);
    }
  }
  store_first(y, best, n);
  store_first(reinterpret_cast<float*>(index), (vf)best_at, n);
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(max_pool2d_forward, k, pool) {
  const Axis vertical_axis = vertical(k), horizontal_axis = horizontal(k);
  const size_t out_height = k.out_height, out_width = k.out_width;
  const size_t grain = rows_per_task(out_width * k.channels);
  pool.parallel_ranges(k.batch * out_height, grain, [&](size_t begin, size_t end) {
    for (size_t row = begin; row < end; ++row) {
      const float* image = k.x + row / out_height * k.height * k.width * k.channels;
      const Range rows = vertical_axis.inputs(row % out_height);
      for (size_t column = 0; column < out_width; ++column) {
        const Range columns = horizontal_axis.inputs(column);
        const size_t at = (row * out_width + column) * k.channels;
        for_row(k.channels, [&](size_t c, int n) {
          window_max(image + c, k.width, k.channels, rows, k.dilation_h, columns, k.dilation_w, k.y + at + c,
                     k.index + at + c, n);
        });
      }
    }
  });
}
