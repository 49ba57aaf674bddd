// dx = the sum of dy over the outputs that read it, with the weights of lib/resample.h. Twin of
// shaders/resample2d_backward.wgsl.
#include "params/resample2d_backward.h"

#include "kernel.h"
#include "lib/reduce.h"
#include "lib/resample.h"
#include "lib/simd.h"
#include "lib/window.h"

SKEIN_KERNEL(resample2d_backward, k, pool) {
  const size_t down_floats = ResampleAxis::floats(k.height, k.out_height);
  float* table = workspace(Slot::shared, down_floats + ResampleAxis::floats(k.width, k.out_width));
  const ResampleAxis down(table, k.height, k.out_height, k.mode);
  const ResampleAxis across(table + down_floats, k.width, k.out_width, k.mode);
  const size_t line = size_t{k.out_width} * k.channels;
  pool.parallel_ranges(size_t{k.batch} * k.height, rows_per_task(k.width * k.channels), [&](size_t begin, size_t end) {
    for (size_t row = begin; row < end; ++row) {
      const size_t h = row % k.height;
      const float* image = k.dy + row / k.height * k.out_height * line;
      for (size_t w = 0; w < k.width; ++w) {
        for_row(k.channels, [&](size_t c, int n) {
          vf total{};
          for (size_t oh = down.first[h]; oh < down.behind[h]; ++oh) {
            const float weight = down.sources[oh].weight(h);
            for (size_t ow = across.first[w]; ow < across.behind[w]; ++ow) {
              total += weight * across.sources[ow].weight(w) * load_first(image + oh * line + ow * k.channels + c, n);
            }
          }
          store_first(k.dx + (row * k.width + w) * k.channels + c, total, n);
        });
      }
    }
  });
}
