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

// Sum of term(index, lanes) over a row; lanes past the row must come back as zero.
template <typename Term>
static inline float row_sum(size_t count, Term&& term) {
  vf total{};
  for_row(count, [&](size_t i, int n) { total += term(i, n); });
  return sum(total);
}

}  // namespace skein::SKEIN_SIMD
