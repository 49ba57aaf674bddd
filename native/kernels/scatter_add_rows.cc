// dx[index[i]] += dy[i], from zero, in the order of i; index[i] >= rows adds to none. Twin of
// shaders/scatter_add_rows.wgsl.
#include "params/scatter_add_rows.h"

#include <cstring>

#include "kernel.h"
#include "lib/reduce.h"

namespace skein::SKEIN_SIMD {
namespace {

// Columns of one task: a thread owns them in all rows, so that the order of the sum is the list's.
constexpr size_t kColumns = 16 * kLanes;

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(scatter_add_rows, k, pool) {
  std::memset(k.dx, 0, static_cast<size_t>(k.rows) * k.cols * sizeof(float));
  pool.parallel_ranges(k.cols, kColumns, [&](size_t begin, size_t end) {
    for (size_t i = 0; i < k.count; ++i) {
      if (k.index[i] >= k.rows) continue;
      const float* dy = k.dy + i * k.cols + begin;
      float* dx = k.dx + static_cast<size_t>(k.index[i]) * k.cols + begin;
      for_row(end - begin,
              [&](size_t c, int n) { store_first(dx + c, load_first(dx + c, n) + load_first(dy + c, n), n); });
    }
  });
}
