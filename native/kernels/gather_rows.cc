// y[i] = x[index[i]], NaN where index[i] >= rows. Twin of shaders/gather_rows.wgsl.
#include "params/gather_rows.h"

#include <cstring>

#include "kernel.h"
#include "lib/math.h"

SKEIN_KERNEL(gather_rows, k, pool) {
  constexpr size_t kElements = 16384;
  const size_t rows = kElements / (k.cols + 1) + 1;
  pool.parallel_ranges(k.count, rows, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      float* y = k.y + i * k.cols;
      const size_t from = k.index[i];
      if (from < k.rows) {
        std::memcpy(y, k.x + from * k.cols, k.cols * sizeof(float));
      } else {
        fill_nan(y, k.cols);
      }
    }
  });
}
