/** Nearest neighbours as an estimator, in scikit-learn's manner. */
import { ArgumentError, DataError } from "../../errors.js";
import type { Estimator, EstimatorState } from "../../estimators/estimator.js";
import { registerEstimator } from "../../estimators/registry.js";
import { show, type Tensor, tensor } from "../../tensor/index.js";
import { checkMatrix } from "../check_matrix.js";
import { kNeighbours, kNeighboursOf } from "./k_neighbours.js";
import type { Neighbours } from "./neighbours.js";

/** Settings of `NearestNeighbors`. */
export interface NearestNeighborsOptions {
  /** How many neighbours `kneighbors` finds where it is not told, from 1 up. Default 5. */
  readonly neighbors?: number;
}

interface Fitted {
  readonly values: Float32Array<ArrayBuffer>;
  readonly shape: readonly [rows: number, columns: number];
}

/**
 * The nearest rows by Euclidean distance:
 *
 * ```ts
 * const model = await new NearestNeighbors({ neighbors: 10 }).fit(x); // x: a tensor [N, D]
 * const { indices, distances } = await model.kneighbors(queries); // of each query [M, D]
 * ```
 *
 * Exact: all distances are compared, on the device of the queries; of equal distances the smaller row number comes
 * first.
 */
export class NearestNeighbors implements Estimator {
  readonly kind = "nearest_neighbors";
  readonly #neighbors: number;
  #fitted: Fitted | null = null;

  /** @throws {ArgumentError} if `neighbors` is not a whole number from 1 up. */
  constructor({ neighbors = 5 }: NearestNeighborsOptions = {}) {
    if (!(Number.isInteger(neighbors) && neighbors >= 1)) {
      throw new ArgumentError(`NearestNeighbors: neighbors is ${neighbors}: give a whole number from 1 up`);
    }
    this.#neighbors = neighbors;
  }

  /**
   * Keeps a copy of x [N, D] on the host.
   * @throws {ShapeError} if x is not a matrix of float32.
   * @throws {DataError} if x has values that are not finite.
   */
  async fit(x: Tensor): Promise<this> {
    const shape = checkMatrix("NearestNeighbors.fit", x);
    const values = await x.data();
    refuseUnusable("NearestNeighbors.fit", values, shape[1]);
    this.#fitted = { values, shape };
    return this;
  }

  /**
   * The nearest rows of x to each row of `queries` [M, D]; without queries, the nearest other rows to each row of x, on
   * the device given instead.
   * @param neighbors How many. Default as constructed.
   * @throws {ArgumentError} before `fit`, or if `neighbors` is not a whole number from 1 up.
   * @throws {ShapeError} if `queries` is not a matrix of float32 with x's columns.
   * @throws {DataError} if x has too few rows, or `queries` values that are not finite.
   */
  async kneighbors(queries: Tensor | Tensor["device"], neighbors = this.#neighbors): Promise<Neighbours> {
    const { values, shape } = this.#result();
    const device = "shape" in queries ? queries.device : queries;
    using x = tensor(device, values, shape);
    if ("shape" in queries) return await kNeighboursOf("NearestNeighbors.kneighbors", queries, x, neighbors);
    return await kNeighbours("NearestNeighbors.kneighbors", x, neighbors);
  }

  state(): EstimatorState {
    const { values, shape } = this.#result();
    return { options: { neighbors: this.#neighbors }, arrays: { x: { shape, data: values } } };
  }

  /** @throws {SkeinError} if the state is not one of nearest neighbours. */
  static restore({ options, arrays: { x } }: EstimatorState): NearestNeighbors {
    const model = new NearestNeighbors(options as NearestNeighborsOptions);
    if (!x || !(x.data instanceof Float32Array) || x.shape.length !== 2) {
      throw new DataError("NearestNeighbors: the state has no float32 rows x [N, D]: fit and save again");
    }
    const [rows, columns] = x.shape as [number, number];
    if (!(rows >= 1 && columns >= 1 && x.data.length === rows * columns)) {
      throw new DataError(
        `NearestNeighbors: the state holds ${x.data.length} values for x ${show(x.shape)}: fit and save again`,
      );
    }
    refuseUnusable("NearestNeighbors", x.data, columns);
    model.#fitted = { values: Float32Array.from(x.data), shape: [rows, columns] };
    return model;
  }

  #result(): Fitted {
    if (!this.#fitted) throw new ArgumentError("NearestNeighbors: there are no rows yet: call fit first");
    return this.#fitted;
  }
}

function refuseUnusable(caller: string, values: Float32Array, columns: number): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new DataError(
    `${caller}: row ${Math.floor(at / columns)} of x holds NaN or infinite values: leave that row out`,
  );
}

registerEstimator({ kind: "nearest_neighbors", restore: NearestNeighbors.restore });
