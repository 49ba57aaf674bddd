// With n = (x - mean) * rstd and g = dy * gamma:
//   dx = rstd * (g - mean(g) - n * mean(g * n)),  dgamma = sum over rows of dy * n,  dbeta = of dy.
// Twin of shaders/layer_norm_backward.wgsl.
#include "params/layer_norm_backward.h"

#include "kernel.h"
#include "lib/reduce.h"
#include "lib/simd.h"

namespace skein::SKEIN_SIMD {
namespace {

constexpr size_t kRows = 16;

void input_row(const params::layer_norm_backward& k, size_t row) {
  const float* x = k.x + row * k.cols;
  const float* dy = k.dy + row * k.cols;
  float* dx = k.dx + row * k.cols;
  const float mean = k.stats[row];
  const float rstd = k.stats[k.rows + row];
  const auto g = [&](size_t i, int n) { return load_first(dy + i, n) * load_first(k.gamma + i, n); };
  const auto normal = [&](size_t i, int n) { return (load_first(x + i, n) - mean) * rstd; };
  const float mean_g = row_sum(k.cols, g) / k.cols;
  const float mean_gn = row_sum(k.cols, [&](size_t i, int n) { return g(i, n) * normal(i, n); }) / k.cols;
  for_row(k.cols, [&](size_t i, int n) {
    store_first(dx + i, (g(i, n) - mean_g - normal(i, n) * mean_gn) * rstd, n);
  });
}

// Rows whose terms are added before they join the sums of the rows before: few additions for each term.
constexpr size_t kRowGroup = 256;

// One vector of columns, summed down all rows in order.
void param_columns(const params::layer_norm_backward& k, size_t column, int n) {
  vf dgamma{}, dbeta{};
  for (size_t first = 0; first < k.rows; first += kRowGroup) {
    vf group_dgamma{}, group_dbeta{};
    const size_t end = k.rows - first < kRowGroup ? k.rows : first + kRowGroup;
    for (size_t row = first; row < end; ++row) {
      const vf dy = load_first(k.dy + row * k.cols + column, n);
      const vf x = load_first(k.x + row * k.cols + column, n);
      group_dgamma += dy * ((x - k.stats[row]) * k.stats[k.rows + row]);
      group_dbeta += dy;
    }
    dgamma += group_dgamma;
    dbeta += group_dbeta;
  }
  store_first(k.dgamma + column, dgamma, n);
  store_first(k.dbeta + column, dbeta, n);
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(layer_norm_backward, k, pool) {
  pool.parallel_ranges(k.rows, kRows, [&](size_t begin, size_t end) {
    for (size_t row = begin; row < end; ++row) input_row(k, row);
  });
  pool.parallel_ranges(k.cols, kLanes, [&](size_t begin, size_t end) {
    param_columns(k, begin, static_cast<int>(end - begin));
  });
}
