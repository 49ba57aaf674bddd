export default function treeSum(
  { x, y }: Record<"x" | "y", Float64Array>,
  { shards, count }: Record<"shards" | "count", number>,
) {
  y.fill(0);
  for (let shard = 0; shard < shards; shard++) {
    for (let i = 0; i < count; i++) y[i]! += x[shard * count + i]!;
  }
}
