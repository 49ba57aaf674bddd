// dx = the sum of dy over the outputs that read it, with the weights of lib/resample.h. Twin of
// shaders/resample2d_backward.wgsl.
//
// A row of dx is first mixed from the rows of dy that read it, at the width of the output, then along the columns.
#include "params/resample2d_backward.h"

#include "kernel.h"
#include "lib/resample.h"
#include "lib/window.h"

SKEIN_KERNEL(resample2d_backward, k, pool) {
  const size_t down_floats = ResampleAxis::floats(k.height, k.out_height);
  float* table = workspace(Slot::shared, down_floats + ResampleAxis::floats(k.width, k.out_width));
  const ResampleAxis down(table, k.height, k.out_height, k.mode);
  const ResampleAxis across(table + down_floats, k.width, k.out_width, k.mode);
  const size_t channels = k.channels, line = size_t{k.out_width} * channels;
  pool.parallel_ranges(size_t{k.batch} * k.height, rows_per_task(k.width * channels), [&](size_t begin, size_t end) {
    float* mixed = workspace(Slot::task, line);
    for (size_t row = begin; row < end; ++row) {
      const size_t h = row % k.height, first = down.first[h];
      mix(
          k.dy + (row / k.height * k.out_height + first) * line, line, down.behind[h] - first,
          [&](size_t t) { return down.sources[first + t].weight(h); }, mixed, line);
      float* to = k.dx + row * k.width * channels;
      for (size_t w = 0; w < k.width; ++w, to += channels) {
        const size_t first_column = across.first[w];
        mix(
            mixed + first_column * channels, channels, across.behind[w] - first_column,
            [&](size_t t) { return across.sources[first_column + t].weight(w); }, to, channels);
      }
    }
  });
}
