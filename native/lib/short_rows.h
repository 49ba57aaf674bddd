// Rows of a few elements, kLanes rows at a time: a vector then holds one column of them, and what is done
// along a row needs no work across lanes.
#pragma once
#include <cstddef>

#include "lib/pointwise.h"
#include "lib/transpose.h"

namespace skein::SKEIN_SIMD {

// The longest short row.
constexpr size_t kShortRow = 32;

// columns[c] = column c of `rows` <= kLanes rows; lanes past them are zero.
static inline void load_columns(const float* x, size_t cols, int rows, vf* columns) {
  for_row(cols, [&](size_t c, int n) {
    vf block[kLanes];
    for (int r = 0; r < kLanes; ++r) block[r] = r < rows ? load_first(x + r * cols + c, n) : vf{};
    transpose(block);
    for (int i = 0; i < n; ++i) columns[c + i] = block[i];
  });
}

static inline void store_columns(float* y, size_t cols, int rows, const vf* columns) {
  for_row(cols, [&](size_t c, int n) {
    vf block[kLanes] = {};
    for (int i = 0; i < n; ++i) block[i] = columns[c + i];
    transpose(block);
    for (int r = 0; r < rows; ++r) store_first(y + r * cols + c, block[r], n);
  });
}

// Calls short_rows(first, n) for groups of n <= kLanes rows where rows are short, and long_row(row) for each
// row where they are not.
template <typename Short, typename Long>
static inline void for_rows(Pool& pool, size_t rows, size_t cols, Short&& short_rows, Long&& long_row) {
  const size_t step = cols <= kShortRow ? kLanes : 1;
  const size_t groups = (rows + step - 1) / step;
  const size_t work = step * (cols + 1);
  pool.parallel_ranges(groups, work < kGrain ? kGrain / work : 1, [&](size_t begin, size_t end) {
    for (size_t group = begin; group < end; ++group) {
      const size_t first = group * step;
      if (step == 1) {
        long_row(first);
      } else {
        short_rows(first, static_cast<int>(rows - first < step ? rows - first : step));
      }
    }
  });
}

}  // namespace skein::SKEIN_SIMD
