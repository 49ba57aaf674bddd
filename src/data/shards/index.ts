export {
  type ImageSourceOptions,
  type NewSample,
  type OpenSampleSource,
  openImageSource,
  type SampleSource,
} from "./image_source.js";
export type { ShardEntry, ShardManifest } from "./manifest.js";
export { openShards, type Shard, type Shards } from "./open_shards.js";
export { type ReadShardOptions, readShard, type ShardSample } from "./read_shard.js";
export { type ShardBatch, type ShardBatchOptions, type ShardFacts, shardBatches } from "./shard_batches.js";
export {
  type WriteShardsOptions,
  type WrittenShards,
  writeShards,
} from "./write_shards.js";
