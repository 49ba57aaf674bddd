// moved = means of the rows that are nearest to each centre. Twin of shaders/kmeans_step.wgsl.
//
// One pass over x: a block of rows is added to its chunk's sums while it is in the cache.
#include "params/kmeans_step.h"

#include "kernel.h"
#include "lib/kmeans_nearest.h"
#include "lib/kmeans_sums.h"

SKEIN_KERNEL(kmeans_step, k, pool) {
  const size_t cols = k.cols;
  const Centers centers = pack_centers(pool, k.centers, k.clusters, cols);
  const ClusterSums sums(k.rows, cols, k.clusters, kBlockRows);
  sums.for_chunks(pool, [&](size_t begin, size_t end, const ChunkSums& chunk) {
    for (size_t first = begin; first < end; first += kBlockRows) {
      const float* x = k.x + first * cols;
      const size_t count = smaller(kBlockRows, end - first);
      uint32_t label[kBlockRows];
      nearest_centers(centers, x, count, end - first, label);
      for (size_t row = 0; row < count; ++row) chunk.add(label[row], x + row * cols);
    }
  });
  sums.means(pool, k.centers, k.moved, k.counts);
}
