// centers = means of the rows with each label; those of clusters that do not exist are left out. Twin of
// shaders/kmeans_update.wgsl.
#include "params/kmeans_update.h"

#include "kernel.h"
#include "lib/kmeans_sums.h"

SKEIN_KERNEL(kmeans_update, k, pool) {
  const ClusterSums sums(k.rows, k.cols, k.clusters, 1);
  sums.for_chunks(pool, [&](size_t begin, size_t end, const ChunkSums& chunk) {
    for (size_t row = begin; row < end; ++row) {
      if (k.label[row] < k.clusters) chunk.add(k.label[row], k.x + row * k.cols);
    }
  });
  sums.means(pool, k.centers, k.centers, k.counts);
}
