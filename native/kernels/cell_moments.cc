// y = mean, standard deviation and third moment of each channel in each cell. Twin of shaders/cell_moments.wgsl.
#include "params/cell_moments.h"

#include <cmath>

#include "kernel.h"
#include "lib/grid_cells.h"
#include "lib/pointwise.h"
#include "lib/reduce.h"
#include "lib/simd.h"
#include "lib/workspace.h"

SKEIN_KERNEL(cell_moments, k, pool) {
  const size_t grid = size_t{k.grid_rows} * k.grid_columns, channels = k.channels;
  const size_t pixels = size_t{k.height} * k.width / grid;
  pool.parallel_ranges(k.batch * grid, 1 + kGrain / (pixels * channels + 1), [&](size_t begin, size_t end) {
    for (size_t at = begin; at < end; ++at) {
      const Cell cell = cell_at(k, at);
      const size_t across = cell.right - cell.left, count = cell.pixels();
      float* values = workspace(Slot::task, count);
      for (size_t c = 0; c < channels; ++c) {
        for (size_t row = cell.top; row < cell.bottom; ++row) {
          const float* x = k.x + ((cell.image * k.height + row) * k.width + cell.left) * channels + c;
          float* to = values + (row - cell.top) * across;
          for (size_t i = 0; i < across; ++i) to[i] = x[i * channels];
        }
        const float n_pixels = static_cast<float>(count);
        const float mean = row_sum(count, [&](size_t i, int n) { return load_first(values + i, n); }) / n_pixels;
        const float squares = row_sum(count, [&](size_t i, int n) {
          const vf d = keep_first(load_first(values + i, n) - mean, n);
          return d * d;
        });
        const float cubes = row_sum(count, [&](size_t i, int n) {
          const vf d = keep_first(load_first(values + i, n) - mean, n);
          return d * d * d;
        });
        float* y = k.y + 3 * (at * channels + c);
        y[0] = mean;
        y[1] = std::sqrt(squares / n_pixels);
        y[2] = std::cbrt(cubes / n_pixels);
      }
    }
  });
}
