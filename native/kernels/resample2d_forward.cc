// y = the weighted means of lib/resample.h along both axes. Twin of shaders/resample2d_forward.wgsl.
#include "params/resample2d_forward.h"

#include "kernel.h"
#include "lib/reduce.h"
#include "lib/resample.h"
#include "lib/simd.h"
#include "lib/window.h"

SKEIN_KERNEL(resample2d_forward, k, pool) {
  const size_t down_floats = ResampleAxis::floats(k.height, k.out_height);
  float* table = workspace(Slot::shared, down_floats + ResampleAxis::floats(k.width, k.out_width));
  const ResampleAxis down(table, k.height, k.out_height, k.mode);
  const ResampleAxis across(table + down_floats, k.width, k.out_width, k.mode);
  const size_t line = size_t{k.width} * k.channels;
  pool.parallel_ranges(size_t{k.batch} * k.out_height, rows_per_task(k.out_width * k.channels),
                       [&](size_t begin, size_t end) {
    for (size_t row = begin; row < end; ++row) {
      const float* image = k.x + row / k.out_height * k.height * line;
      const Source& rows = down.sources[row % k.out_height];
      for (size_t column = 0; column < k.out_width; ++column) {
        const Source& columns = across.sources[column];
        for_row(k.channels, [&](size_t c, int n) {
          vf total{};
          for (size_t h = rows.begin; h < rows.end; ++h) {
            for (size_t w = columns.begin; w < columns.end; ++w) {
              total += rows.weight(h) * columns.weight(w) * load_first(image + h * line + w * k.channels + c, n);
            }
          }
          store_first(k.y + (row * k.out_width + column) * k.channels + c, total, n);
        });
      }
    }
  });
}
