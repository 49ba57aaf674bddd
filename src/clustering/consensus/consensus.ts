/** One clustering of several. */

import { ArgumentError, DataError } from "../../errors.js";
import { cut, link } from "../agglomerative/linkage.js";
import { MOST_ROWS, type Pairs } from "../agglomerative/pairs.js";
import { finished } from "../turns.js";

/** Settings of `Consensus`. */
export interface ConsensusOptions {
  /** K, from 1 up. */
  readonly clusters: number;
}

/** The label of rows in no cluster. */
const NOISE = -1;

/**
 * What several clusterings of the same N rows agree on: clusters of rows that come together most often.
 *
 * ```ts
 * const labels = consensusClustering([kmeans.labels, ward.labels, hdbscan.labels], { clusters: 10 });
 * ```
 *
 * Two rows are as near as the share of labellings that put them together (A. Fred and A. Jain, "Combining multiple
 * clusterings using evidence accumulation", PAMI 27, 2005), of those in which neither is noise (-1); average linkage
 * joins them. Rows that all labellings treat alike are one, with their weight. Where more than 20,000 are left, the
 * labellings' clusters are joined instead, by the rows that they share, and each row goes to the group that most of its
 * clusters are in (A. Strehl and J. Ghosh, "Cluster ensembles", JMLR 3, 2002, MCLA).
 *
 * @param labellings Labels [N] each: 0 and up, or -1 for noise.
 * @returns The cluster of each row, 0 to K - 1 in the order of the rows; -1 where all labellings say noise.
 * @throws {ArgumentError} if there is no labelling, or K is out of its range.
 * @throws {DataError} if the labellings differ in length or hold other values, or tell fewer than K groups apart.
 */
export function consensusClustering(
  labellings: readonly ArrayLike<number>[],
  { clusters }: ConsensusOptions,
): Int32Array {
  if (labellings.length === 0) {
    throw new ArgumentError("consensusClustering: there is no labelling: give one at least");
  }
  if (!(Number.isInteger(clusters) && clusters >= 1)) {
    throw new ArgumentError(`consensusClustering: clusters is ${clusters}: give a whole number from 1 up`);
  }
  const rows = labellings[0]!.length;
  for (const [i, labels] of labellings.entries()) {
    if (labels.length !== rows) {
      throw new DataError(
        `consensusClustering: labelling ${i} has ${labels.length} rows, the first ${rows}: give labels of the same rows`,
      );
    }
    for (let row = 0; row < rows; row++) {
      const label = labels[row]!;
      if (Number.isInteger(label) && label >= NOISE && label < 2 ** 31) continue;
      throw new DataError(
        `consensusClustering: labelling ${i} holds ${label} at row ${row}: give whole numbers from 0 up, or -1 for noise`,
      );
    }
  }
  const { tuples, weights, tupleOf } = distinct(labellings, rows);
  if (tuples.length < clusters) {
    throw new DataError(
      `consensusClustering: the labellings tell ${tuples.length} groups of rows apart, fewer than ${clusters} clusters: give fewer clusters or more labellings`,
    );
  }
  const groups =
    tuples.length <= MOST_ROWS
      ? joinTuples(tuples, weights, clusters)
      : joinClusters(tuples, weights, clusters);
  const numbers = new Map<number, number>();
  return tupleOf.map((tuple) => {
    if (tuple === NOISE) return NOISE;
    const group = groups[tuple]!;
    if (!numbers.has(group)) numbers.set(group, numbers.size);
    return numbers.get(group)!;
  });
}

/** The different tuples of labels, how many rows have each, and each row's; NOISE for rows that all call noise. */
function distinct(labellings: readonly ArrayLike<number>[], rows: number) {
  const known = new Map<string, number>();
  const tuples: number[][] = [];
  const weights: number[] = [];
  const tupleOf = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const tuple = labellings.map((labels) => labels[row]!);
    if (tuple.every((label) => label === NOISE)) {
      tupleOf[row] = NOISE;
      continue;
    }
    const key = tuple.join();
    const found = known.get(key) ?? tuples.length;
    if (found === tuples.length) {
      known.set(key, found);
      tuples.push(tuple);
      weights.push(0);
    }
    weights[found]!++;
    tupleOf[row] = found;
  }
  return { tuples, weights: Int32Array.from(weights), tupleOf };
}

function joinTuples(
  tuples: readonly number[][],
  weights: Int32Array<ArrayBuffer>,
  clusters: number,
): Int32Array {
  const pairs = pairsOf(tuples.length, (i, j) => {
    const [a, b] = [tuples[i]!, tuples[j]!];
    let [together, both] = [0, 0];
    for (let t = 0; t < a.length; t++) {
      if (a[t] === NOISE || b[t] === NOISE) continue;
      both++;
      if (a[t] === b[t]) together++;
    }
    return both === 0 ? 1 : 1 - together / both;
  });
  return cut(finished(link(pairs, "average", weights)), tuples.length, tuples.length - clusters);
}

/** Groups of the labellings' clusters by the share of their rows that they have in common; then each tuple's group. */
function joinClusters(
  tuples: readonly number[][],
  weights: Int32Array<ArrayBuffer>,
  clusters: number,
): Int32Array {
  const numbers = new Map<string, number>();
  const members = tuples.map((tuple) =>
    tuple.flatMap((label, t) => {
      if (label === NOISE) return [];
      const key = `${t},${label}`;
      if (!numbers.has(key)) numbers.set(key, numbers.size);
      return [numbers.get(key)!];
    }),
  );
  const count = numbers.size;
  if (count > MOST_ROWS || count < clusters) {
    throw new DataError(
      `consensusClustering: the labellings have ${count} clusters in all, which cannot be joined to ${clusters}: give labellings with some hundred clusters`,
    );
  }
  const sizes = new Float64Array(count);
  const shared = new Map<number, number>();
  for (const [tuple, own] of members.entries()) {
    for (const a of own) {
      sizes[a]! += weights[tuple]!;
      for (const b of own) {
        if (a < b) shared.set(a * count + b, (shared.get(a * count + b) ?? 0) + weights[tuple]!);
      }
    }
  }
  const pairs = pairsOf(count, (i, j) => {
    const both = shared.get(i * count + j) ?? 0;
    return 1 - both / (sizes[i]! + sizes[j]! - both);
  });
  const groups = cut(finished(link(pairs, "average")), count, count - clusters);
  return Int32Array.from(members, (own) => {
    const votes = new Float64Array(clusters);
    for (const cluster of own) votes[groups[cluster]!]!++;
    return votes.indexOf(votes.reduce((a, b) => Math.max(a, b)));
  });
}

function pairsOf(rows: number, distance: (i: number, j: number) => number): Pairs {
  const distances = new Float64Array((rows * (rows - 1)) / 2);
  const base = Int32Array.from({ length: rows }, (_, i) => rows * i - (i * (i + 3)) / 2 - 1);
  for (let i = 0; i < rows; i++) {
    for (let j = i + 1; j < rows; j++) distances[base[i]! + j] = distance(i, j);
  }
  return { rows, distances, base };
}
