/** Near-duplicates: pictures that differ by size, compression, light, a small crop or a mirror. */
import { kNeighboursOf } from "../../clustering/neighbours/k_neighbours.js";
import type { ImageSet } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import { ArgumentError, DataError } from "../../errors.js";
import { tensor } from "../../tensor/index.js";
import { alignment, type Picture, warped } from "./alignment.js";
import { litCorrelation } from "./light.js";
import { COARSE, greyOf, halved, mirrored, SIDE, standardised } from "./thumbnails.js";

export interface NearDuplicatesOptions {
  /** Least correlation of two aligned thumbnails, above 0.5 to 1. Default 0.96. */
  readonly similarity?: number;
  /** Whether a picture and its mirror image are near-duplicates. Default true. */
  readonly mirrored?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Two pictures that are nearly the same. */
export interface DuplicatePair {
  /** Numbers of the images, a < b. */
  readonly a: number;
  readonly b: number;
  /** Correlation of the thumbnails, as they are where that suffices, else aligned. */
  readonly similarity: number;
  readonly mirrored: boolean;
}

/** How much less a pair may correlate before it is aligned, and at half the size. */
const SLACK = 0.12;
/** Neighbours looked at first; where the last is alike without being aligned, so many times more are. */
const [FIRST, MORE] = [16, 4];
/** How much less half-size pictures of a pair correlate at most: they lack what tells pictures apart. */
const MOST_ROUGH = 0.02;
/** Alignment is not tried where it would have to add more than this. */
const MOST_GAINED = 0.4;
/** Numbers of a row that is searched. */
const CELLS = COARSE * COARSE;
/** Queries at once. */
const BLOCK = 4096;

/**
 * Pairs of near-duplicates. Thumbnails of 16 x 16 grey cells without mean and with length 1 are compared with all others,
 * exactly (`nearestRows` on the device); pairs that come close are compared again at 32 x 32 with their colours, in the same
 * light, as they are and aligned.
 * Pictures of one colour are compared with nothing.
 *
 * Memory beside the images: 8 KiB an image on the host, 1 KiB and the neighbours of a block on the device.
 *
 * @param images read at 32 x 32 with `fit: "fill"`.
 * @returns pairs by ascending a, then b.
 * @throws {DataError} when the images have another size.
 * @throws {ArgumentError} when an option is out of range; the reason of `signal` when it aborts.
 */
export async function nearDuplicates(
  images: ImageSet,
  device: Device,
  options: NearDuplicatesOptions = {},
): Promise<DuplicatePair[]> {
  const { similarity = 0.96, mirrored: alsoMirrored = true, onProgress, signal } = options;
  if (!(similarity > 0.5 && similarity <= 1)) {
    throw new ArgumentError(
      `nearDuplicates: similarity is ${similarity}: give a number above 0.5 and up to 1`,
    );
  }
  if (images.height !== SIDE || images.width !== SIDE) {
    throw new DataError(
      `nearDuplicates: images are ${images.width} x ${images.height}: read them with height 32, width 32 and fit "fill"`,
    );
  }
  const cells = halved(greyOf(images), SIDE);
  const rows = standardised(cells, CELLS);
  const shown = Array.from({ length: images.count }, (_, i) => i).filter((i) => !isZero(rows, i));
  if (shown.length < 2) return [];
  const points = packed(rows, shown);
  using x = tensor(device, points, [shown.length, CELLS]);
  const passes = alsoMirrored ? [false, true] : [false];
  const pairs = new Map<number, DuplicatePair>();
  const total = passes.length * shown.length;
  let done = 0;
  for (const flipped of passes) {
    const queries = flipped ? mirrored(points, COARSE) : points;
    const judge = new Judge(images, cells, flipped, similarity);
    for (let start = 0; start < shown.length; start += BLOCK) {
      signal?.throwIfAborted();
      const block = Array.from({ length: Math.min(BLOCK, shown.length - start) }, (_, i) => start + i);
      await search(block, FIRST);
      done += block.length;
      onProgress?.(done, total);
    }

    async function search(block: readonly number[], wanted: number): Promise<void> {
      const k = Math.min(wanted, shown.length);
      using query = tensor(device, packed(queries, block), [block.length, CELLS]);
      const { indices, distances } = await kNeighboursOf("nearDuplicates", query, x, k);
      const full: number[] = [];
      block.forEach((from, row) => {
        // Rows have length 1: the squared distance is 2 - 2 times the correlation.
        const correlation = (rank: number) => 1 - distances[row * k + rank]! ** 2 / 2;
        for (let rank = 0; rank < k; rank++) {
          if (correlation(rank) < similarity - (rank < FIRST ? SLACK : 0)) break;
          const at = row * k + rank;
          if (indices[at] === from) continue;
          const [a, b] = [shown[from]!, shown[indices[at]!]!].sort((p, q) => p - q) as [number, number];
          const number = a * images.count + b;
          if (pairs.has(number)) continue;
          const reached = judge.similarity(a, b);
          if (reached >= similarity) pairs.set(number, { a, b, similarity: reached, mirrored: flipped });
        }
        if (k < shown.length && correlation(k - 1) >= similarity) full.push(from);
      });
      if (full.length > 0) await search(full, wanted * MORE);
    }
  }
  return [...pairs.values()].sort((p, q) => p.a - q.a || p.b - q.b);
}

function isZero(rows: Float32Array, row: number): boolean {
  for (let i = row * CELLS; i < (row + 1) * CELLS; i++) if (rows[i] !== 0) return false;
  return true;
}

function packed(rows: Float32Array, chosen: readonly number[]): Float32Array<ArrayBuffer> {
  const result = new Float32Array(chosen.length * CELLS);
  chosen.forEach((row, i) => {
    result.set(rows.subarray(row * CELLS, (row + 1) * CELLS), i * CELLS);
  });
  return result;
}

/** Compares pairs in detail. */
class Judge {
  /** Grey pictures of all images, for alignment, and those that the second of a pair is compared by. */
  readonly #coarse: Float32Array;
  readonly #coarseOther: Float32Array;
  readonly #smallOf = new Map<number, Float32Array>();
  /** Pairs that were not alike. */
  readonly #apart = new Set<number>();

