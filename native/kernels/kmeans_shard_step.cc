// sums = sums of each shard's rows that are nearest to each centre. Twin of shaders/kmeans_shard_step.wgsl.
#include "params/kmeans_shard_step.h"

#include "kernel.h"
#include "lib/kmeans_shards.h"
#include "lib/kmeans_step.h"

SKEIN_KERNEL(kmeans_shard_step, k, pool) {
  const Centers centers = pack_centers(pool, k.centers, k.clusters, k.cols);
  const ShardSums sums(k, kBlockRows);
  sums.for_chunks(
      pool, [&](size_t begin, size_t end, const ChunkSums& chunk) { add_nearest(centers, k.x, begin, end, chunk); });
  sums.finish(pool);
}
