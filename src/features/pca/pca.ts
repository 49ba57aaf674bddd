/** Principal components, in scikit-learn's manner. */
import { total } from "../../clustering/centring.js";
import { checkMatrix } from "../../clustering/check_matrix.js";
import { ArgumentError, DataError } from "../../errors.js";
import type { EstimatorState, Transformer } from "../../estimators/estimator.js";
import { registerEstimator } from "../../estimators/registry.js";
import { stateArray } from "../../estimators/state_array.js";
import { recordGemm } from "../../ops/record.js";
import { type Tensor, tensor } from "../../tensor/index.js";
import { checkColumns, mapBlocks } from "../blocks.js";
import { columnStatistics, moveRows } from "../column_statistics.js";
import { MOST_EXACT, principalDirections, solverFor, solvers } from "./solve.js";

/** Settings of `Pca`. */
export interface PcaOptions {
  /**
   * K: how many components, from 1 up; or, between 0 and 1, as many as hold that share of the variance. Default: as
   * many as rows or columns, whichever are fewer.
   */
  readonly components?: number;
  /** Whether `transform` gives each component variance 1. Default false. */
  readonly whiten?: boolean;
  /**
   * "full": eigenvectors of the covariance (or, with fewer rows than columns, of the rows' products); at most 4,096
   * rows or columns. "randomized": subspace iteration from a random start (Halko et al. 2011), approximate.
   * "auto" (default): "full" where that is quick, or a number of components is not given.
   */
  readonly solver?: (typeof solvers)[number];
  /** Of the random start: any unsigned 32-bit integer. Default 0. */
  readonly seed?: number;
}

interface Fitted {
  /** Mean of the scaled data [D]. */
  readonly means: Float64Array;
  /** A power of two that the data are multiplied with. */
  readonly scale: number;
  /** [K, D], row by row. */
  readonly directions: Float64Array;
  /** Of the scaled data, [K]. */
  readonly variances: Float64Array;
  /** The variance of all columns of the scaled data. */
  readonly variance: number;
}

/** A component whose variance is a smaller share of the largest is rounding: whitening leaves it at 0. */
const NOTHING = 1e-14;

/**
 * The directions in which rows vary most (Pearson 1901):
 *
 * ```ts
 * const pca = await new Pca({ components: 50 }).fit(x); // x: a tensor [N, D]
 * const y = await pca.transform(x); // [N, 50]
 * ```
 *
 * The largest coefficient of each component by absolute value is positive, as in scikit-learn from 1.5 on. Data are
 * centred before anything is multiplied; products are float32 within a block of rows and float64 over blocks, or float64
 * altogether for small data. Memory on the device: a block of rows, and a matrix of the fewer of rows and columns.
 */
export class Pca implements Transformer {
  readonly kind = "pca";
  readonly #options: Required<Omit<PcaOptions, "components">> & { components: number | null };
  #fitted: Fitted | null = null;

