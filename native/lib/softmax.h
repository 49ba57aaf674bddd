// What softmax and its relatives share: along one long row, or along kLanes short ones, a row in each lane.
#pragma once
#include "lib/math.h"
#include "lib/short_rows.h"

namespace skein::SKEIN_SIMD {

static inline float row_max(const float* x, size_t cols) {
  vf largest = splat(x[0]);
  size_t i = 0;
  for (; i + kLanes <= cols; i += kLanes) largest = max(largest, load(x + i));
  float top = max_lane(largest);
  for (; i < cols; ++i) top = x[i] > top ? x[i] : top;
  return top;
}

static inline vf column_max(const vf* columns, size_t cols) {
  vf largest = columns[0];
  for (size_t c = 1; c < cols; ++c) largest = max(largest, columns[c]);
  return largest;
}

// A row's largest element, and the sum of exp(x - max).
struct ExpSum {
  float max;
  float sum;
};

static inline ExpSum exp_sum(const float* x, size_t cols) {
  const float largest = row_max(x, cols);
  const auto term = [&](size_t i, int n) { return keep_first(exp(load_first(x + i, n) - largest), n); };
  return {largest, row_sum(cols, term)};
}

struct ExpSums {
  vf max;
  vf sum;
};

static inline ExpSums exp_sums(const vf* columns, size_t cols) {
  const vf largest = column_max(columns, cols);
  vf sum{};
  for (size_t c = 0; c < cols; ++c) sum += exp(columns[c] - largest);
  return {largest, sum};
}

static inline float log_of(float x) { return log(splat(x))[0]; }

}  // namespace skein::SKEIN_SIMD
