// y[i] = x[index[i]]. Twin of shaders/gather_rows.wgsl.
#include "params/gather_rows.h"

#include <cstring>

#include "kernel.h"

SKEIN_KERNEL(gather_rows, k, pool) {
  constexpr size_t kElements = 16384;
  const size_t rows = kElements / (k.cols + 1) + 1;
  pool.parallel_ranges(k.count, rows, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      std::memcpy(k.y + i * k.cols, k.x + static_cast<size_t>(k.index[i]) * k.cols, k.cols * sizeof(float));
    }
  });
}
