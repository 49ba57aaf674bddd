// dx = sum of dy / the positions of the window, over the windows that cover it.
// Twin of shaders/avg_pool2d_backward.wgsl.
#include "params/avg_pool2d_backward.h"

#include "kernel.h"
#include "lib/reduce.h"
#include "lib/simd.h"
#include "lib/window.h"

SKEIN_KERNEL(avg_pool2d_backward, k, pool) {
  const Axis vertical_axis = vertical(k), horizontal_axis = horizontal(k);
  const size_t out_height = k.out_height, out_width = k.out_width;
  const size_t grain = rows_per_task(k.width * k.channels);
  pool.parallel_ranges(k.batch * k.height, grain, [&](size_t begin, size_t end) {
    for (size_t line = begin; line < end; ++line) {
      const size_t first_row = line / k.height * out_height;
      const Range rows = vertical_axis.windows_over(line % k.height);
      for (size_t w = 0; w < k.width; ++w) {
        const Range columns = horizontal_axis.windows_over(w);
        float* to = k.dx + (line * k.width + w) * k.channels;
        bool first = true;
        for (size_t row = rows.begin; row < rows.end; ++row) {
          const size_t row_positions = vertical_axis.positions(row, k.count_include_pad);
          for (size_t column = columns.begin; column < columns.end; ++column, first = false) {
            const float share =
                1.0f / static_cast<float>(row_positions * horizontal_axis.positions(column, k.count_include_pad));
            const float* dy = k.dy + ((first_row + row) * out_width + column) * k.channels;
            for_row(k.channels, [&](size_t c, int n) {
              const vf term = share * load_first(dy + c, n);
              store_first(to + c, first ? term : load_first(to + c, n) + term, n);
            });
          }
        }
        if (first) for_row(k.channels, [&](size_t c, int n) { store_first(to + c, vf{}, n); });
      }
    }
  });
}
