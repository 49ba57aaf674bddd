// centers = means of the rows with each label. Twin of shaders/kmeans_update.wgsl.
#include "params/kmeans_update.h"

#include "kernel.h"
#include "lib/gemm.h"
#include "lib/reduce.h"
#include "lib/simd.h"
#include "lib/workspace.h"

SKEIN_KERNEL(kmeans_update, k, pool) {
  const size_t cols = k.cols, clusters = k.clusters, rows = k.rows;
  // So many rows that the partial sums take at most a quarter of x's memory.
  const size_t chunk_rows = larger(larger(1024, ceil_div(rows, 256)), 4 * clusters);
  const size_t chunks = ceil_div(rows, chunk_rows);
  const size_t floats = clusters * cols;
  float* partial = workspace(Slot::shared, chunks * (floats + clusters));
  uint32_t* partial_counts = reinterpret_cast<uint32_t*>(partial + chunks * floats);

  pool.parallel_ranges(rows, chunk_rows, [&](size_t begin, size_t end) {
    float* sums = partial + begin / chunk_rows * floats;
    uint32_t* counts = partial_counts + begin / chunk_rows * clusters;
    __builtin_memset(sums, 0, floats * sizeof(float));
    __builtin_memset(counts, 0, clusters * sizeof(uint32_t));
    for (size_t row = begin; row < end; ++row) {
      const float* x = k.x + row * cols;
      float* sum = sums + k.label[row] * cols;
      ++counts[k.label[row]];
      for_row(cols, [&](size_t i, int n) {
        store_first(sum + i, load_first(sum + i, n) + load_first(x + i, n), n);
      });
    }
  });

  pool.parallel_for(clusters, [&](size_t cluster) {
    uint32_t count = 0;
    for (size_t chunk = 0; chunk < chunks; ++chunk) count += partial_counts[chunk * clusters + cluster];
    k.counts[cluster] = count;
    if (count == 0) return;
    for_row(cols, [&](size_t i, int n) {
      vf total{};
      for (size_t chunk = 0; chunk < chunks; ++chunk) {
        total += load_first(partial + chunk * floats + cluster * cols + i, n);
      }
      store_first(k.centers + cluster * cols + i, total / static_cast<float>(count), n);
    });
  });
}
