export { alone, type Collectives } from "./collectives.js";
export { checkShards, DEFAULT_SHARDS, ownShards, shardBegins } from "./shards.js";