  constructor(
    private readonly images: ImageSet,
    cells: Float32Array,
    private readonly flipped: boolean,
    private readonly least: number,
  ) {
    this.#coarse = cells;
    this.#coarseOther = flipped ? mirrored(cells, COARSE) : cells;
  }

  /** The correlation of a and b as they are, or aligned where that does not suffice; 0 where neither does. */
  similarity(a: number, b: number): number {
    const number = a * this.images.count + b;
    if (this.#apart.has(number)) return 0;
    const reached = this.#compared(a, b);
    if (reached >= this.least) return Math.min(1, reached);
    this.#apart.add(number);
    return 0;
  }

  #compared(a: number, b: number): number {
    const { least, flipped } = this;
    const { channels } = this.images;
    // A quarter of the cells tells most pairs apart.
    const [small, otherSmall] = [this.#small(a), this.#small(b)];
    const turned = flipped ? mirrored(otherSmall, COARSE, channels) : otherSmall;
    const rough = litCorrelation(small, turned, least);
    if (rough < least - MOST_GAINED) return 0;
    const values = this.#values(b);
    const other = flipped ? mirrored(values, SIDE, channels) : values;
    const still = rough < least - MOST_ROUGH ? 0 : litCorrelation(this.#values(a), other, least);
    if (still >= least) return still;
    const warp = alignment(picture(this.#coarse, a), picture(this.#coarseOther, b));
    if (warp === null) return still;
    const smallWarped = warped(turned, COARSE, channels, warp);
    if (litCorrelation(small, smallWarped, least) < least - MOST_ROUGH) return still;
    return Math.max(still, litCorrelation(this.#values(a), warped(other, SIDE, channels, warp), least));
  }

  /** A quarter of the cells. */
  #small(image: number): Float32Array {
    const known = this.#smallOf.get(image);
    if (known) return known;
    const made = halved(this.#values(image), SIDE, this.images.channels);
    this.#smallOf.set(image, made);
    return made;
  }

  /** Of one type, for which the loops over them are compiled. */
  #values(image: number): Float32Array {
    const length = SIDE * SIDE * this.images.channels;
    return new Float32Array(this.images.pixels.subarray(image * length, (image + 1) * length));
  }
}

function picture(cells: Float32Array, image: number): Picture {
  return { side: COARSE, cells: cells.subarray(image * CELLS, (image + 1) * CELLS) };
}
