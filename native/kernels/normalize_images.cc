// y[i, c] = (x[i, c] / 255 - mean[c]) * rstd[c]. Twin of shaders/normalize_images.wgsl.
#include "params/normalize_images.h"

#include <algorithm>

#include "kernel.h"
#include "lib/pointwise.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {
namespace {

// Values that a pattern of channels covers: few channels are repeated, so that loops over it are long.
constexpr size_t kPattern = 256;

void normalize(const uint8_t* __restrict x, const float* __restrict mean, const float* __restrict rstd,
               float* __restrict y, size_t count) {
  for (size_t i = 0; i < count; ++i) y[i] = (static_cast<float>(x[i]) / 255.0f - mean[i]) * rstd[i];
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(normalize_images, k, pool) {
  const size_t count = size_t{k.pixels} * k.channels;
  if (count == 0) return;
  const size_t period = std::max<size_t>(1, kPattern / k.channels) * k.channels;
  float* mean = workspace(Slot::shared, 2 * period);
  float* rstd = mean + period;
  for (size_t i = 0; i < period; ++i) {
    mean[i] = k.mean[i % k.channels];
    rstd[i] = k.rstd[i % k.channels];
  }
  const size_t grain = std::max<size_t>(1, kGrain / period) * period;
  pool.parallel_ranges(count, grain, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; i += period) normalize(k.x + i, mean, rstd, k.y + i, std::min(period, end - i));
  });
}
