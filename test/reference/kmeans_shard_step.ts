import kmeansShardSums from "./kmeans_shard_sums.js";

export default function kmeansShardStep(
  b: Record<"x" | "centers" | "sums" | "counts", Float64Array>,
  params: Record<"rows" | "cols" | "clusters" | "shards" | "filled", number>,
) {
  const { rows, cols, clusters } = params;
  const label = new Float64Array(rows);
  for (let n = 0; n < rows; n++) {
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < clusters; k++) {
      let distance = 0;
      for (let d = 0; d < cols; d++) distance += (b.x[n * cols + d]! - b.centers[k * cols + d]!) ** 2;
      if (distance < least) [label[n], least] = [k, distance];
    }
  }
  kmeansShardSums({ ...b, label }, params);
}
