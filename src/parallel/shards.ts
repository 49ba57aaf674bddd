/**
 * How work is cut so that its result does not depend on the number of processes: into a fixed number of shards, whose
 * sums are added up by a fixed binary tree. Each process has a whole subtree.
 */
import { ArgumentError } from "../errors.js";
import type { Collectives } from "./collectives.js";

/** Shards where nothing else is asked for. */
export const DEFAULT_SHARDS = 16;

/**
 * Where shards of `count` rows begin: shard s has the rows from `begins[s]` to before `begins[s + 1]`. The first
 * `count % shards` shards have one row more than the others; with fewer rows than shards the last ones are empty.
 */
export function shardBegins(count: number, shards: number): Uint32Array {
  const [rows, longer] = [Math.floor(count / shards), count % shards];
  return Uint32Array.from({ length: shards + 1 }, (_, s) => s * rows + Math.min(s, longer));
}

/** What a number of shards has to be, for errors. */
export const SHARDS_RANGE = "a power of two from 1 to 4096";

export const inShardsRange = (shards: number): boolean =>
  shards >= 1 && shards <= 4096 && Number.isInteger(Math.log2(shards));

/** @throws {ArgumentError} when the number is no power of two from 1 to 4096. */
export function checkShards(caller: string, shards: number): number {
  if (!inShardsRange(shards)) {
    throw new ArgumentError(`${caller}: shards is ${shards}: give ${SHARDS_RANGE}`);
  }
  return shards;
}

/**
 * The shards of one process, from `begin` to before `end`: as many on each.
 * @throws {ArgumentError} when the number of processes does not divide that of the shards.
 */
export function ownShards(
  shards: number,
  { rank, size }: Pick<Collectives, "rank" | "size">,
): { readonly begin: number; readonly end: number } {
  if (shards % size !== 0) {
    const below = 2 ** Math.floor(Math.log2(Math.min(size, shards)));
    const choices = below * 2 <= shards ? `${below} or ${below * 2}` : `${below}`;
    throw new ArgumentError(
      `${size} processes cannot share ${shards} shards evenly: start ${choices} processes, or set shards to ` +
        `${2 ** Math.ceil(Math.log2(size))} or more where that is a multiple of ${size}`,
    );
  }
  const own = shards / size;
  return { begin: rank * own, end: (rank + 1) * own };
}

/**
 * Which of `count` rows one process has, those of its shards: from `begin` to before `end`.
 *
 * ```ts
 * const { begin, end } = ownRows(1_000_000, 16, await openCollectives());
 * ```
 * @throws {ArgumentError} if the count is no whole number from 0 up, `shards` no power of two up to 4096, or the number of
 *   processes does not divide it.
 */
export function ownRows(
  count: number,
  shards: number,
  ranks: Pick<Collectives, "rank" | "size">,
): { readonly begin: number; readonly end: number } {
  if (!(Number.isSafeInteger(count) && count >= 0)) {
    throw new ArgumentError(`ownRows: count is ${count}: give a whole number from 0 up`);
  }
  const { begin, end } = ownShards(checkShards("ownRows", shards), ranks);
  const begins = shardBegins(count, shards);
  return { begin: begins[begin]!, end: begins[end]! };
}
