/** k-means clustering on a device, in scikit-learn's manner. */
import { ArgumentError, ShapeError } from "../../errors.js";
import type { Clusterer, ClustererFitOptions, EstimatorState } from "../../estimators/estimator.js";
import { clusteringMethods, registerEstimator } from "../../estimators/registry.js";
import { stateArray, stateNumber } from "../../estimators/state_array.js";
import { alone, type Collectives } from "../../parallel/index.js";
import { Random } from "../../random/philox.js";
import { type Tensor, tensor } from "../../tensor/index.js";
import { centre } from "../centring.js";
import { checkFills, checkMatrix } from "../check_matrix.js";
import { type LloydResult, lloyd } from "./lloyd.js";
import { checkOptions, type KMeansOptions } from "./options.js";
import {
  checkColumns,
  distancesToCenters,
  nearestCenters,
  type PlacedCenters,
  unplaced,
} from "./placed_centers.js";
import { rowsOf } from "./rows_of.js";
import { FEW_ROWS, kMeansPlusPlus } from "./seeding.js";
import { fitShards } from "./shards/fit.js";
import { unitRows } from "./unit_rows.js";
import { checkWeights, type RowWeights } from "./weights.js";

export type { KMeansOptions } from "./options.js";

/** What `KMeans.fit` takes besides rows. */
export interface KMeansFitOptions extends ClustererFitOptions {
  /** How much each row counts, [N], from 0 up; all alike by default. */
  readonly sampleWeight?: ArrayLike<number>;
  /**
   * The processes that share the rows: each gives its own as x, as `ownRows` says which those are, and gets its own labels;
   * centres, inertia and iterations are those of all. Default: this process by itself.
   */
  readonly collectives?: Collectives;
}

/** Runs on few rows that go on side by side: while the host looks at what one of them found, the device works for others. */
const TOGETHER = 10;
const KIND = "kmeans";

/** `inertia` is that of the scaled data. */
interface Fitted extends PlacedCenters {
  readonly labels: Int32Array;
  readonly inertia: number;
  readonly iterations: number;
}

/**
 * k-means: K centres that lie nearest to N rows of D features, by Lloyd's algorithm.
 *
 * ```ts
 * const kmeans = new KMeans({ clusters: 10 });
 * const labels = await kmeans.fitPredict(x); // x: a tensor [N, D]
 * ```
 *
 * The tensors stay the caller's. Memory: a copy of x, moved to the origin, for as long as a call runs; with weights,
 * another.
 */
export class KMeans implements Clusterer {
  readonly kind = KIND;
  readonly #options: Required<KMeansOptions>;
  #fitted: Fitted | null = null;

