// What both directions of cross-entropy need of a row of logits.
#pragma once
#include "lib/math.h"
#include "lib/reduce.h"

namespace skein::SKEIN_SIMD {

// Rows of one task.
constexpr size_t kLossRows = 256;

static inline float row_max(size_t count, const float* x) {
  float largest = x[0];
  for (size_t i = 1; i < count; ++i) largest = x[i] > largest ? x[i] : largest;
  return largest;
}

// Sum of exp(x - largest), which cannot overflow.
static inline float exp_sum(size_t count, const float* x, float largest) {
  return row_sum(count, [&](size_t i, int n) { return keep_first(exp(load_first(x + i, n) - largest), n); });
}

}  // namespace skein::SKEIN_SIMD
