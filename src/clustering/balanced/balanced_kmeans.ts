/** k-means whose clusters have sizes that are known beforehand. */
import { ArgumentError } from "../../errors.js";
import type { Clusterer, ClustererFitOptions, EstimatorState } from "../../estimators/estimator.js";
import { clusteringMethods, registerEstimator } from "../../estimators/registry.js";
import { stateArray, stateNumber } from "../../estimators/state_array.js";
import { type Tensor, tensor } from "../../tensor/index.js";
import { centre, magnitude, subtractRow, unusableRow } from "../centring.js";
import { checkFills, checkMatrix } from "../check_matrix.js";
import { KMeans } from "../kmeans/kmeans.js";
import { checkWhole } from "../kmeans/options.js";
import { checkColumns, type PlacedCenters, unplaced } from "../kmeans/placed_centers.js";
import { toSizes, wholeSizes } from "./exact_sizes.js";
import { Transport } from "./transport.js";

/** Settings of `BalancedKMeans`. */
export interface BalancedKMeansOptions {
  /** K, from 1 up. */
  readonly clusters: number;
  /** Sizes of the clusters in proportion, [K], each above 0. All equal by default. */
  readonly sizes?: ArrayLike<number>;
  /**
   * Whether the labels have these sizes exactly, or within one row where rows cannot be shared out so (default); else
   * each row has the cluster that most of it goes to, and sizes are off by up to a tenth.
   */
  readonly exact?: boolean;
  /**
   * How soft the plan is in the end, in units of the rows' mean squared distance to their centre: a smaller number
   * takes more time. Default 0.02.
   */
  readonly epsilon?: number;
  /** Starts of the k-means that the first centres come from. Default 1. */
  readonly nInit?: number;
  /** Most times that the centres move. Default 100. */
  readonly maxIterations?: number;
  /** As `KMeans`'s: squared moves of the centres, in units of the columns' mean variance. Default 1e-4. */
  readonly tolerance?: number;
  /** Any unsigned 32-bit integer; the same seed gives the same result on the same device. Default 0. */
  readonly seed?: number;
}

const KIND = "balanced_kmeans";
/** What may be left between the clusters' shares and those wanted, over all clusters, while centres move. */
const MOVING = { tolerance: 0.01, maxIterations: 20 };
/** The same for the labels. */
const FINAL = { tolerance: 1e-3, maxIterations: 500 };

/** `inertia` and `prices` are those of the scaled data. */
interface Fitted extends PlacedCenters {
  readonly prices: Float64Array;
  readonly labels: Int32Array;
  readonly inertia: number;
  readonly iterations: number;
}

/**
 * k-means with clusters of equal or given sizes, such as classes that are known to have as many images each:
 *
 * ```ts
 * const labels = await new BalancedKMeans({ clusters: 10 }).fitPredict(x); // 6,000 of 60,000 rows each
 * ```
 *
 * Rows go to centres by entropic optimal transport, whose softness decreases while the centres move to the means of what
 * they get (Cuturi 2013; A. Genevay, G. Dulac-Arnold and J.-P. Vert, "Differentiable deep clustering with cluster size
 * constraints", 2019). The first centres are those of k-means. With `exact`, the final labels are those of least cost
 * for their sizes. Sizes that the data do not have cut clusters apart: use it where sizes are known, not to find them.
 *
 * Memory on the device: a copy of x and N x K numbers; on the host, with `exact`, as many.
 */
export class BalancedKMeans implements Clusterer {
  readonly kind = KIND;
  readonly #options: Required<Omit<BalancedKMeansOptions, "sizes">> & { sizes: readonly number[] | null };
  #fitted: Fitted | null = null;

