/** Columns of mean 0 and variance 1, in scikit-learn's manner. */
import { checkMatrix } from "../clustering/check_matrix.js";
import { ArgumentError, DataError } from "../errors.js";
import type { EstimatorState, Transformer } from "../estimators/estimator.js";
import { registerEstimator } from "../estimators/registry.js";
import { stateArray } from "../estimators/state_array.js";
import { recordBinary } from "../ops/record.js";
import { type Tensor, tensor } from "../tensor/index.js";
import { checkColumns, mapBlocks } from "./blocks.js";
import { type ColumnStatistics, columnStatistics, moveRows } from "./column_statistics.js";

/** Settings of `StandardScaler`. */
export interface StandardScalerOptions {
  /** Whether each column's mean becomes 0. Default true. */
  readonly withMean?: boolean;
  /** Whether each column's variance becomes 1. Default true. */
  readonly withStd?: boolean;
}

/** A column whose deviation is a smaller share of its mean is constant: rounding makes more in float32. */
const CONSTANT = 2 ** -30;

/**
 * Gives the columns of rows [N, D] mean 0 and variance 1, of N degrees of freedom. Constant columns become 0, and are
 * not divided.
 *
 * ```ts
 * const scaler = await new StandardScaler().fit(x); // x: a tensor [N, D]
 * const y = await scaler.transform(x); // [N, D], which the caller releases
 * ```
 */
export class StandardScaler implements Transformer {
  readonly kind = "standard_scaler";
  readonly #options: Required<StandardScalerOptions>;
  #fitted: ColumnStatistics | null = null;

  /** @throws {ArgumentError} if an option is neither true nor false. */
  constructor({ withMean = true, withStd = true }: StandardScalerOptions = {}) {
    for (const [name, value] of Object.entries({ withMean, withStd })) {
      if (typeof value === "boolean") continue;
      throw new ArgumentError(`StandardScaler: ${name} is ${String(value)}: give true or false`);
    }
    this.#options = { withMean, withStd };
  }

  /** The mean of each column that `fit` got, [D]. */
  get mean(): Float64Array {
    const { means, scale } = this.#result();
    return means.map((value) => value / scale);
  }

  /** What each column is divided by, [D]: its standard deviation, 1 where it is constant or `withStd` is false. */
  get scale(): Float64Array {
    const { means, variances, scale } = this.#result();
    return variances.map((variance, i) => {
      const deviation = Math.sqrt(variance);
      const divides = this.#options.withStd && deviation > CONSTANT * Math.abs(means[i]!);
      return divides ? deviation / scale : 1;
    });
  }

  /**
   * Measures the columns of x [N, D].
   * @throws {ShapeError} if x is not a matrix of float32.
   * @throws {DataError} if x holds values that are not finite.
   */
  async fit(x: Tensor): Promise<this> {
    checkMatrix("StandardScaler.fit", x);
    this.#fitted = await columnStatistics("StandardScaler.fit", x);
    return this;
  }

  /**
   * (x - mean) / scale, [N, D]. The caller releases it.
   * @throws {ArgumentError} before `fit`.
   * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
   */
  async transform(x: Tensor): Promise<Tensor> {
    const { means, scale } = this.#result();
    const [, columns] = checkMatrix("StandardScaler.transform", x);
    checkColumns("StandardScaler.transform", x, means.length);
    const origin = this.#options.withMean ? Float32Array.from(means) : new Float32Array(columns);
    const factors = Float32Array.from(this.scale, (value) => 1 / (value * scale));
    // The means are not float32: what is left of them.
    const rest = Float32Array.from(means, (mean, i) => (this.#options.withMean ? mean - origin[i]! : 0));
    const exact = rest.every((value) => value === 0);
    using row = tensor(x.device, factors, [1, columns]);
    return mapBlocks(x, columns, (tape, part, target) => {
      using moved = moveRows(part, origin, scale);
      using centred = exact ? null : moveRows(moved, rest, 1);
      recordBinary(tape, "mul", centred ?? moved, row, target, {
        sizes: [1, 1, part.shape[0]!, columns],
        a: [0, 0, columns, 1],
        b: [0, 0, 0, 1],
      });
    });
  }

  /** What it learned, for a file. @throws {ArgumentError} before `fit`. */
  state(): EstimatorState {
    const { means, variances, scale } = this.#result();
    const shape = [means.length];
    return {
      options: this.#options,
      arrays: { means: { shape, data: means }, variances: { shape, data: variances } },
      details: { scale },
    };
  }

  /** @throws {SkeinError} where the state is not one of a StandardScaler. */
  static restore(state: EstimatorState): StandardScaler {
    const scaler = new StandardScaler(state.options as StandardScalerOptions);
    const means = stateArray("standard_scaler", state, "means", "f64", [null]).data;
    const variances = stateArray("standard_scaler", state, "variances", "f64", [means.length]).data;
    const { scale } = (state.details ?? {}) as { scale?: unknown };
    if (!(typeof scale === "number" && scale > 0) || variances.some((variance) => variance < 0)) {
      throw new DataError("standard_scaler: the state has no scale or negative variances: save it again");
    }
    scaler.#fitted = { means, variances, scale };
    return scaler;
  }

  #result(): ColumnStatistics {
    if (!this.#fitted) throw new ArgumentError("StandardScaler: there is no result yet: call fit first");
    return this.#fitted;
  }
}

registerEstimator({ kind: "standard_scaler", restore: StandardScaler.restore });
