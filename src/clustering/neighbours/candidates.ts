/** Points that may be among the nearest, by float32 scores, and the nearest of them by exact distances. */
import { Tape } from "../../autograd/index.js";
import { matmul } from "../../ops/index.js";
import type { Tensor } from "../../tensor/index.js";
import { rowBlocks } from "../row_blocks.js";
import type { Measure } from "./measure.js";
import type { Neighbours } from "./nearest_neighbours.js";

/** Elements of a block of products at most. */
const BLOCK_ELEMENTS = 2 ** 24;

/** The k nearest of `points` [N, D] to each of `queries` [M, D]; `own` where both are one and no row counts itself. */
export async function candidates(
  queries: Tensor,
  points: Tensor,
  measure: Measure,
  k: number,
  own: boolean,
): Promise<Neighbours> {
  const [rows] = queries.shape as [number, number];
  const found: Neighbours = {
    rows,
    neighbours: k,
    indices: new Int32Array(rows * k),
    distances: new Float32Array(rows * k),
  };
  const scan = new Scan(measure, points.shape[0]!, k);
  for (const { first, count, part } of rowBlocks(queries, BLOCK_ELEMENTS / points.shape[0]!)) {
    using tape = new Tape(queries.device, { gradient: false });
    const products = (await matmul(tape, part, points, { transposeB: true }).data()) as Float32Array;
    for (let i = 0; i < count; i++) scan.row(first + i, products, i * points.shape[0]!, own, found);
  }
  return found;
}

/** Finds the nearest of one row among all points. */
class Scan {
  readonly #scores: Float64Array;
  readonly #least: Float64Array;

  constructor(
    private readonly measure: Measure,
    private readonly points: number,
    private readonly k: number,
  ) {
    this.#scores = new Float64Array(points);
    this.#least = new Float64Array(2 * k);
  }

  /** Of the query `row`, whose products with all points begin at `from`. */
  row(row: number, products: Float32Array, from: number, own: boolean, to: Neighbours): void {
    const { measure, points } = this;
    const scores = this.#scores;
    for (let j = 0; j < points; j++) scores[j] = products[from + j]! - measure.halfNorms[j]!;
    if (own) scores[row] = Number.NEGATIVE_INFINITY;
    const least = this.#kth();
    const threshold = least - measure.doubt(row, least);
    const chosen: { index: number; squared: number }[] = [];
    for (let j = 0; j < points; j++) {
      if (scores[j]! < threshold || (own && j === row)) continue;
      chosen.push({ index: j, squared: measure.squared(row, j) });
    }
    nearest(chosen, row, to);
  }

  /** The k-th greatest score. */
  #kth(): number {
    const kept = this.#least;
    const { k } = this;
    let count = 0;
    let limit = Number.NEGATIVE_INFINITY;
    const sort = () => {
      kept.subarray(0, count).sort();
      kept.copyWithin(0, count - k, count);
      limit = kept[0]!;
      count = k;
    };
    for (const score of this.#scores) {
      if (score < limit) continue;
      kept[count++] = score;
      if (count === kept.length) sort();
    }
    sort();
    return limit;
  }
}

/** Writes the k nearest of at least k points, by distance and then by number. */
function nearest(chosen: { index: number; squared: number }[], row: number, to: Neighbours): void {
  chosen.sort((a, b) => a.squared - b.squared || a.index - b.index);
  const from = row * to.neighbours;
  for (let i = 0; i < to.neighbours; i++) {
    to.indices[from + i] = chosen[i]!.index;
    to.distances[from + i] = Math.sqrt(chosen[i]!.squared);
  }
}
