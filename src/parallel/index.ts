export { allReduce, gatherNumbers, treeTotal } from "./all_reduce.js";
export { alone, type Collectives } from "./collectives.js";
export { checkShards, DEFAULT_SHARDS, ownRows, ownShards, shardBegins } from "./shards.js";
export { together } from "./together.js";
