// sums = sums of each shard's rows with each label; labels of no cluster are left out. Twin of
// shaders/kmeans_shard_sums.wgsl.
#include "params/kmeans_shard_sums.h"

#include "kernel.h"
#include "lib/kmeans_shards.h"

SKEIN_KERNEL(kmeans_shard_sums, k, pool) {
  const ShardSums sums(k, 1);
  sums.for_chunks(pool, [&](size_t begin, size_t end, const ChunkSums& chunk) {
    for (size_t row = begin; row < end; ++row) {
      if (k.label[row] < k.clusters) chunk.add(k.label[row], k.x + row * k.cols);
    }
  });
  sums.finish(pool);
}
