// label = argmax over k of x c_k - |c_k|^2 / 2, distance = |x - c_label|^2.
// Twin of shaders/kmeans_assign.wgsl.
#include "params/kmeans_assign.h"

#include "kernel.h"
#include "lib/kmeans_nearest.h"

SKEIN_KERNEL(kmeans_assign, k, pool) {
  const size_t cols = k.cols;
  const Centers centers = pack_centers(pool, k.centers, k.clusters, cols);
  pool.parallel_ranges(k.rows, kBlockRows, [&](size_t begin, size_t end) {
    const float* x = k.x + begin * cols;
    uint32_t* label = k.label + begin;
    const size_t count = end - begin;
    nearest_centers(centers, x, count, k.rows - begin, label);
    for (size_t row = 0; row < count; row += kLanes) {
      const int rows = static_cast<int>(smaller(kLanes, count - row));
      vf squares[kLanes] = {};
      for (int i = 0; i < rows; ++i) {
        const float* center = k.centers + label[row + i] * cols;
        for_row(cols, [&](size_t c, int n) {
          const vf difference = load_first(x + (row + i) * cols + c, n) - load_first(center + c, n);
          squares[i] += difference * difference;
        });
      }
      store_first(k.distance + begin + row, sums_of(squares), rows);
    }
  });
}