  /** @throws {ArgumentError} if an option is out of its range. */
  constructor({
    clusters,
    sizes,
    exact = true,
    epsilon = 0.02,
    nInit = 1,
    maxIterations = 100,
    tolerance = 1e-4,
    seed = 0,
  }: BalancedKMeansOptions) {
    for (const [name, value] of Object.entries({ clusters, nInit, maxIterations })) {
      checkWhole(name, value, 1, "BalancedKMeans");
    }
    checkWhole("seed", seed, 0, "BalancedKMeans");
    if (typeof exact !== "boolean") {
      throw new ArgumentError(`BalancedKMeans: exact is ${String(exact)}: give true or false`);
    }
    if (!(epsilon > 0 && Number.isFinite(epsilon))) {
      throw new ArgumentError(`BalancedKMeans: epsilon is ${epsilon}: give a number above 0`);
    }
    if (!(tolerance >= 0 && Number.isFinite(tolerance))) {
      throw new ArgumentError(`BalancedKMeans: tolerance is ${tolerance}: give a number from 0 up`);
    }
    const own = sizes === undefined ? null : Array.from(sizes);
    if (own && own.length !== clusters) {
      throw new ArgumentError(
        `BalancedKMeans: sizes has ${own.length} numbers for ${clusters} clusters: give one for each`,
      );
    }
    if (own?.some((size) => !(size > 0 && Number.isFinite(size)))) {
      throw new ArgumentError(
        `BalancedKMeans: sizes are ${own.join(", ")}: give numbers above 0, in proportion`,
      );
    }
    this.#options = { clusters, sizes: own, exact, epsilon, nInit, maxIterations, tolerance, seed };
  }

  /** The centres [K, D], row by row: means of the rows by their shares. */
  get clusterCenters(): Float32Array {
    return unplaced(this.#result());
  }

  /** The cluster, 0 to K - 1, of each row that `fit` got. */
  get labels(): Int32Array {
    return this.#result().labels;
  }

  /** Sum of the squared distances of those rows to their centres. */
  get inertia(): number {
    const { inertia, scale } = this.#result();
    return inertia / scale / scale;
  }

  /** Times that the centres moved. */
  get iterations(): number {
    return this.#result().iterations;
  }

  /**
   * Finds the centres of x [N, D].
   * @throws {ShapeError} if x is not a matrix of float32.
   * @throws {DataError} if x has fewer rows than clusters, or values that are not finite.
   */
  async fit(x: Tensor, { signal }: ClustererFitOptions = {}): Promise<this> {
    const { clusters, nInit, maxIterations, tolerance, epsilon, seed, exact } = this.#options;
    const [rows, cols] = checkMatrix("BalancedKMeans.fit", x);
    checkFills("BalancedKMeans.fit", rows, clusters);
    const { x: centred, origin, scale, variance } = await centre("BalancedKMeans.fit", x);
    using _ = centred;
    const start = await new KMeans({ clusters, nInit, seed }).fit(centred, { signal });
    const centers = start.clusterCenters;
    const spread = start.inertia / rows || variance || 1;
    const prices = new Float64Array(clusters);
    const shares = this.#shares();
    let softness = 1;
    let iterations = 0;
    for (let moved = Number.POSITIVE_INFINITY; iterations < maxIterations; iterations++) {
      if (softness === epsilon && moved <= tolerance * variance) break;
      signal?.throwIfAborted();
      softness = iterations === 0 ? Math.max(1, epsilon) : Math.max(epsilon, softness / 2);
      using transport = new Transport(centred, centers);
      await transport.balance(prices, shares, softness * spread, MOVING);
      moved = replace(centers, await transport.means(prices, softness * spread));
    }
    using transport = new Transport(centred, centers);
    await transport.balance(prices, shares, epsilon * spread, FINAL);
    const labels = await transport.labels(prices);
    if (exact) toSizes(labels, await transport.costs(), prices, wholeSizes(shares, rows));
    const inertia = squaredDistances((await centred.data()) as Float32Array, centers, labels, cols);
    this.#fitted = { centers, origin, scale, prices, labels, inertia, iterations };
    return this;
  }

  /**
   * The cluster, 0 to K - 1, of each row of x [N, D], by the sizes that `fit` aimed at: rows like those that it got are
   * shared out as those were.
   * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
   * @throws {DataError} if values of x are not finite.
   */
  async predict(x: Tensor): Promise<Int32Array> {
    const { centers, origin, scale, prices } = this.#result();
    checkColumns("BalancedKMeans.predict", x, origin.length);
    if (!Number.isFinite(await magnitude(x))) throw await unusableRow("BalancedKMeans.predict", x);
    using row = tensor(x.device, new Float32Array(origin), [1, origin.length]);
    const { x: moved, squares } = subtractRow(x, row, scale);
    using _ = moved;
    squares.release();
    using transport = new Transport(moved, centers);
    return await transport.labels(prices);
  }

  /** `fit`, then the labels. */
  async fitPredict(x: Tensor, options: ClustererFitOptions = {}): Promise<Int32Array> {
    return (await this.fit(x, options)).labels;
  }

  /** Centres, prices and labels, for a file. @throws {ArgumentError} before `fit`. */
  state(): EstimatorState {
    const { sizes, ...options } = this.#options;
    const { centers, origin, prices, labels, scale, inertia, iterations } = this.#result();
    return {
      options: sizes ? { ...options, sizes } : options,
      arrays: {
        centers: { shape: [prices.length, origin.length], data: centers },
        origin: { shape: [origin.length], data: origin },
        prices: { shape: [prices.length], data: prices },
        labels: { shape: [labels.length], data: labels },
      },
      details: { scale, inertia, iterations },
    };
  }

  /** @throws {SkeinError} if the state is not one of a `BalancedKMeans`. */
  static restore(state: EstimatorState): BalancedKMeans {
    const restored = new BalancedKMeans(state.options as BalancedKMeansOptions);
    const { clusters } = restored.#options;
    const { data: origin } = stateArray(KIND, state, "origin", "f32", [null]);
    restored.#fitted = {
      origin,
      centers: stateArray(KIND, state, "centers", "f32", [clusters, origin.length]).data,
      prices: stateArray(KIND, state, "prices", "f64", [clusters]).data,
      labels: stateArray(KIND, state, "labels", "i32", [null]).data,
      scale: stateNumber(KIND, state, "scale"),
      inertia: stateNumber(KIND, state, "inertia"),
      iterations: stateNumber(KIND, state, "iterations"),
    };
    return restored;
  }