  /** @throws {ArgumentError} if an option is out of its range. */
  constructor({
    clusters,
    shards = 1,
    init = shards > 1 ? "k-means||" : "k-means++",
    nInit = 1,
    maxIterations = 300,
    tolerance = 1e-4,
    metric = "euclidean",
    seed = 0,
  }: KMeansOptions) {
    this.#options = { clusters, init, nInit, maxIterations, tolerance, metric, shards, seed };
    checkOptions(this.#options);
  }

  /** The centres [K, D], row by row; with the metric "cosine", of length 1. */
  get clusterCenters(): Float32Array {
    return unplaced(this.#result());
  }

  /** The cluster, 0 to K - 1, of each row that `fit` got. */
  get labels(): Int32Array {
    return this.#result().labels;
  }

  /**
   * Sum of the squared distances of those rows to their centres, times the rows' weights; with the metric "cosine",
   * of rows of length 1: twice 1 minus the cosine.
   */
  get inertia(): number {
    const { inertia, scale } = this.#result();
    return inertia / scale / scale;
  }

  /** Iterations of the run that was kept. */
  get iterations(): number {
    return this.#result().iterations;
  }

  /**
   * Finds the centres of x [N, D].
   * @throws {ShapeError} if x is not a matrix of float32, or its columns do not fit the given centres.
   * @throws {DataError} if x has fewer rows than clusters, values that are not finite, weights that do not fit, or,
   *   with the metric "cosine", rows of zeros; or if a process has other rows than those of its shards.
   * @throws {ArgumentError} if the number of processes does not divide `shards`, or weights are given with shards.
   * @throws {ParallelError} if processes have other settings or columns; and instead of the others, naming the process,
   *   where it is one of several.
   */
  async fit(x: Tensor, { sampleWeight, collectives = alone, signal }: KMeansFitOptions = {}): Promise<this> {
    const { clusters, init, metric, shards } = this.#options;
    if (shards > 1 || init === "k-means||" || collectives.size > 1) {
      if (sampleWeight) {
        throw new ArgumentError(
          "KMeans.fit: weights of rows go with neither shards nor k-means||: leave one of them out",
        );
      }
      this.#fitted = await fitShards(x, this.#options, collectives, signal);
      return this;
    }
    const [rows, cols] = checkMatrix("KMeans.fit", x);
    checkFills("KMeans.fit", rows, clusters);
    if (typeof init !== "string" && init.length !== clusters * cols) {
      throw new ShapeError(
        `KMeans.fit: init has ${init.length} values, ${clusters} centres of ${cols} columns take ${clusters * cols}`,
      );
    }
    const weights = sampleWeight ? checkWeights("KMeans.fit", sampleWeight, rows, clusters) : null;
    if (metric === "cosine") {
      using unit = await unitRows("KMeans.fit", x);
      this.#fitted = await this.#fitWeighted(unit, weights, signal);
    } else {
      this.#fitted = await this.#fitWeighted(x, weights, signal);
    }
    return this;
  }

  /**
   * The cluster, 0 to K - 1, of each row of x [N, D].
   * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
   * @throws {DataError} if values of x are not finite, or, with the metric "cosine", a row is all zeros.
   */
  async predict(x: Tensor): Promise<Int32Array> {
    return this.#compare("KMeans.predict", x, nearestCenters);
  }

  /** `fit`, then the labels. */
  async fitPredict(x: Tensor, options: KMeansFitOptions = {}): Promise<Int32Array> {
    await this.fit(x, options);
    return this.labels;
  }

  /**
   * The Euclidean distances of the rows of x [N, D] to the centres, as [N, K] row by row; with the metric "cosine", of
   * rows of length 1. Errors as `predict`.
   */
  async transform(x: Tensor): Promise<Float32Array> {
    return this.#compare("KMeans.transform", x, distancesToCenters);
  }

  /** Centres and labels, for a file. @throws {ArgumentError} before `fit`. */
  state(): EstimatorState {
    const { init, ...options } = this.#options;
    const { centers, origin, labels, scale, inertia, iterations } = this.#result();
    const shape = [this.#options.clusters, origin.length];
    return {
      options,
      arrays: {
        centers: { shape, data: centers },
        origin: { shape: [origin.length], data: origin },
        labels: { shape: [labels.length], data: labels },
        ...(typeof init !== "string" && { init: { shape, data: Float64Array.from(init) } }),
      },
      details: { scale, inertia, iterations },
    };
  }

  /** @throws {SkeinError} if the state is not one of a `KMeans`. */
  static restore(state: EstimatorState): KMeans {
    const init = state.arrays.init && stateArray(KIND, state, "init", "f64", [null, null]).data;
    const restored = new KMeans({ ...(state.options as KMeansOptions), ...(init && { init }) });
    const { data: origin } = stateArray(KIND, state, "origin", "f32", [null]);
    const shape = [restored.#options.clusters, origin.length];
    restored.#fitted = {
      origin,
      centers: stateArray(KIND, state, "centers", "f32", shape).data,
      labels: stateArray(KIND, state, "labels", "i32", [null]).data,
      scale: stateNumber(KIND, state, "scale"),
      inertia: stateNumber(KIND, state, "inertia"),
      iterations: stateNumber(KIND, state, "iterations"),
    };
    return restored;
  }

  /** Leaves out the rows that do not count, which get the nearest centre in the end. */
  async #fitWeighted(x: Tensor, weights: RowWeights | null, signal?: AbortSignal): Promise<Fitted> {
    if (!weights?.counting) return this.#fitRows(x, weights, signal);
    const { counting, shares, largest } = weights;
    using kept = rowsOf(x, counting);
    const own = Float32Array.from(counting, (row) => shares[row]!);
    const fitted = await this.#fitRows(kept, { largest, shares: own, counting: null }, signal);
    return { ...fitted, labels: await nearestCenters("KMeans.fit", x, fitted) };
  }

  async #fitRows(x: Tensor, weights: RowWeights | null, signal?: AbortSignal): Promise<Fitted> {
    const { clusters, init, nInit, maxIterations, tolerance, metric, seed } = this.#options;
    const spherical = metric === "cosine";
    const { x: centred, origin, scale, variance } = await centre("KMeans.fit", x, spherical);
    using _ = centred;
    const shares = weights?.shares ?? null;
    const options = { maxIterations, tolerance: tolerance * variance, shares, spherical };
    const runFrom = async (run: number) => {
      signal?.throwIfAborted();
      using start =
        typeof init === "string"
          ? rowsOf(centred, await kMeansPlusPlus(centred, clusters, new Random(seed, run), shares))
          : tensor(x.device, relativeTo(origin, scale, init), [clusters, origin.length]);
      return await lloyd(centred, start, options);
    };
    let best: LloydResult | null = null;
    const together = x.shape[0]! <= FEW_ROWS ? TOGETHER : 1;
    for (let first = 0; first < nInit; first += together) {
      const runs = Array.from({ length: Math.min(together, nInit - first) }, (_, i) => runFrom(first + i));
      // All of them end before a failure goes on, as they use the same rows.
      await Promise.allSettled(runs);
      for (const result of await Promise.all(runs)) {
        if (best === null || result.inertia < best.inertia) best = result;
      }
    }
    const { centers, labels, inertia, iterations } = best!;
    return { centers, origin, scale, labels, iterations, inertia: inertia * (weights?.largest ?? 1) };
  }

  async #compare<T>(
    caller: string,
    x: Tensor,
    compute: (caller: string, x: Tensor, centers: PlacedCenters) => Promise<T>,
  ): Promise<T> {
    const fitted = this.#result();
    checkColumns(caller, x, fitted.origin.length);
    if (this.#options.metric === "euclidean") return compute(caller, x, fitted);
    using unit = await unitRows(caller, x);
    return await compute(caller, unit, fitted);
  }

  #result(): Fitted {
    if (!this.#fitted) throw new ArgumentError("KMeans has no centres yet: call fit first");
    return this.#fitted;
  }
}

/** Centres [K, D] as `centre` moves and scales the data. */
function relativeTo(
  origin: Float32Array,
  scale: number,
  centers: ArrayLike<number>,
): Float32Array<ArrayBuffer> {
  const relative = new Float32Array(centers.length);
  for (let i = 0; i < relative.length; i++) relative[i] = scale * centers[i]! - origin[i % origin.length]!;
  return relative;
}

registerEstimator({ kind: KIND, restore: KMeans.restore });

clusteringMethods.add({
  name: KIND,
  about: "moves centres to the means of their nearest rows, from k-means++ (Lloyd 1982)",
  takesClusters: true,
  create: ({ clusters, seed }) => new KMeans({ clusters, nInit: 10, seed }),
});
