/** Examples that are cut into shards, as parameters of kernels: in the way of `shardBegins` in src/parallel/shards.ts. */
import { u32 } from "./kernel.js";

export const shardParams = { shards: u32, longer: u32 } as const;

export interface Shards {
  /** Neighbouring shards. */
  readonly shards: number;
  /** The first shards of them, which have one example more than the others. */
  readonly longer: number;
}

/** Examples of shard `s`, where all shards have `examples` of them. */
export function shardSize(examples: number, { shards, longer }: Shards, s: number): number {
  return (examples - longer) / shards + (s < longer ? 1 : 0);
}

/** Examples of the longest shard. */
export const longestShard = (examples: number, shards: Shards): number => shardSize(examples, shards, 0);
