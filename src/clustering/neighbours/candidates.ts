/** Points that may be among the nearest, by float32 scores, and the nearest of them by exact distances. */
import { Tape } from "../../autograd/index.js";
import { nearestRows } from "../../kernels/nearest_rows.js";
import { gatherRows, matmul } from "../../ops/index.js";
import { empty, type Tensor, tensor } from "../../tensor/index.js";
import type { Measure } from "./measure.js";
import type { Neighbours } from "./neighbours.js";

/** Elements of a block of products at most. */
const BLOCK_ELEMENTS = 2 ** 24;

/** Points kept besides k: where the last of them is certainly farther away than the k-th, no others matter. */
const spare = (k: number) => 4 + Math.ceil(k / 8);

/**
 * The k nearest of `points` [N, D] to each of `queries` [M, D], moved as `measure` says; `own` where both are one and
 * no row counts itself.
 */
export async function nearestPoints(
  queries: Tensor,
  points: Tensor,
  measure: Measure,
  k: number,
  own: boolean,
): Promise<Neighbours> {
  const { device } = queries;
  const [rows, cols] = queries.shape as [number, number];
  const count = points.shape[0]!;
  const keep = Math.min(count - (own ? 1 : 0), k + spare(k));
  using halfNorms = tensor(device, measure.halfNorms, [count]);
  using index = empty(device, [rows, keep], "u32");
  using score = empty(device, [rows, keep]);
  device.record(
    nearestRows,
    {
      queries: queries.slice,
      x: points.slice,
      half_norms: halfNorms.slice,
      index: index.slice,
      score: score.slice,
    },
    { rows, points: count, cols, keep, own: own ? 1 : 0, start: 0 },
  );
  const [indices, scores] = await Promise.all([index.data(), score.data()]);
  const found: Neighbours = {
    rows,
    neighbours: k,
    indices: new Int32Array(rows * k),
    distances: new Float32Array(rows * k),
  };
  const ranking = new Ranking(measure, found);
  const all = keep < k + spare(k);
  const doubtful: number[] = [];
  for (let row = 0, at = 0; row < rows; row++, at += keep) {
    const kth = scores[at + k - 1]!;
    const threshold = kth - measure.doubt(row, kth);
    if (!all && !(scores[at + keep - 1]! < threshold)) {
      doubtful.push(row);
      continue;
    }
    // Where all are kept their scores may be any, and their numbers missing.
    if (all) for (let j = 0; j < count; j++) if (!own || j !== row) ranking.add(j, row);
    if (!all)
      for (let i = 0; i < keep; i++) if (scores[at + i]! >= threshold) ranking.add(indices[at + i]!, row);
    ranking.put(row);
  }
  await compareAll(queries, points, measure, ranking, doubtful, own);
  return found;
}

/** The rows in doubt: all points whose scores rounding may have misplaced are measured. */
async function compareAll(
  queries: Tensor,
  points: Tensor,
  measure: Measure,
  ranking: Ranking,
  rows: readonly number[],
  own: boolean,
): Promise<void> {
  const { device } = queries;
  const count = points.shape[0]!;
  const scan = new Scan(count, ranking.k);
  const block = Math.max(1, Math.floor(BLOCK_ELEMENTS / count));
  for (let first = 0; first < rows.length; first += block) {
    const some = rows.slice(first, first + block);
    using index = tensor(device, Uint32Array.from(some), [some.length]);
    using tape = new Tape(device, { gradient: false });
    const products = matmul(tape, gatherRows(tape, queries, index), points, { transposeB: true });
    const values = await products.data();
    for (const [i, row] of some.entries()) {
      const scores = scan.scores(values.subarray(i * count, (i + 1) * count), measure.halfNorms);
      if (own) scores[row] = Number.NEGATIVE_INFINITY;
      const kth = scan.kth();
      const threshold = kth - measure.doubt(row, kth);
      for (let j = 0; j < count; j++) {
        if (scores[j]! < threshold || (own && j === row)) continue;
        ranking.add(j, row);
        if (ranking.isFinal) break;
      }
      ranking.put(row);
    }
  }
}

/** The scores of all points for one query. */
class Scan {
  readonly #scores: Float64Array;
  readonly #best: Float64Array;

  constructor(
    points: number,
    private readonly k: number,
  ) {
    this.#scores = new Float64Array(points);
    this.#best = new Float64Array(2 * k);
  }

  scores(products: Float32Array, halfNorms: Float32Array): Float64Array {
    for (let j = 0; j < products.length; j++) this.#scores[j] = products[j]! - halfNorms[j]!;
    return this.#scores;
  }

  /** The k-th greatest score: they are sorted whenever k more than needed are there. */
  kth(): number {
    const { k } = this;
    const best = this.#best;
    let count = 0;
    let limit = Number.NEGATIVE_INFINITY;
    const keepBest = () => {
      best.subarray(0, count).sort();
      best.copyWithin(0, count - k, count);
      limit = best[0]!;
      count = k;
    };
    for (const score of this.#scores) {
      if (score <= limit) continue;
      best[count++] = score;
      if (count === best.length) keepBest();
    }
    keepBest();
    return limit;
  }
}

/** The k nearest of the points of one query after another, by exact distances, then by their numbers. */
class Ranking {
  readonly #index: Int32Array;
  readonly #squared: Float64Array;
  #count = 0;

  constructor(
    private readonly measure: Measure,
    private readonly to: Neighbours,
  ) {
    this.#index = new Int32Array(to.neighbours);
    this.#squared = new Float64Array(to.neighbours);
  }

  get k(): number {
    return this.to.neighbours;
  }

  /** Whether no point of a greater number could be nearer: k points lie where the query lies. */
  get isFinal(): boolean {
    return this.#count === this.k && this.#squared[this.k - 1] === 0;
  }

  add(index: number, row: number): void {
    const [indices, squares] = [this.#index, this.#squared];
    const squared = this.measure.squared(row, index);
    const after = (at: number) => squares[at]! > squared || (squares[at] === squared && indices[at]! > index);
    let at = this.#count;
    if (at < this.k) this.#count++;
    else if (!after(--at)) return;
    for (; at > 0 && after(at - 1); at--) {
      squares[at] = squares[at - 1]!;
      indices[at] = indices[at - 1]!;
    }
    squares[at] = squared;
    indices[at] = index;
  }

  /** Writes the nearest of at least k points. Begins again. */
  put(row: number): void {
    const { indices, distances } = this.to;
    indices.set(this.#index, row * this.k);
    for (let i = 0; i < this.k; i++) distances[row * this.k + i] = Math.sqrt(this.#squared[i]!);
    this.#count = 0;
  }
}
