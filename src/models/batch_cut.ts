/** How a training cuts its batches into shards, on one process or on several: the setting and the rule. */
import * as z from "zod";
import {
  alone,
  BatchShards,
  type Collectives,
  DEFAULT_SHARDS,
  inShardsRange,
  SHARDS_RANGE,
} from "../parallel/index.js";

/** The setting `shards` of models, without a default. */
export const shards = z.number({ error: SHARDS_RANGE }).refine(inShardsRange, { error: SHARDS_RANGE });

/** Examples of a shard: with fewer, a step of the default classifier takes more than a twentieth longer. */
const FEW = 8;

/** Shards for batches that may be small: as many as elsewhere, but each with eight examples or more. */
export function shardsFor(batch: number): number {
  return 2 ** Math.floor(Math.log2(Math.min(DEFAULT_SHARDS, Math.max(1, batch / FEW))));
}

/** How so many examples are cut; null where they are not. */
export type BatchCut = (examples: number) => BatchShards | null;

/**
 * Cuts batches into `shards`. Fewer examples than processes, such as the last ones of an epoch, are computed whole by all
 * processes. One shard on one process is no cut: sums over a batch are then as each kernel likes.
 * @param batch examples of most batches.
 * @throws {ArgumentError} when the processes cannot share such a batch.
 */
export function batchCut(ranks: Collectives, shards: number, batch: number): BatchCut {
  if (shards === 1 && ranks.size === 1) return () => null;
  // Refuses what no process could share.
  new BatchShards(ranks, shards, batch);
  return (examples) => new BatchShards(examples < ranks.size ? alone : ranks, shards, examples);
}