  /** @throws {ArgumentError} if an option is out of its range. */
  constructor({ components, whiten = false, solver = "auto", seed = 0 }: PcaOptions = {}) {
    const share = components !== undefined && components > 0 && components < 1;
    if (components !== undefined && !share && !(Number.isInteger(components) && components >= 1)) {
      throw new ArgumentError(
        `Pca: components is ${components}: give a whole number from 1 up, or a share of the variance between 0 and 1`,
      );
    }
    if (typeof whiten !== "boolean") {
      throw new ArgumentError(`Pca: whiten is ${String(whiten)}: give true or false`);
    }
    if (!solvers.includes(solver)) {
      throw new ArgumentError(
        `Pca: solver ${String(solver)} is unknown: choose one of ${solvers.join(", ")}`,
      );
    }
    if (solver === "randomized" && (share || components === undefined)) {
      throw new ArgumentError("Pca: the randomized solver needs a number of components: give components");
    }
    if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
      throw new ArgumentError(`Pca: seed is ${seed}: give an unsigned 32-bit integer`);
    }
    this.#options = { components: components ?? null, whiten, solver, seed };
  }

  /** The mean of each column, [D]. */
  get mean(): Float64Array {
    const { means, scale } = this.#result();
    return means.map((value) => value / scale);
  }

  /** Directions of length 1, most variance first, [K, D] row by row. */
  get components(): Float64Array {
    return this.#result().directions.slice();
  }

  /** The variance along each component, of N - 1 degrees of freedom, [K]. */
  get explainedVariance(): Float64Array {
    const { variances, scale } = this.#result();
    return variances.map((value) => value / scale / scale);
  }

  /** Its share of all columns' variance, [K]; 0 where all rows are equal. */
  get explainedVarianceRatio(): Float64Array {
    const { variances, variance } = this.#result();
    return variances.map((value) => (variance > 0 ? value / variance : 0));
  }

  /**
   * Finds the components of x [N, D].
   * @throws {ShapeError} if x is not a matrix of float32.
   * @throws {DataError} if x has one row, fewer rows or columns than components, more than 4,096 of both for the solver
   *   "full", or values that are not finite.
   */
  async fit(x: Tensor): Promise<this> {
    const { components, solver, seed } = this.#options;
    const [rows, columns] = checkMatrix("Pca.fit", x);
    const most = Math.min(rows, columns);
    if (rows < 2) throw new DataError("Pca.fit: one row has no variance: give at least two rows");
    if (components !== null && components > most) {
      throw new DataError(
        `Pca.fit: ${rows} rows of ${columns} columns have no ${components} components: give ${most} components at most`,
      );
    }
    const share = components !== null && components < 1;
    const wanted = components === null || share ? most : components;
    const chosen = solver === "auto" ? solverFor(x, wanted, components === wanted) : solver;
    if (chosen === "full" && most > MOST_EXACT) {
      throw new DataError(
        `Pca.fit: ${rows} rows of ${columns} columns are too many for the full solver, which takes ${MOST_EXACT} of either: give a number of components and the solver randomized`,
      );
    }
    const { means, variances, scale } = await columnStatistics("Pca.fit", x);
    const found = await principalDirections(x, { means, variances, scale }, wanted, chosen, seed);
    const own = found.values.map((value) => Math.max(0, value) / (rows - 1));
    const variance = (total(variances) * rows) / (rows - 1);
    const kept = share ? countFor(own, components * variance) : wanted;
    this.#fitted = {
      ...{ means, scale, variance },
      directions: found.directions.slice(0, kept * columns),
      variances: own.slice(0, kept),
    };
    return this;
  }

  /**
   * The rows of x [N, D] along the components, [N, K]. The caller releases it.
   * @throws {ArgumentError} before `fit`.
   * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
   */
  async transform(x: Tensor): Promise<Tensor> {
    const { means, scale, directions, variances } = this.#result();
    const [, columns] = checkMatrix("Pca.transform", x);
    checkColumns("Pca.transform", x, means.length);
    const count = variances.length;
    const factors = this.#deviations().map((deviation) => (deviation > 0 ? 1 / deviation : 0));
    const weights = directions.map((value, i) => value * factors[Math.floor(i / columns)]!);
    const origin = Float32Array.from(means);
    // The means are not float32: what is left of them.
    const bias = factors.map((_, k) =>
      total(means.map((mean, i) => (origin[i]! - mean) * weights[k * columns + i]!)),
    );
    using matrix = tensor(x.device, Float32Array.from(weights), [count, columns]);
    using row = tensor(x.device, Float32Array.from(bias), [count]);
    return mapBlocks(x, count, (tape, part, target) => {
      using moved = moveRows(part, origin, scale);
      const size = { m: part.shape[0]!, n: count, k: columns };
      recordGemm(tape, moved, matrix, target, { ...size, b: { transposed: true }, bias: row });
    });
  }

  /**
   * The rows [N, D] whose components are y [N, K], as far as K components tell. The caller releases it.
   * @throws {ArgumentError} before `fit`.
   * @throws {ShapeError} if y is not a matrix of float32 with K columns.
   */
  async inverseTransform(y: Tensor): Promise<Tensor> {
    const { means, directions, variances } = this.#result();
    checkMatrix("Pca.inverseTransform", y);
    checkColumns("Pca.inverseTransform", y, variances.length);
    const [count, columns] = [variances.length, means.length];
    const factors = this.#deviations();
    const weights = directions.map((value, i) => value * factors[Math.floor(i / columns)]!);
    using matrix = tensor(y.device, Float32Array.from(weights), [count, columns]);
    using row = tensor(y.device, Float32Array.from(this.mean), [columns]);
    return mapBlocks(y, columns, (tape, part, target) => {
      recordGemm(tape, part, matrix, target, { m: part.shape[0]!, n: columns, k: count, bias: row });
    });
  }

  /** What it learned, for a file. @throws {ArgumentError} before `fit`. */
  state(): EstimatorState {
    const { means, scale, directions, variances, variance } = this.#result();
    const { components, ...options } = this.#options;
    const [count, columns] = [variances.length, means.length];
    return {
      options: { ...options, ...(components !== null && { components }) },
      arrays: {
        means: { shape: [columns], data: means },
        components: { shape: [count, columns], data: directions },
        variances: { shape: [count], data: variances },
      },
      details: { scale, variance },
    };
  }

  /** @throws {SkeinError} where the state is not one of a Pca. */
  static restore(state: EstimatorState): Pca {
    const pca = new Pca(state.options as PcaOptions);
    const means = stateArray("pca", state, "means", "f64", [null]).data;
    const variances = stateArray("pca", state, "variances", "f64", [null]).data;
    const directions = stateArray("pca", state, "components", "f64", [variances.length, means.length]);
    const { scale, variance } = (state.details ?? {}) as { scale?: unknown; variance?: unknown };
    if (!(typeof scale === "number" && scale > 0 && typeof variance === "number" && variance >= 0)) {
      throw new DataError(
        "pca: details of the state lack scale or variance: save the fitted estimator again",
      );
    }
    pca.#fitted = { means, variances, directions: directions.data, scale, variance };
    return pca;
  }

  /** Of each component in what `transform` gives, before whitening: 1 unit of it, or its standard deviation. */
  #deviations(): Float64Array {
    const { scale, variances } = this.#result();
    if (!this.#options.whiten) return variances.map(() => scale);
    const least = NOTHING * variances[0]!;
    return variances.map((variance) => (variance > least ? Math.sqrt(variance) : 0));
  }

  #result(): Fitted {
    if (!this.#fitted) throw new ArgumentError("Pca: there is no result yet: call fit first");
    return this.#fitted;
  }
}

/** How many of the variances add up to `share`; all where they do not. */
function countFor(variances: Float64Array, share: number): number {
  let sum = 0;
  const last = variances.findIndex((value) => {
    sum += value;
    return sum > share;
  });
  return last < 0 ? variances.length : last + 1;
}

registerEstimator({ kind: "pca", restore: Pca.restore });
