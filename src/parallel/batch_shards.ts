/** The batch of one training step, cut into shards, and which of them this process has. */
import { ArgumentError } from "../errors.js";
import type { Collectives } from "./collectives.js";
import { ownShards, shardBegins } from "./shards.js";

/** Neighbouring shards of a process's own examples. */
export interface ShardGroup {
  /** The first example, of the process's own. */
  readonly first: number;
  readonly examples: number;
  readonly shards: number;
  /** How many of the shards, the first ones, have an example more than the others. */
  readonly longer: number;
}

/** Neighbouring shards of one length. */
export interface ShardRun {
  /** The first example, of the process's own. */
  readonly first: number;
  /** The first shard, of the group's. */
  readonly shard: number;
  readonly shards: number;
  /** Examples of each. */
  readonly each: number;
}

export class BatchShards {
  readonly ranks: Collectives;
  /** Of the whole batch, on all processes. */
  readonly examples: number;
  /** Of the whole batch. */
  readonly shards: number;
  /** Shards of the whole batch that have an example more than the others: the first ones. */
  readonly longer: number;
  /** The first example that is this process's own, of the whole batch. */
  readonly first: number;
  /** This process's examples and shards. */
  readonly own: ShardGroup;
  readonly #begins: Uint32Array;
  readonly #ownBegin: number;

  /**
   * @param shards a power of two; fewer, where the batch has fewer examples: the largest power of two that is not above them.
   * @throws {ArgumentError} when the processes cannot share them evenly.
   */
  constructor(ranks: Collectives, shards: number, examples: number) {
    const few = 2 ** Math.floor(Math.log2(Math.max(1, examples)));
    if (few < shards && few < ranks.size) {
      throw new ArgumentError(
        `a batch of ${examples} images cannot be shared by ${ranks.size} processes: use ${few} processes or larger batches`,
      );
    }
    this.ranks = ranks;
    this.examples = examples;
    this.shards = Math.min(shards, few);
    this.longer = examples % this.shards;
    this.#begins = shardBegins(examples, this.shards);
    const { begin, end } = ownShards(this.shards, ranks);
    this.#ownBegin = begin;
    this.first = this.#begins[begin]!;
    this.own = this.#groupOf(begin, end);
  }

  /** The process's own part of what has an entry for each example of the batch. */
  part<T extends { subarray(begin: number, end: number): T }>(values: T): T {
    return values.subarray(this.first, this.first + this.own.examples);
  }

  /** Its own shards, in groups of `size`, a power of two. */
  groups(size: number): ShardGroup[] {
    const step = Math.min(size, this.own.shards);
    return Array.from({ length: this.own.shards / step }, (_, i) => {
      const begin = this.#ownBegin + i * step;
      return this.#groupOf(begin, begin + step);
    });
  }

  #groupOf(begin: number, end: number): ShardGroup {
    const first = this.#begins[begin]!;
    return {
      first: first - this.first,
      examples: this.#begins[end]! - first,
      shards: end - begin,
      longer: Math.min(Math.max(this.longer - begin, 0), end - begin),
    };
  }
}

/** The longer shards of a group, and the others. No shard of a batch is empty. */
export function runsOf({ first, examples, shards, longer }: ShardGroup): ShardRun[] {
  const each = (examples - longer) / shards;
  return [
    { first, shard: 0, shards: longer, each: each + 1 },
    { first: first + longer * (each + 1), shard: longer, shards: shards - longer, each },
  ].filter((run) => run.shards > 0);
}