  #shares(): Float64Array {
    const { clusters, sizes } = this.#options;
    const all = sizes?.reduce((a, b) => a + b, 0) ?? clusters;
    return Float64Array.from({ length: clusters }, (_, k) => (sizes?.[k] ?? 1) / all);
  }

  #result(): Fitted {
    if (!this.#fitted) throw new ArgumentError("BalancedKMeans has no centres yet: call fit first");
    return this.#fitted;
  }
}

/** Puts the means in place of the centres. @returns The sum of the squared moves. */
function replace(centers: Float32Array, means: readonly (Float64Array | null)[]): number {
  let moved = 0;
  for (const [k, mean] of means.entries()) {
    for (const [c, value] of (mean ?? []).entries()) {
      const at = k * mean!.length + c;
      moved += (value - centers[at]!) ** 2;
      centers[at] = value;
    }
  }
  return moved;
}

function squaredDistances(x: Float32Array, centers: Float32Array, labels: Int32Array, cols: number): number {
  let sum = 0;
  for (const [row, label] of labels.entries()) {
    for (let c = 0; c < cols; c++) sum += (x[row * cols + c]! - centers[label * cols + c]!) ** 2;
  }
  return sum;
}

registerEstimator({ kind: KIND, restore: BalancedKMeans.restore });

clusteringMethods.add({
  name: "balanced",
  about: "k-means with clusters of equal size, by optimal transport (Cuturi 2013)",
  takesClusters: true,
  create: ({ clusters, seed }) => new BalancedKMeans({ clusters, nInit: 3, seed }),
});
