/** Rows of length 1, in scikit-learn's manner. */
import type { Tape } from "../autograd/index.js";
import { unusableRow } from "../clustering/centring.js";
import { checkMatrix } from "../clustering/check_matrix.js";
import { ArgumentError } from "../errors.js";
import type { EstimatorState, Transformer } from "../estimators/estimator.js";
import { registerEstimator } from "../estimators/registry.js";
import { denseView, reduce, reduceOps } from "../kernels/reduce.js";
import { abs, clamp, div, sqrt } from "../ops/index.js";
import { recordBinary } from "../ops/record.js";
import type { Tensor } from "../tensor/index.js";
import { mapBlocks } from "./blocks.js";

const norms = ["l2", "l1", "max"] as const;

/** Settings of `Normalizer`. */
export interface NormalizerOptions {
  /** What becomes 1: the Euclidean length ("l2", default), the sum ("l1") or the largest ("max") of absolute values. */
  readonly norm?: (typeof norms)[number];
}

/** The smallest normal float32: rows of zeros are divided by it. */
const SMALLEST = 2 ** -126;

/**
 * Divides each row of [N, D] by its norm; rows of zeros stay. There is nothing to fit.
 *
 * ```ts
 * const y = await new Normalizer().transform(x); // x: a tensor [N, D]
 * ```
 */
export class Normalizer implements Transformer {
  readonly kind = "normalizer";
  readonly #norm: (typeof norms)[number];

  /** @throws {ArgumentError} if the norm is unknown. */
  constructor({ norm = "l2" }: NormalizerOptions = {}) {
    if (!norms.includes(norm)) {
      throw new ArgumentError(
        `Normalizer: norm ${String(norm)} is unknown: choose one of ${norms.join(", ")}`,
      );
    }
    this.#norm = norm;
  }

  /** Checks x [N, D], and learns nothing. @throws {ShapeError} if x is not a matrix of float32. */
  async fit(x: Tensor): Promise<this> {
    checkMatrix("Normalizer.fit", x);
    return this;
  }

  /**
   * The rows of x [N, D] divided by their norms. The caller releases it.
   * @throws {ShapeError} if x is not a matrix of float32.
   * @throws {DataError} if x holds values that are not finite.
   */
  async transform(x: Tensor): Promise<Tensor> {
    const [, columns] = checkMatrix("Normalizer.transform", x);
    const reads: Promise<Float32Array>[] = [];
    const y = mapBlocks(x, columns, (tape, part, target) => {
      const sizes = [1, 1, part.shape[0]!, columns] as const;
      const [dense, repeated] = [[0, 0, columns, 1] as const, [0, 0, 1, 0] as const];
      // By the largest first, so that no square leaves float32.
      const largest = reduceRows(tape, abs(tape, part), "max");
      const read = largest.data();
      read.catch(() => {});
      reads.push(read);
      const bound = clamp(tape, largest, { min: SMALLEST });
      if (this.#norm === "max") {
        recordBinary(tape, "div", part, bound, target, { sizes, a: dense, b: repeated });
        return;
      }
      const scaled = div(tape, part, bound.view([part.shape[0]!, 1]));
      const sum =
        this.#norm === "l1"
          ? reduceRows(tape, abs(tape, scaled), "sum")
          : sqrt(tape, reduceRows(tape, scaled, "sum_of_squares"));
      // At least 1, but for rows of zeros.
      const length = clamp(tape, sum, { min: 1 });
      recordBinary(tape, "div", scaled, length, target, { sizes, a: dense, b: repeated });
    });
    try {
      const all = await Promise.all(reads);
      if (!all.every((block) => block.every(Number.isFinite)))
        throw await unusableRow("Normalizer.transform", x);
    } catch (error) {
      y.release();
      throw error;
    }
    return y;
  }

  /** Its options, for a file. */
  state(): EstimatorState {
    return { options: { norm: this.#norm }, arrays: {} };
  }

  /** @throws {SkeinError} where the state is not one of a Normalizer. */
  static restore(state: EstimatorState): Normalizer {
    return new Normalizer(state.options as NormalizerOptions);
  }
}

function reduceRows(tape: Tape, x: Tensor, op: keyof typeof reduceOps): Tensor {
  const [rows, columns] = x.shape as [number, number];
  const y = tape.empty([rows]);
  tape.record(reduce, { x, y }, { ...denseView(rows, columns, 1), op: reduceOps[op], scale: 1 });
  return y;
}

registerEstimator({ kind: "normalizer", restore: Normalizer.restore });
