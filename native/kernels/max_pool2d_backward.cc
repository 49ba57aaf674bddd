// dx = sum of dy over the windows whose maximum stands there. Twin of shaders/max_pool2d_backward.wgsl.
#include "params/max_pool2d_backward.h"

#include "kernel.h"
#include "lib/channels.h"
#include "lib/window.h"

SKEIN_KERNEL(max_pool2d_backward, k, pool) {
  const Axis vertical_axis = vertical(k), horizontal_axis = horizontal(k);
  const size_t out_height = k.out_height, out_width = k.out_width;
  const size_t grain = rows_per_task(k.width * k.channels);
  pool.parallel_ranges(k.batch * k.height, grain, [&](size_t begin, size_t end) {
    for (size_t line = begin; line < end; ++line) {
      const size_t first_row = line / k.height * out_height;
      const Range rows = vertical_axis.windows_over(line % k.height);
      for (size_t w = 0; w < k.width; ++w) {
        const Range columns = horizontal_axis.windows_over(w);
        const int32_t here = static_cast<int32_t>(line % k.height * k.width + w);
        float* to = k.dx + (line * k.width + w) * k.channels;
        for_channels<4>(k.channels, [&](auto part) {
          constexpr int W = decltype(part)::kVectors;
          vf total[W] = {};
          for (size_t row = rows.begin; row < rows.end; ++row) {
            for (size_t column = columns.begin; column < columns.end; ++column) {
              const size_t at = ((first_row + row) * out_width + column) * k.channels;
              const float* index = reinterpret_cast<const float*>(k.index + at);
              for (int v = 0; v < W; ++v) {
                total[v] += (vf)(((vi)part.load(index, v) == here) & (vi)part.load(k.dy + at, v));
              }
            }
          }
          for (int v = 0; v < W; ++v) part.store(to, v, total[v]);
        });
      }
    }
  });
}
