/** Cases of kmeans_shards.ts. */
import { addCases, type Case } from "../case.js";
import { nearCluster } from "../kmeans.js";
import { kmeansMeans, kmeansShardStep, kmeansShardSums, type Shards } from "../kmeans_shards.js";
import { integers } from "../sample.js";

const shapes: readonly Case<Shards>[] = [
  { params: { rows: 1, cols: 1, clusters: 1, shards: 1, filled: 1 }, note: "one value" },
  { params: { rows: 256, cols: 3, clusters: 5, shards: 4, filled: 10 }, note: "two shards are longer" },
  { params: { rows: 256, cols: 3, clusters: 5, shards: 4, filled: 3 }, note: "an empty shard" },
  { params: { rows: 1024, cols: 17, clusters: 16, shards: 2, filled: 1021 }, note: "full shards, tails" },
  {
    params: { rows: 2560, cols: 65, clusters: 37, shards: 2, filled: 2049 },
    note: "chunks of WebGPU: one more",
  },
  {
    params: { rows: 4096, cols: 2, clusters: 3, shards: 4, filled: 2305 },
    note: "chunks of the CPU: one more",
  },
  {
    params: { rows: 3072, cols: 16, clusters: 100, shards: 1, filled: 3000 },
    note: "one shard, many clusters",
  },
];

addCases(kmeansShardStep, [
  ...shapes,
  {
    params: { rows: 512, cols: 9, clusters: 50, shards: 2, filled: 300 },
    note: "empty clusters",
    samples: { x: nearCluster((p, row) => 7 + (row % (p.clusters - 10))) },
  },
]);

addCases(kmeansShardSums, [
  ...shapes,
  {
    params: { rows: 512, cols: 9, clusters: 50, shards: 2, filled: 300 },
    note: "empty clusters",
    samples: { label: integers(7, 40) },
  },
]);

addCases(kmeansMeans, [
  { params: { cols: 1, clusters: 1 }, note: "one value" },
  { params: { cols: 19, clusters: 37 }, note: "tails; empty clusters keep their centres" },
]);
