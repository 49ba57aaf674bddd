// Loops over one contiguous row, a vector at a time, and sums over it in a fixed order.
#pragma once
#include <cstddef>

#include "lib/simd.h"

namespace skein::SKEIN_SIMD {

// Zeroes the lanes from n on.
static inline vf keep_first(vf v, int n) {
  if (n == kLanes) return v;
  float lanes[kLanes];
  store(lanes, v);
  return load_first(lanes, n);
}

// body(index, lanes) for each vector of a row; the last may have fewer than kLanes lanes.
template <typename Body>
static inline void for_row(size_t count, Body&& body) {
  size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) body(i, kLanes);
  if (i < count) body(i, static_cast<int>(count - i));
}

// Elements of a row that are added in float32 before the total goes on in double precision.
constexpr size_t kRowBlock = 4096;

// Sum of term(index, lanes) from begin to end; lanes past the end must come back as zero. Four sums at a time: one
// would wait for each addition.
template <typename Term>
static inline float block_sum(size_t begin, size_t end, Term& term) {
  vf sums[4] = {};
  size_t i = begin;
  for (; i + 4 * kLanes <= end; i += 4 * kLanes) {
#pragma GCC unroll 4
    for (int s = 0; s < 4; ++s) sums[s] += term(i + s * kLanes, kLanes);
  }
  for (; i + kLanes <= end; i += kLanes) sums[0] += term(i, kLanes);
  if (i < end) sums[1] += term(i, static_cast<int>(end - i));
  return sum((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

// The same over a row.
template <typename Term>
static inline float row_sum(size_t count, Term&& term) {
  if (count <= kRowBlock) return block_sum(0, count, term);
  double total = 0.0;
  for (size_t begin = 0; begin < count; begin += kRowBlock) {
    total += block_sum(begin, count - begin < kRowBlock ? count : begin + kRowBlock, term);
  }
  return static_cast<float>(total);
}

}  // namespace skein::SKEIN_SIMD
