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

// The factor of a class.
template <typename Params>
static inline float weight_of(const Params& k, uint32_t label) {
  return k.weighted ? k.weight[label] : 1.0f;
}

template <typename Params>
static inline bool is_ignored(const Params& k, uint32_t label) {
  return k.ignores && label == k.ignored;
}

// The factors of some classes.
template <typename Params>
static inline vf weights_of(const Params& k, size_t first, int n) {
  return k.weighted ? load_first(k.weight + first, n) : splat(1.0f);
}

}  // namespace skein::SKEIN_SIMD
