/** k-means from small batches of rows, for many rows or a stream of them. */
import { ArgumentError, ShapeError } from "../../errors.js";
import type { Clusterer, EstimatorState } from "../../estimators/estimator.js";
import { clusteringMethods, registerEstimator } from "../../estimators/registry.js";
import { stateArray, stateNumber } from "../../estimators/state_array.js";
import { Random } from "../../random/philox.js";
import type { Tensor } from "../../tensor/index.js";
import { magnitude, scaleFor, unusableRow } from "../centring.js";
import { checkFills, checkMatrix } from "../check_matrix.js";
import { rowBlocks } from "../row_blocks.js";
import { assign, type BatchCenters, firstCenters, moveToBatch, replaceLight } from "./batch_step.js";
import { checkOptions, checkWhole, type KMeansOptions } from "./options.js";
import { checkColumns, distancesToCenters, nearestCenters, unplaced } from "./placed_centers.js";
import { rowsOf } from "./rows_of.js";

/** Settings of `MiniBatchKMeans`. */
export interface MiniBatchKMeansOptions extends Pick<KMeansOptions, "clusters" | "seed"> {
  /** How to begin: greedy k-means++ (default), or centres [K, D] row by row. */
  readonly init?: "k-means++" | ArrayLike<number>;
  /** Rows of a batch. Default 1024. */
  readonly batchSize?: number;
  /** Most passes over the rows. Default 100. */
  readonly maxEpochs?: number;
  /** `fit` ends when the smoothed inertia of so many batches in a row was no new low. Default 10. */
  readonly maxNoImprovement?: number;
  /**
   * Centres that got fewer rows than this share of what the largest got begin again at rows of a batch, from 0 (never)
   * to 1. Default 0.01.
   */
  readonly reassignmentRatio?: number;
  /** Rows that k-means++ chooses the first centres from. Default three batches. */
  readonly initSize?: number;
}

const KIND = "mini_batch_kmeans";
/** Values of a block of rows that get their labels at a time. */
const BLOCK_ELEMENTS = 2 ** 24;
/** Scaled values up to this have squares within float32. */
const LARGEST_VALUE = 2 ** 40;

interface Fitted extends BatchCenters {
  labels: Int32Array;
  inertia: number;
  /** Batches so far. */
  steps: number;
  /** Rows since light centres were last replaced. */
  sinceReplaced: number;
}

/**
 * k-means whose centres move with each batch of rows by what share of a centre's rows came with it (D. Sculley,
 * "Web-scale k-means clustering", WWW 2010), as scikit-learn's:
 *
 * ```ts
 * const labels = await new MiniBatchKMeans({ clusters: 100 }).fitPredict(x); // x: a tensor [N, D]
 * for await (const batch of batches) await kmeans.partialFit(batch); // or a stream
 * ```
 *
 * A few percent more inertia than `KMeans` for a fraction of its time, where there are many rows; the memory is that of
 * a batch. Each pass takes the rows in another order, and each once (scikit-learn draws rows anew for each batch).
 */
export class MiniBatchKMeans implements Clusterer {
  readonly kind = KIND;
  readonly #options: Required<MiniBatchKMeansOptions>;
  #fitted: Fitted | null = null;

  /** @throws {ArgumentError} if an option is out of its range. */
  constructor({
    clusters,
    init = "k-means++",
    batchSize = 1024,
    maxEpochs = 100,
    maxNoImprovement = 10,
    reassignmentRatio = 0.01,
    initSize = Math.max(3 * batchSize, 3 * clusters),
    seed = 0,
  }: MiniBatchKMeansOptions) {
    const common = { nInit: 1, maxIterations: 1, tolerance: 0, metric: "euclidean", shards: 1 } as const;
    checkOptions({ ...common, clusters, init, seed }, "MiniBatchKMeans", ["k-means++"]);
    const whole = { batchSize, maxEpochs, maxNoImprovement };
    for (const [name, value] of Object.entries(whole)) checkWhole(name, value, 1, "MiniBatchKMeans");
    checkWhole("initSize", initSize, clusters, "MiniBatchKMeans");
    if (!(reassignmentRatio >= 0 && reassignmentRatio <= 1)) {
      throw new ArgumentError(
        `MiniBatchKMeans: reassignmentRatio is ${reassignmentRatio}: give a number from 0 to 1`,
      );
    }
    this.#options = { clusters, init, ...whole, reassignmentRatio, initSize, seed };
  }

