// y = the largest x of each window, index = where it stands. Twin of shaders/max_pool2d_forward.wgsl.
#include "params/max_pool2d_forward.h"

#include <limits>

#include "kernel.h"
#include "lib/channels.h"
#include "lib/window.h"

namespace skein::SKEIN_SIMD {
namespace {

// The maxima of some vectors of channels, where `image` and y begin.
template <typename Part>
void window_max(const Part& part, const float* image, size_t width, size_t channels, Range rows, size_t row_step,
                Range columns, size_t column_step, float* y, uint32_t* index) {
  constexpr int W = Part::kVectors;
  // Of no pixel: minus infinity, at the largest index.
  vf best[W];
  vi best_at[W];
  const bool any = rows.begin < rows.end && columns.begin < columns.end;
  const size_t first = rows.begin * width + columns.begin;
  for (int v = 0; v < W; ++v) {
    best[v] = any ? part.load(image + first * channels, v) : splat(-std::numeric_limits<float>::infinity());
    best_at[v] = vi{} + (any ? static_cast<int32_t>(first) : -1);
  }
  for (size_t h = rows.begin; h < rows.end; h += row_step) {
    for (size_t w = columns.begin; w < columns.end; w += column_step) {
      const size_t at = h * width + w;
      for (int v = 0; v < W; ++v) {
        const vf value = part.load(image + at * channels, v);
        const vi better = (value > best[v]) | (value != value);
        best[v] = better ? value : best[v];
        best_at[v] = better ? vi{} + static_cast<int32_t>(at) : best_at[v];
      }
    }
  }
  for (int v = 0; v < W; ++v) {
    part.store(y, v, best[v]);
    part.store(reinterpret_cast<float*>(index), v, (vf)best_at[v]);
  }
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
        for_channels<4>(k.channels, [&](auto part) {
          window_max(part, image, k.width, k.channels, rows, k.dilation_h, columns, k.dilation_w, k.y + at,
                     k.index + at);
        });
      }
    }
  });
}
