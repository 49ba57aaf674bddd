export { agree, nameRanks } from "./agree.js";
export { BatchShards, runsOf, type ShardGroup, type ShardRun } from "./batch_shards.js";
export { alone, type Collectives } from "./collectives.js";
export { gatherJson } from "./json.js";
export { gatherNumbers, joined, treeTotal } from "./numbers.js";
export {
  checkShards,
  DEFAULT_SHARDS,
  inShardsRange,
  ownRows,
  ownShards,
  SHARDS_RANGE,
  shardBegins,
} from "./shards.js";
export { type SharedSignal, shareSignal } from "./shared_signal.js";
export { together } from "./together.js";
