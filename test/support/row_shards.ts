/** How kernels cut rows into shards: as src/parallel cuts examples, of `unit` rows each. */
import { shardBegins } from "../../src/parallel/index.js";

/** The numbers of each shard's rows. */
export function rowsOfShards({ rows, unit, shards }: Record<"rows" | "unit" | "shards", number>): number[][] {
  const begins = shardBegins(rows / unit, shards);
  return Array.from({ length: shards }, (_, s) => {
    const [first, end] = [begins[s]! * unit, begins[s + 1]! * unit];
    return Array.from({ length: end - first }, (_, i) => first + i);
  });
}
