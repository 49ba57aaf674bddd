// y = shares of a cell's values in each bin. Twin of shaders/cell_histogram.wgsl.
#include "params/cell_histogram.h"

#include "kernel.h"
#include "lib/grid_cells.h"
#include "lib/math.h"
#include "lib/pointwise.h"

namespace skein::SKEIN_SIMD {
namespace {

// Of a bin's width: what rounding may have put just below a bin is in it.
constexpr float kEdge = 1e-5f;

// What one channel of a pixel adds to its place; NaN gives the first bin.
inline uint32_t place_of(float value, const float* axis, float weight) {
  const float bin = (value - axis[0]) * axis[1] + kEdge;
  const float last = axis[2] - 1.0f;
  // From 0 up conversion rounds down.
  const float kept = bin > 0.0f ? (bin < last ? bin : last) : 0.0f;
  return static_cast<uint32_t>(kept) * static_cast<uint32_t>(weight);
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(cell_histogram, k, pool) {
  const size_t grid = size_t{k.grid_rows} * k.grid_columns, channels = k.channels;
  const size_t values = size_t{k.height} * k.width * channels / grid;
  const uint32_t end_bin = k.length - 1;
  pool.parallel_ranges(k.batch * grid, 1 + kGrain / (values + k.length), [&](size_t begin, size_t end) {
    for (size_t at = begin; at < end; ++at) {
      const Cell cell = cell_at(k, at);
      float* y = k.y + at * k.length;
      std::memset(y, 0, k.length * sizeof(float));
      // NaN once a value is not finite.
      float bad = 0.0f;
      for (size_t row = cell.top; row < cell.bottom; ++row) {
        const float* x = k.x + ((cell.image * k.height + row) * k.width + cell.left) * channels;
        for (size_t i = 0; i < cell.right - cell.left; ++i, x += channels) {
          uint32_t combination = 0;
          for (size_t c = 0; c < channels; ++c) {
            const float* axis = k.axes + 4 * c;
            bad += x[c] - x[c];
            if (k.joint) {
              combination += place_of(x[c], axis, axis[3]);
            } else {
              const uint32_t bin = static_cast<uint32_t>(axis[3]) + place_of(x[c], axis, 1.0f);
              y[bin < end_bin ? bin : end_bin] += 1.0f;
            }
          }
          if (k.joint) y[combination < end_bin ? combination : end_bin] += 1.0f;
        }
      }
      const float counted = static_cast<float>(cell.pixels() * (k.joint ? 1 : channels));
      for (size_t i = 0; i < k.length; ++i) y[i] = y[i] / counted + bad;
    }
  });
}
