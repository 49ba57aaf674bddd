// y = x filtered along columns and rows. Twin of shaders/separable_filter.wgsl.
//
// A task is a map; a row filtered along columns lies between margins of zeros while it is filtered along itself.
#include "params/separable_filter.h"

#include "kernel.h"
#include "lib/pointwise.h"
#include "lib/simd.h"
#include "lib/workspace.h"

SKEIN_KERNEL(separable_filter, k, pool) {
  const size_t height = k.height, width = k.width, taps = k.taps, reach = taps / 2;
  const float* weights = k.weights;
  const size_t grain = 1 + kGrain / (height * width);
  pool.parallel_ranges(k.maps, grain, [&](size_t begin, size_t end) {
    const size_t padded = width + 2 * reach + kLanes;
    float* line = workspace(Slot::task, padded);
    std::memset(line, 0, padded * sizeof(float));
    for (size_t map = begin; map < end; ++map) {
      const float* x = k.x + map * height * width;
      for (size_t row = 0; row < height; ++row) {
        const size_t first = row < reach ? reach - row : 0;
        const size_t last = row + reach < height ? taps : height + reach - row;
        const float* from = x + (row + first - reach) * width;
        for_row(width, [&](size_t i, int n) {
          vf total{};
          for (size_t a = first; a < last; ++a) total += weights[a] * load_first(from + (a - first) * width + i, n);
          store_first(line + reach + i, total, n);
        });
        float* y = k.y + (map * height + row) * width;
        for_row(width, [&](size_t i, int n) {
          vf total{};
          for (size_t c = 0; c < taps; ++c) total += weights[c] * load(line + i + c);
          store_first(y + i, total, n);
        });
      }
    }
  });
}
