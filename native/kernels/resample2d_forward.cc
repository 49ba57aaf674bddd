// y = the weighted means of lib/resample.h along both axes. Twin of shaders/resample2d_forward.wgsl.
//
// An output row is first mixed from the rows that it reads, at the width of the input, then along the columns.
#include "params/resample2d_forward.h"

#include "kernel.h"
#include "lib/resample.h"
#include "lib/window.h"

SKEIN_KERNEL(resample2d_forward, k, pool) {
  const size_t down_floats = ResampleAxis::floats(k.height, k.out_height);
  float* table = workspace(Slot::shared, down_floats + ResampleAxis::floats(k.width, k.out_width));
  const ResampleAxis down(table, k.height, k.out_height, k.mode);
  const ResampleAxis across(table + down_floats, k.width, k.out_width, k.mode);
  const size_t channels = k.channels, line = size_t{k.width} * channels;
  pool.parallel_ranges(
      size_t{k.batch} * k.out_height, rows_per_task(k.out_width * channels), [&](size_t begin, size_t end) {
        float* mixed = workspace(Slot::task, line);
        for (size_t row = begin; row < end; ++row) {
          const Source& rows = down.sources[row % k.out_height];
          const float* from = k.x + (row / k.out_height * k.height + rows.begin) * line;
          // The weight of a single row is 1.
          if (rows.end - rows.begin > 1) {
            mix(from, line, rows.end - rows.begin, [&](size_t t) { return rows.weight(rows.begin + t); }, mixed, line);
            from = mixed;
          }
          float* to = k.y + row * k.out_width * channels;
          for (size_t column = 0; column < k.out_width; ++column, to += channels) {
            const Source& columns = across.sources[column];
            mix(
                from + columns.begin * channels, channels, columns.end - columns.begin,
                [&](size_t t) { return columns.weight(columns.begin + t); }, to, channels);
          }
        }
      });
}
