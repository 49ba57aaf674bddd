/** Where the rows of a process's shards lie on its device. */
import { DataError } from "../../../errors.js";
import { DISTANCE_BLOCK } from "../../../kernels/kmeans.js";
import type { Shards } from "../../../kernels/kmeans_shards.js";
import { type Collectives, ownRows, ownShards, shardBegins } from "../../../parallel/index.js";

/** One shard of a process: its rows among the process's own, and the place of the first of them. */
export interface OwnShard {
  readonly begin: number;
  readonly rows: number;
  readonly place: number;
}

/**
 * Each shard has as many places, whole blocks of `kmeansDistances`, and its rows in the first of them, as
 * src/kernels/kmeans_shards.ts wants it: so what is computed for a shard does not depend on what else a process has.
 */
export class Layout {
  /** Shards of all processes. */
  readonly shards: number;
  /** Rows of all processes. */
  readonly count: number;
  readonly own: readonly OwnShard[];
  /** The number of the first of these, of all shards. */
  readonly firstShard: number;
  /** Rows of this process, and which of all the first of them is. */
  readonly filled: number;
  readonly first: number;
  /** Places of one shard. */
  readonly stride: number;
  /** Places of this process. */
  readonly places: number;
  readonly #begins: Uint32Array;
  readonly #shardsOfProcess: number;

  constructor(count: number, shards: number, ranks: Collectives) {
    const { begin, end } = ownShards(shards, ranks);
    const rows = ownRows(count, shards, ranks);
    this.shards = shards;
    this.firstShard = begin;
    this.#shardsOfProcess = end - begin;
    this.count = count;
    this.first = rows.begin;
    this.filled = rows.end - rows.begin;
    this.stride = DISTANCE_BLOCK * Math.ceil(Math.ceil(count / shards) / DISTANCE_BLOCK);
    this.places = (end - begin) * this.stride;
    const begins = shardBegins(count, shards);
    this.#begins = begins;
    this.own = Array.from({ length: end - begin }, (_, s) => ({
      begin: begins[begin + s]! - rows.begin,
      rows: begins[begin + s + 1]! - begins[begin + s]!,
      place: s * this.stride,
    }));
  }

  /** The parameters of kernels over shards. */
  kernel(cols: number, clusters: number): Shards {
    return { rows: this.places, cols, clusters, shards: this.own.length, filled: this.filled };
  }

  /** Which of all rows lies at a place that holds one. */
  rowAt(place: number): number {
    const { begin, place: start } = this.own[Math.floor(place / this.stride)]!;
    return this.first + begin + place - start;
  }

  /** Where one of all rows lies, on the process that has it; null on others. */
  placeOf(row: number): number | null {
    const own = this.own[this.shardOf(row) - this.firstShard];
    return own ? own.place + row - this.first - own.begin : null;
  }

  /** The shard that has one of all rows. */
  shardOf(row: number): number {
    // Rounded up: the first shards are the longer ones.
    let shard = Math.floor(row / Math.ceil(this.count / this.shards));
    while (row >= this.#begins[shard + 1]!) shard++;
    return shard;
  }

  /** The process that has a shard. */
  rankOf(shard: number): number {
    return Math.floor(shard / this.#shardsOfProcess);
  }

  /** The values of places that hold rows, in the order of rows. */
  rowsOf<T extends Int32Array | Float32Array | Uint32Array>(values: T): T {
    const rows = values.slice(0, this.filled) as T;
    for (const { begin, rows: count, place } of this.own)
      rows.set(values.subarray(place, place + count), begin);
    return rows;
  }
}

/**
 * The layout of rows of which each process says how many it has.
 * @throws {DataError} if those are not the rows of its shards, or fewer than shards.
 */
export function layoutOf(
  caller: string,
  given: readonly number[],
  shards: number,
  ranks: Collectives,
): Layout {
  const count = given.reduce((sum, rows) => sum + rows, 0);
  ownShards(shards, ranks);
  if (count < shards) {
    throw new DataError(
      `${caller}: ${count} rows cannot fill ${shards} shards: give more rows, or set shards to ${2 ** Math.floor(Math.log2(Math.max(1, count)))} or less`,
    );
  }
  for (const [rank, rows] of given.entries()) {
    const { begin, end } = ownRows(count, shards, { rank, size: ranks.size });
    if (rows === end - begin) continue;
    throw new DataError(
      `${caller}: rank ${rank} gave ${rows} of ${count} rows, its ${shards / ranks.size} of ${shards} shards have ` +
        `${end - begin}: give rows ${begin} to ${end - 1}, as ownRows(${count}, ${shards}, collectives) says`,
    );
  }
  return new Layout(count, shards, ranks);
}
