/** Distances of all pairs of rows. */
import { Tape } from "../../autograd/index.js";
import { matmul } from "../../ops/index.js";
import type { Tensor } from "../../tensor/index.js";
import { nearOrigin } from "../centring.js";
import { rowBlocks } from "../row_blocks.js";

/** Elements of a block of products at most. */
const BLOCK_ELEMENTS = 2 ** 24;
/** A squared distance below this share of both rows' squares has lost digits, and is computed again. */
const CANCELLED = 2 ** -5;

/** Distances of more rows than this take over 1.6 GB. */
export const MOST_ROWS = 20_000;

/** Distances of N rows: those of row i to rows i + 1, ..., N - 1, for one i after another. */
export interface Pairs {
  readonly rows: number;
  /** N (N - 1) / 2 Euclidean distances. */
  readonly distances: Float64Array;
  /** The distance of rows i < j is `distances[base[i] + j]`. */
  readonly base: Int32Array;
}

/**
 * Euclidean distances of all pairs of rows of x [N, D]. Products are float32, on the device; rows that lie close
 * together are measured again in float64. Data of few digits (such as small whole numbers) give exact distances, so
 * that equal ones stay equal.
 *
 * Memory on the host: 4 N (N - 1) bytes, and two copies of x.
 * @throws {DataError} if x has values that are not finite.
 */
export async function pairwiseDistances(caller: string, x: Tensor): Promise<Pairs> {
  const [rows, columns] = x.shape as [number, number];
  const { device } = x;
  const { x: moved, scale } = await nearOrigin(caller, x);
  using _ = moved;
  // Moving rounds rows that lie much closer together than others: what is measured again is x itself.
  const [values, near] = await Promise.all([x.data(), moved.data()]);
  const norms = new Float64Array(rows);
  for (let at = 0; at < near.length; at++) norms[Math.floor(at / columns)]! += near[at]! * near[at]!;
  const distances = new Float64Array((rows * (rows - 1)) / 2);
  const base = Int32Array.from({ length: rows }, (_, i) => rows * i - (i * (i + 3)) / 2 - 1);

  for (const { first, count, part } of rowBlocks(moved, BLOCK_ELEMENTS / rows)) {
    using tape = new Tape(device, { gradient: false });
    const products = matmul(tape, part, moved, { transposeB: true });
    const found = (await products.data()) as Float32Array;
    for (let i = first; i < first + count; i++) {
      const from = base[i]!;
      const product = (i - first) * rows;
      for (let j = i + 1; j < rows; j++) {
        const both = norms[i]! + norms[j]!;
        const squared = both - 2 * found[product + j]!;
        distances[from + j] =
          squared < CANCELLED * both
            ? distance(values, i * columns, j * columns)
            : Math.sqrt(squared) / scale;
      }
    }
  }
  return { rows, distances, base };

  function distance(x: Float32Array, a: number, b: number): number {
    let sum = 0;
    for (let c = 0; c < columns; c++) {
      const difference = x[a + c]! - x[b + c]!;
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }
}
