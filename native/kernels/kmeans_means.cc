// moved = sums / counts; a cluster without rows keeps its centre. Twin of shaders/kmeans_means.wgsl.
#include "params/kmeans_means.h"

#include "kernel.h"
#include "lib/reduce.h"

SKEIN_KERNEL(kmeans_means, k, pool) {
  pool.parallel_for(k.clusters, [&](size_t cluster) {
    const size_t first = cluster * k.cols;
    const uint32_t count = k.counts[cluster];
    for_row(k.cols, [&](size_t c, int n) {
      const size_t i = first + c;
      const vf mean = load_first(k.sums + i, n) / static_cast<float>(count);
      store_first(k.moved + i, count == 0 ? load_first(k.centers + i, n) : mean, n);
    });
  });
}
