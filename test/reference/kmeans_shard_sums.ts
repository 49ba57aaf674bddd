type Params = Record<"rows" | "cols" | "clusters" | "shards" | "filled", number>;

export default function kmeansShardSums(
  b: Record<"x" | "label" | "sums" | "counts", Float64Array>,
  { rows, cols, clusters, shards, filled }: Params,
) {
  b.sums.fill(0);
  b.counts.fill(0);
  for (let shard = 0; shard < shards; shard++) {
    const own = Math.floor(filled / shards) + (shard < filled % shards ? 1 : 0);
    for (let row = 0; row < own; row++) {
      const n = (shard * rows) / shards + row;
      const k = b.label[n]!;
      if (k >= clusters) continue;
      b.counts[k]!++;
      for (let d = 0; d < cols; d++) b.sums[(shard * clusters + k) * cols + d]! += b.x[n * cols + d]!;
    }
  }
}
