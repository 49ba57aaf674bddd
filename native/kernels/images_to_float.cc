// y[b, i] = (pixels[index[b], i] / 255 - mean) * rstd, NaN where index[b] >= images.
// Twin of shaders/images_to_float.wgsl.
#include "params/images_to_float.h"

#include "kernel.h"
#include "lib/math.h"

SKEIN_KERNEL(images_to_float, k, pool) {
  const size_t size = size_t{k.height} * k.width * k.channels;
  // Images of one task: enough values to pay for handing it out.
  const size_t grain = 1 + 16384 / size;
  pool.parallel_ranges(k.count, grain, [&](size_t begin, size_t end) {
    for (size_t b = begin; b < end; ++b) {
      float* y = k.y + b * size;
      if (k.index[b] >= k.images) {
        fill_nan(y, size);
        continue;
      }
      const uint8_t* from = k.pixels + k.index[b] * size;
      for (size_t i = 0; i < size; ++i) y[i] = (static_cast<float>(from[i]) / 255.0f - k.mean) * k.rstd;
    }
  });
}