  /** The centres [K, D], row by row. */
  get clusterCenters(): Float32Array {
    return unplaced(this.#result());
  }

  /** The cluster, 0 to K - 1, of each row that `fit` got, or of the last batch, before the centres moved with it. */
  get labels(): Int32Array {
    return this.#result().labels;
  }

  /** Sum of the squared distances of those rows to their centres. */
  get inertia(): number {
    const { inertia, scale } = this.#result();
    return inertia / scale / scale;
  }

  /** Batches that the centres moved with. */
  get steps(): number {
    return this.#result().steps;
  }

  /**
   * Finds the centres of x [N, D], from the beginning.
   * @throws {ShapeError} if x is not a matrix of float32, or its columns do not fit the given centres.
   * @throws {DataError} if x has fewer rows than clusters, or values that are not finite.
   */
  async fit(x: Tensor): Promise<this> {
    const { batchSize, maxEpochs, maxNoImprovement, initSize, seed } = this.#options;
    const rows = this.#checkRows("MiniBatchKMeans.fit", x);
    const largest = await largestValue("MiniBatchKMeans.fit", x);
    const order = new Random(seed, 0).permutation(rows) as Uint32Array<ArrayBuffer>;
    using sample = rowsOf(x, order.slice(0, initSize));
    const fitted = await this.#begin(sample, largest);
    // As scikit-learn: the mean inertia of about one pass, in which each batch has its share.
    const share = Math.min(1, (2 * batchSize) / (rows + 1));
    let [smooth, least, sinceLeast] = [Number.NaN, Number.POSITIVE_INFINITY, 0];
    for (let epoch = 0; epoch < maxEpochs && sinceLeast < maxNoImprovement; epoch++) {
      const next = epoch === 0 ? order : new Random(seed, 2 * epoch).permutation(rows);
      for (let first = 0; first < rows && sinceLeast < maxNoImprovement; first += batchSize) {
        using batch = rowsOf(x, next.slice(first, first + batchSize) as Uint32Array<ArrayBuffer>);
        await this.#step(fitted, batch);
        // The first inertia is that of the first centres.
        if (fitted.steps === 1) continue;
        const mean = fitted.inertia / batch.shape[0]!;
        smooth = Number.isNaN(smooth) ? mean : smooth + share * (mean - smooth);
        sinceLeast = smooth < least ? 0 : sinceLeast + 1;
        least = Math.min(least, smooth);
      }
    }
    fitted.labels = new Int32Array(rows);
    fitted.inertia = 0;
    for (const { first, part } of rowBlocks(x, BLOCK_ELEMENTS / x.shape[1]!)) {
      const { labels, inertia } = await assign(part, fitted);
      fitted.labels.set(labels, first);
      fitted.inertia += inertia;
    }
    this.#fitted = fitted;
    return this;
  }

  /**
   * Moves the centres with one batch of rows, x [N, D]; the first one, of at least K rows, also chooses them.
   * @throws {ShapeError} if x is not a matrix of float32 with as many columns as before.
   * @throws {DataError} if the first batch has fewer rows than clusters, or values are not finite.
   */
  async partialFit(x: Tensor): Promise<this> {
    const caller = "MiniBatchKMeans.partialFit";
    if (this.#fitted) checkColumns(caller, x, this.#fitted.origin.length);
    else this.#checkRows(caller, x);
    const largest = await largestValue(caller, x);
    const fitted = this.#fitted ? rescaled(this.#fitted, largest) : await this.#begin(x, largest);
    await this.#step(fitted, x);
    this.#fitted = fitted;
    return this;
  }

  /** The nearest centre of each row of x [N, D]. Errors as `KMeans.predict`. */
  async predict(x: Tensor): Promise<Int32Array> {
    checkColumns("MiniBatchKMeans.predict", x, this.#result().origin.length);
    return nearestCenters("MiniBatchKMeans.predict", x, this.#result());
  }

  /** `fit`, then the labels. */
  async fitPredict(x: Tensor): Promise<Int32Array> {
    return (await this.fit(x)).labels;
  }

  /** The Euclidean distances of the rows of x [N, D] to the centres, [N, K]. Errors as `KMeans.transform`. */
  async transform(x: Tensor): Promise<Float32Array> {
    checkColumns("MiniBatchKMeans.transform", x, this.#result().origin.length);
    return distancesToCenters("MiniBatchKMeans.transform", x, this.#result());
  }

  /** Centres and what `partialFit` goes on from, for a file. @throws {ArgumentError} before `fit`. */
  state(): EstimatorState {
    const { init, ...options } = this.#options;
    const { centers, origin, labels, counts, scale, inertia, steps, sinceReplaced } = this.#result();
    const shape = [this.#options.clusters, origin.length];
    return {
      options,
      arrays: {
        centers: { shape, data: centers },
        origin: { shape: [origin.length], data: origin },
        labels: { shape: [labels.length], data: labels },
        counts: { shape: [counts.length], data: counts },
        ...(typeof init !== "string" && { init: { shape, data: Float64Array.from(init) } }),
      },
      details: { scale, inertia, steps, sinceReplaced },
    };
  }

  /** @throws {SkeinError} if the state is not one of a `MiniBatchKMeans`. */
  static restore(state: EstimatorState): MiniBatchKMeans {
    const init = state.arrays.init && stateArray(KIND, state, "init", "f64", [null, null]).data;
    const options = state.options as MiniBatchKMeansOptions;
    const restored = new MiniBatchKMeans({ ...options, ...(init && { init }) });
    const { clusters } = restored.#options;
    const { data: origin } = stateArray(KIND, state, "origin", "f32", [null]);
    restored.#fitted = {
      origin,
      centers: stateArray(KIND, state, "centers", "f32", [clusters, origin.length]).data,
      labels: stateArray(KIND, state, "labels", "i32", [null]).data,
      counts: stateArray(KIND, state, "counts", "f64", [clusters]).data,
      scale: stateNumber(KIND, state, "scale"),
      inertia: stateNumber(KIND, state, "inertia"),
      steps: stateNumber(KIND, state, "steps"),
      sinceReplaced: stateNumber(KIND, state, "sinceReplaced"),
    };
    return restored;
  }

  #checkRows(caller: string, x: Tensor): number {
    const { clusters, init } = this.#options;
    const [rows, cols] = checkMatrix(caller, x);
    checkFills(caller, rows, clusters);
    if (typeof init !== "string" && init.length !== clusters * cols) {
      throw new ShapeError(
        `${caller}: init has ${init.length} values, ${clusters} centres of ${cols} columns take ${clusters * cols}`,
      );
    }
    return rows;
  }

  async #begin(sample: Tensor, largest: number): Promise<Fitted> {
    const { clusters, init, seed } = this.#options;
    const scale = largest > LARGEST_VALUE || largest < 1 / LARGEST_VALUE ? scaleFor(largest, 1) : 1;
    const start = await firstCenters(sample, scale, clusters, init, new Random(seed, 1));
    const counts = new Float64Array(clusters);
    return { ...start, counts, labels: new Int32Array(0), inertia: 0, steps: 0, sinceReplaced: 0 };
  }

  async #step(fitted: Fitted, batch: Tensor): Promise<void> {
    const { clusters, reassignmentRatio, seed } = this.#options;
    const { labels, inertia } = await moveToBatch(batch, fitted);
    fitted.labels = labels;
    fitted.inertia = inertia;
    fitted.steps++;
    fitted.sinceReplaced += labels.length;
    if (reassignmentRatio === 0) return;
    if (fitted.sinceReplaced < 10 * clusters && !fitted.counts.includes(0)) return;
    fitted.sinceReplaced = 0;
    // Odd streams: the even ones order the rows.
    await replaceLight(batch, fitted, reassignmentRatio, new Random(seed, 2 * fitted.steps + 1));
  }

  #result(): Fitted {
    if (!this.#fitted) {
      throw new ArgumentError("MiniBatchKMeans has no centres yet: call fit or partialFit first");
    }
    return this.#fitted;
  }
}

async function largestValue(caller: string, x: Tensor): Promise<number> {
  const largest = await magnitude(x);
  if (!Number.isFinite(largest)) throw await unusableRow(caller, x);
  return largest;
}

/** A copy, at a smaller scale where a batch's values would leave float32. */
function rescaled(fitted: Fitted, largest: number): Fitted {
  const { centers, origin, scale, counts } = fitted;
  const factor = largest * scale > LARGEST_VALUE ? scaleFor(largest * scale, scale) : 1;
  const times = (values: Float32Array) => values.map((value) => value * factor);
  return {
    ...fitted,
    ...{ centers: times(centers), origin: times(origin), scale: scale * factor, counts: counts.slice() },
  };
}

registerEstimator({ kind: KIND, restore: MiniBatchKMeans.restore });

clusteringMethods.add({
  name: "minibatch",
  about: "k-means from batches of 1,024 rows, for very many rows (Sculley 2010)",
  takesClusters: true,
  create: ({ clusters, seed }) => new MiniBatchKMeans({ clusters, seed }),
});
