// Sums of each shard's rows of each cluster. The kernel has parameters as src/kernels/kmeans_shards.ts has them, and bindings sums
// [S, K, D], counts [K] and those of kmeans_sums.
#import kmeans_shard_chunks
#import kmeans_sums

// One invocation per element of sums.
fn write_shard_sum(i: u32) {
  let elements = params.clusters * params.cols;
  if (i >= params.shards * elements) {
    return;
  }
  let first = i / elements * shard_chunks();
  sums[i] = element_sum(i % elements, first, first + shard_chunks());
  if (i < elements && i % params.cols == 0u) {
    counts[i / params.cols] = cluster_rows(i / params.cols);
  }
}
