// index = the first of each row's largest elements, NaN the largest. Twin of shaders/argmax.wgsl.
#include "params/argmax.h"

#include "kernel.h"
#include "lib/math.h"
#include "lib/pointwise.h"

namespace skein::SKEIN_SIMD {
namespace {

// The largest first, which is a fast loop; then where it is, which ends early.
uint32_t argmax_row(const float* x, size_t cols) {
  vf best = splat(x[0]);
  size_t i = 0;
  for (; i + kLanes <= cols; i += kLanes) best = max_or_nan(best, load(x + i));
  float lanes[kLanes];
  store(lanes, best);
  float largest = lanes[0];
  const auto take = [&](float v) { largest = largest > v || largest != largest ? largest : v; };
  for (int lane = 1; lane < kLanes; ++lane) take(lanes[lane]);
  for (; i < cols; ++i) take(x[i]);
  const bool nan = largest != largest;
  size_t index = 0;
  while (nan ? x[index] == x[index] : x[index] != largest) ++index;
  return static_cast<uint32_t>(index);
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(argmax, k, pool) {
  const size_t cols = k.cols;
  if (cols == 0) return;
  pool.parallel_ranges(k.rows, cols < kGrain ? kGrain / cols : 1, [&](size_t begin, size_t end) {
    for (size_t row = begin; row < end; ++row) k.index[row] = argmax_row(k.x + row * cols, cols);
  });
}
