// With n = (x - mean) * rstd and g = dy * gamma:
//   dx = rstd * (g - mean(g) - n * mean(g * n)),  dgamma = sum over rows of dy * n,  dbeta = of dy.
// Twin of shaders/layer_norm_backward.wgsl.
#include "params/layer_norm_backward.h"

#include "kernel.h"
#include "lib/reduce.h"
#include "lib/simd.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {
namespace {

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
  for_row(k.cols, [&](size_t i, int n) { store_first(dx + i, (g(i, n) - mean_g - normal(i, n) * mean_gn) * rstd, n); });
}

// Rows of one task. Their terms are added in float32, 256 at the most; tasks' sums in double precision.
size_t task_rows(size_t cols) {
  const size_t rows = 32768 / cols;
  return rows < 16 ? 16 : rows > 256 ? 256 : rows;
}

// Adds kRows rows to a task's sums. Several at once: the sums are read and written once for all of them.
template <int kRows>
void add_rows(const params::layer_norm_backward& k, size_t row, float* dgamma, float* dbeta) {
  float mean[kRows], rstd[kRows];
  for (int r = 0; r < kRows; ++r) {
    mean[r] = k.stats[row + r];
    rstd[r] = k.stats[k.rows + row + r];
  }
  const float* x = k.x + row * k.cols;
  const float* dy = k.dy + row * k.cols;
  for_row(k.cols, [&](size_t i, int n) {
    vf gamma_sum = load_first(dgamma + i, n), beta_sum = load_first(dbeta + i, n);
#pragma GCC unroll 4
    for (int r = 0; r < kRows; ++r) {
      const vf g = load_first(dy + r * k.cols + i, n);
      gamma_sum += g * ((load_first(x + r * k.cols + i, n) - mean[r]) * rstd[r]);
      beta_sum += g;
    }
    store_first(dgamma + i, gamma_sum, n);
    store_first(dbeta + i, beta_sum, n);
  });
}

// sums: dgamma's and dbeta's terms of these rows, [2][cols].
void task(const params::layer_norm_backward& k, size_t begin, size_t end, float* sums) {
  for (size_t i = 0; i < 2 * size_t{k.cols}; ++i) sums[i] = 0.0f;
  size_t row = begin;
  for (; row + 4 <= end; row += 4) {
    for (size_t r = row; r < row + 4; ++r) input_row(k, r);
    add_rows<4>(k, row, sums, sums + k.cols);
  }
  for (; row < end; ++row) {
    input_row(k, row);
    add_rows<1>(k, row, sums, sums + k.cols);
  }
}

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(layer_norm_backward, k, pool) {
  const size_t step = task_rows(k.cols), tasks = (k.rows + step - 1) / step, line = 2 * size_t{k.cols};
  float* partial = workspace(Slot::partial, tasks * line);
  pool.parallel_ranges(k.rows, step,
                       [&](size_t begin, size_t end) { task(k, begin, end, partial + begin / step * line); });
  pool.parallel_ranges(k.cols, kLanes, [&](size_t begin, size_t end) {
    const int n = static_cast<int>(end - begin);
    typedef double Doubles __attribute__((vector_size(kLanes * 8)));
    Doubles dgamma{}, dbeta{};
    for (const float* sums = partial + begin; sums < partial + tasks * line; sums += line) {
      dgamma += __builtin_convertvector(load_first(sums, n), Doubles);
      dbeta += __builtin_convertvector(load_first(sums + k.cols, n), Doubles);
    }
    store_first(k.dgamma + begin, __builtin_convertvector(dgamma, vf), n);
    store_first(k.dbeta + begin, __builtin_convertvector(dbeta, vf), n);
  });
}
