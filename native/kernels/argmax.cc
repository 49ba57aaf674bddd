// index = the first of each row's largest elements, NaN the largest. Twin of shaders/argmax.wgsl.
#include "params/argmax.h"

#include "kernel.h"
#include "lib/math.h"
#include "lib/short_rows.h"

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

void short_rows(const params::argmax& k, size_t first, int n) {
  vf columns[kShortRow];
  load_columns(k.x + first * k.cols, k.cols, n, columns);
  vf best = columns[0];
  vi index{};
  for (uint32_t c = 1; c < k.cols; ++c) {
    const vf v = columns[c];
    const vi better = (v > best) | ((v != v) & (best == best));
    best = select(better, v, best);
    index = (better & static_cast<int32_t>(c)) | (~better & index);
  }
  for (int r = 0; r < n; ++r) k.index[first + r] = static_cast<uint32_t>(index[r]);
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(argmax, k, pool) {
  if (k.cols == 0) return;
  for_rows(
      pool, k.rows, k.cols, [&](size_t first, int n) { short_rows(k, first, n); },
      [&](size_t row) { k.index[row] = argmax_row(k.x + row * k.cols, k.cols); });
}
