// Loops over dense tensors, divided among the pool's threads.
#pragma once
#include <cstddef>

#include "lib/reduce.h"
#include "pool.h"

namespace skein::SKEIN_SIMD {

// Elements of one task: enough to pay for handing it out, few enough for level 1 caches.
constexpr size_t kGrain = 16384;

// y[i] = f(lanes, index) for vectors of a dense tensor; f loads its operands with load_first(p + index, lanes).
template <typename Function>
static inline void map_elements(Pool& pool, size_t count, float* y, Function f) {
  pool.parallel_ranges(count, kGrain, [&](size_t begin, size_t end) {
    for_row(end - begin, [&](size_t i, int n) { store_first(y + begin + i, f(begin + i, n), n); });
  });
}

}  // namespace skein::SKEIN_SIMD
