// y = (x - mean) * rstd * gamma + beta, a row at a time. Twin of shaders/layer_norm_forward.wgsl.
#include "params/layer_norm_forward.h"

#include <cmath>

#include "kernel.h"
#include "lib/reduce.h"
#include "lib/simd.h"

namespace skein::SKEIN_SIMD {
namespace {

// Rows of one task: enough work to pay for handing it out.
constexpr size_t kRows = 16;

void normalize_row(const params::layer_norm_forward& k, size_t row) {
  const float* x = k.x + row * k.cols;
  float* y = k.y + row * k.cols;
  const float mean = row_sum(k.cols, [&](size_t i, int n) { return load_first(x + i, n); }) / k.cols;
  const float variance = row_sum(k.cols,
                                 [&](size_t i, int n) {
                                   const vf centred = load_first(x + i, n) - mean;
                                   return keep_first(centred * centred, n);
                                 }) /
                         k.cols;
  const float rstd = 1.0f / std::sqrt(variance + k.epsilon);
  k.stats[row] = mean;
  k.stats[k.rows + row] = rstd;
  for_row(k.cols, [&](size_t i, int n) {
    const vf normal = (load_first(x + i, n) - mean) * rstd;
    store_first(y + i, normal * load_first(k.gamma + i, n) + load_first(k.beta + i, n), n);
  });
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(layer_norm_forward, k, pool) {
  pool.parallel_ranges(k.rows, kRows, [&](size_t begin, size_t end) {
    for (size_t row = begin; row < end; ++row) normalize_row(k, row);
  });
}
