/** Rows that count more than others. */
import { Tape } from "../../autograd/index.js";
import { DataError } from "../../errors.js";
import { kmeansUpdate } from "../../kernels/kmeans.js";
import { concat, div, mul, slice } from "../../ops/index.js";
import { type Tensor, tensor } from "../../tensor/index.js";
import { checkFills } from "../check_matrix.js";

/** A weight below this share of the largest counts as zero: its product with a value might leave float32. */
const LEAST_SHARE = 2 ** -60;

/** Weights in units of the largest. */
export interface RowWeights {
  readonly largest: number;
  /** Of each row, [N]; 0 for a row that does not count. */
  readonly shares: Float32Array<ArrayBuffer>;
  /** The rows that count, or null where all do. */
  readonly counting: Uint32Array<ArrayBuffer> | null;
}

/** @throws {DataError} if the weights are not one for each row, from 0 up, or fewer rows count than there are clusters. */
export function checkWeights(
  caller: string,
  weights: ArrayLike<number>,
  rows: number,
  clusters: number,
): RowWeights {
  if (weights.length !== rows) {
    throw new DataError(`${caller}: ${weights.length} weights for ${rows} rows: give one for each row`);
  }
  let largest = 0;
  for (let row = 0; row < rows; row++) {
    const weight = weights[row]!;
    if (!(Number.isFinite(weight) && weight >= 0)) {
      throw new DataError(`${caller}: the weight of row ${row} is ${weight}: give a number from 0 up`);
    }
    largest = Math.max(largest, weight);
  }
  const shares = Float32Array.from({ length: rows }, (_, row) => {
    const share = weights[row]! / largest;
    return share >= LEAST_SHARE ? share : 0;
  });
  const counting = Uint32Array.from(shares.keys()).filter((row) => shares[row]! > 0);
  checkFills(caller, counting.length, clusters, " with a weight");
  return { largest, shares, counting: counting.length === rows ? null : counting };
}

/** Weighted means on the device: of products with the weights and of the weights, `kmeans_update` makes both sums. */
export class WeightedRows {
  /** x times its weights, and the weights in a last column, [N, D + 1]. */
  readonly #products: Tensor;

  /** @param shares of x's rows, [N], all above zero. */
  constructor(x: Tensor, shares: Float32Array<ArrayBuffer>) {
    using tape = new Tape(x.device, { gradient: false });
    const column = tape.constant(shares, [shares.length, 1]);
    this.#products = tape.take(concat(tape, [mul(tape, x, column), column], 1));
  }

  /** Records that the centres [K, D] become the weighted means of the rows by their labels; without rows one stays. */
  means(label: Tensor<"u32">, centers: Tensor, counts: Tensor<"u32">): void {
    const { device } = centers;
    const [clusters, cols] = centers.shape as [number, number];
    using tape = new Tape(device, { gradient: false });
    using ones = tensor(device, new Float32Array(clusters).fill(1), [clusters, 1]);
    const sums = concat(tape, [centers, ones], 1);
    device.record(
      kmeansUpdate,
      { x: this.#products.slice, label: label.slice, centers: sums.slice, counts: counts.slice },
      { rows: label.shape[0]!, cols: cols + 1, clusters },
    );
    const moved = div(tape, slice(tape, sums, 1, 0, cols), slice(tape, sums, 1, cols, cols + 1));
    device.copy(moved.slice, centers.slice);
  }

  [Symbol.dispose](): void {
    this.#products.release();
  }
}
