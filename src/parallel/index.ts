export { allReduce } from "./all_reduce.js";
export { BatchShards, runsOf, type ShardGroup, type ShardRun } from "./batch_shards.js";
export { alone, type Collectives } from "./collectives.js";
export { checkShards, DEFAULT_SHARDS, ownShards, shardBegins } from "./shards.js";
export { together } from "./together.js";
