/**
 * Scalable k-means++, "k-means||" (Bahmani, Moseley, Vattani, Kumar and Vassilvitskii, PVLDB 2012): in a few rounds many
 * rows are drawn at once, each by itself with a probability proportional to its squared distance to those drawn so far.
 * Each then counts as often as it is the nearest of some row, and k-means of these weighted rows gives the start.
 */

import { gatherNumbers } from "../../../parallel/index.js";
import { philox4x32, Random } from "../../../random/philox.js";
import { tensor } from "../../../tensor/index.js";
import { lloyd } from "../lloyd.js";
import { assigned } from "../placed_centers.js";
import { rowsOf } from "../rows_of.js";
import { kMeansPlusPlus } from "../seeding.js";
import type { ShardedRows } from "./sharded_rows.js";

/** Rounds of the paper's experiments, and rows that a round draws on average, in units of K. */
const ROUNDS = 5;
const OVERSAMPLING = 2;
/** Rounds at most, where too few rows were drawn. */
const MOST_ROUNDS = 40;
/** Iterations on the rows that were drawn: few rows, which decide where all others begin. */
const ITERATIONS = 100;
/** In the counter of random numbers, so that no other use meets the same ones. */
const TAG = 0x6b6d7c7c;

export interface ScalableOptions {
  readonly clusters: number;
  readonly seed: number;
  /** Which of several starts it is. */
  readonly run: number;
  readonly spherical: boolean;
}

/** `clusters` points to start from, [K, D], the same on each process. */
export async function scalablePlusPlus(
  rows: ShardedRows,
  { clusters, seed, run, spherical }: ScalableOptions,
): Promise<Float32Array<ArrayBuffer>> {
  const { cols, layout, ranks } = rows;
  const { device } = rows.x;
  const random = new Random(seed, run);
  const candidates = new Candidates(rows);
  const first = layout.placeOf(random.integer(layout.count));
  await candidates.add(first === null ? [] : [first]);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    if (round >= ROUNDS && candidates.count >= clusters) break;
    const potential = await rows.total(candidates.closest);
    if (potential === 0) break;
    const share = (OVERSAMPLING * clusters) / potential;
    await candidates.add(candidates.draw(share, (row) => uniformOf(row, round, seed, run)));
  }
  const { points, weights } = await candidates.weighted();
  const largest = weights.reduce((a, b) => Math.max(a, b));
  const shares = Float32Array.from(weights, (weight) => weight / largest);
  using x = tensor(device, points, [weights.length, cols]);
  using start = rowsOf(x, await kMeansPlusPlus(x, clusters, random, shares));
  const { centers } = await lloyd(x, start, { maxIterations: ITERATIONS, tolerance: 0, shares, spherical });
  const told = await ranks.broadcast(new Uint8Array(centers.buffer, centers.byteOffset, centers.byteLength));
  return new Float32Array(told.slice().buffer);
}

/** Four rows share a block of random words; which those are depends on the row's number among all alone. */
function uniformOf(row: number, round: number, seed: number, run: number): number[] {
  const block = Math.floor(row / 4);
  const words = philox4x32([block >>> 0, Math.floor(block / 2 ** 32), round, TAG], [seed >>> 0, run >>> 0]);
  return words.map((word) => word / 2 ** 32);
}

/** Rows that were drawn, and which of them is nearest to each row of this process. */
class Candidates {
  readonly #rows: ShardedRows;
  readonly #parts: Float32Array[] = [];
  /** Of each place, the squared distance to the nearest candidate, and its number. */
  readonly closest: Float32Array;
  readonly #nearest: Uint32Array;
  count = 0;

  constructor(rows: ShardedRows) {
    this.#rows = rows;
    this.closest = new Float32Array(rows.layout.places).fill(Number.POSITIVE_INFINITY);
    this.#nearest = new Uint32Array(rows.layout.places);
  }

  /** Adds rows of all processes; `places` are those of this one. */
  async add(places: number[]): Promise<void> {
    const { x, cols } = this.#rows;
    const points = await this.#rows.gather(Uint32Array.from(places));
    const added = points.length / cols;
    if (added === 0) return;
    this.#parts.push(points);
    using centers = tensor(x.device, points, [added, cols]);
    const { labels, distances } = await assigned(x, centers);
    for (let place = 0; place < distances.length; place++) {
      if (!(distances[place]! < this.closest[place]!)) continue;
      this.closest[place] = distances[place]!;
      this.#nearest[place] = this.count + labels[place]!;
    }
    this.count += added;
  }

  /** Places of this process, each drawn with `share` times its distance as probability. */
  draw(share: number, uniforms: (row: number) => number[]): number[] {
    const { own, first } = this.#rows.layout;
    const places: number[] = [];
    let [block, four]: [number, number[]] = [-1, []];
    for (const { begin, rows, place } of own) {
      for (let i = 0; i < rows; i++) {
        const row = first + begin + i;
        if (Math.floor(row / 4) !== block) [block, four] = [Math.floor(row / 4), uniforms(row)];
        if (four[row % 4]! < share * this.closest[place + i]!) places.push(place + i);
      }
    }
    return places;
  }

  /** Those that are nearest to some row, [M, D], and to how many of all. */
  async weighted(): Promise<{ points: Float32Array<ArrayBuffer>; weights: Float64Array }> {
    const { cols, layout, ranks } = this.#rows;
    const own = new Float64Array(this.count);
    for (const { place, rows } of layout.own) {
      for (let i = place; i < place + rows; i++) own[this.#nearest[i]!]!++;
    }
    // Whole numbers: their sum does not depend on its order.
    const all = await gatherNumbers(ranks, own);
    const weights = own.map((_, i) => {
      let sum = 0;
      for (let rank = 0; rank < ranks.size; rank++) sum += all[rank * this.count + i]!;
      return sum;
    });
    const kept = [...weights.keys()].filter((i) => weights[i]! > 0);
    const points = new Float32Array(kept.length * cols);
    let at = 0;
    let first = 0;
    for (const part of this.#parts) {
      const end = first + part.length / cols;
      for (; at < kept.length && kept[at]! < end; at++) {
        const row = kept[at]! - first;
        points.set(part.subarray(row * cols, (row + 1) * cols), at * cols);
      }
      first = end;
    }
    return { points, weights: Float64Array.from(kept, (i) => weights[i]!) };
  }
}
