// y = sum of x over each window / its positions. Twin of shaders/avg_pool2d_forward.wgsl.
#include "params/avg_pool2d_forward.h"

#include "kernel.h"
#include "lib/channels.h"
#include "lib/window.h"

SKEIN_KERNEL(avg_pool2d_forward, k, pool) {
  const Axis vertical_axis = vertical(k), horizontal_axis = horizontal(k);
  const size_t out_height = k.out_height, out_width = k.out_width;
  const size_t grain = rows_per_task(out_width * k.channels);
  pool.parallel_ranges(k.batch * out_height, grain, [&](size_t begin, size_t end) {
    for (size_t row = begin; row < end; ++row) {
      const float* image = k.x + row / out_height * k.height * k.width * k.channels;
      const Range rows = vertical_axis.inputs(row % out_height);
      const size_t row_positions = vertical_axis.positions(row % out_height, k.count_include_pad);
      for (size_t column = 0; column < out_width; ++column) {
        const Range columns = horizontal_axis.inputs(column);
        const float positions =
            static_cast<float>(row_positions * horizontal_axis.positions(column, k.count_include_pad));
        float* to = k.y + (row * out_width + column) * k.channels;
        for_channels<4>(k.channels, [&](auto part) {
          constexpr int W = decltype(part)::kVectors;
          vf total[W] = {};
          for (size_t h = rows.begin; h < rows.end; ++h) {
            for (size_t w = columns.begin; w < columns.end; ++w) {
              const float* pixel = image + (h * k.width + w) * k.channels;
              for (int v = 0; v < W; ++v) total[v] += part.load(pixel, v);
            }
          }
          for (int v = 0; v < W; ++v) part.store(to, v, total[v] / positions);
        });
      }
    }
  });
}
