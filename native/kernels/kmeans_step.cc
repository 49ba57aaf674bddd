// moved = means of the rows that are nearest to each centre. Twin of shaders/kmeans_step.wgsl.
#include "params/kmeans_step.h"

#include "kernel.h"
#include "lib/kmeans_step.h"

SKEIN_KERNEL(kmeans_step, k, pool) {
  const size_t cols = k.cols;
  const Centers centers = pack_centers(pool, k.centers, k.clusters, cols);
  const ClusterSums sums(k.rows, cols, k.clusters, kBlockRows);
  sums.for_chunks(
      pool, [&](size_t begin, size_t end, const ChunkSums& chunk) { add_nearest(centers, k.x, begin, end, chunk); });
  sums.means(pool, k.centers, k.moved, k.counts);
}
