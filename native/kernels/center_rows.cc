// y = scale * x - center, squares = sums of y^2 over blocks of rows. Twin of shaders/center_rows.wgsl.
#include "params/center_rows.h"

#include "kernel.h"
#include "lib/pointwise.h"
#include "lib/simd.h"
#include "lib/sizes.h"

SKEIN_KERNEL(center_rows, k, pool) {
  constexpr size_t kBlock = 64;
  const size_t cols = k.cols, rows = k.rows;
  const size_t grain = larger(1, kGrain / (kBlock * cols));
  pool.parallel_ranges(ceil_div(rows, kBlock), grain, [&](size_t begin, size_t end) {
    for (size_t block = begin; block < end; ++block) {
      vf total{};
      for (size_t row = block * kBlock; row < smaller(rows, (block + 1) * kBlock); ++row) {
        vf squares{};
        for_row(cols, [&](size_t i, int n) {
          const vf value = k.scale * load_first(k.x + row * cols + i, n) - load_first(k.center + i, n);
          store_first(k.y + row * cols + i, value, n);
          squares += value * value;
        });
        total += squares;
      }
      k.squares[block] = sum(total);
    }
  });
}
