/** k-means with links between rows. */
import { ArgumentError } from "../../errors.js";
import type { Clusterer, ClustererFitOptions, EstimatorState } from "../../estimators/estimator.js";
import { type LinkedRows, linkedRows } from "../../estimators/links.js";
import { clusteringMethods, registerEstimator } from "../../estimators/registry.js";
import { stateArray, stateNumber } from "../../estimators/state_array.js";
import { Random } from "../../random/philox.js";
import { type Tensor, tensor } from "../../tensor/index.js";
import { centre } from "../centring.js";
import { checkFills, checkMatrix } from "../check_matrix.js";
import { KMeans } from "../kmeans/kmeans.js";
import { checkWhole } from "../kmeans/options.js";
import {
  checkColumns,
  distancesToCenters,
  nearestCenters,
  type PlacedCenters,
  unplaced,
} from "../kmeans/placed_centers.js";
import { rowsOf } from "../kmeans/rows_of.js";
import { kMeansPlusPlus } from "../kmeans/seeding.js";
import { type Converged, constrainedLloyd, type PartedRows } from "./iterations.js";
import { LinkedAssignment } from "./linked_assignment.js";

/** Settings of `PckMeans`. */
export interface PckMeansOptions {
  /** K, from 1 up. */
  readonly clusters: number;
  /**
   * What a link costs that is not kept, in units of the mean squared distance of a row to the mean of all rows. Default 1,
   * which few rows outweigh. Infinity keeps all links, as COP-KMeans (Wagstaff et al. 2001), or has `fit` refuse them.
   */
  readonly weight?: number;
  /**
   * Runs, of which the one with the least cost is kept. The first starts from groups of must-linked rows, the others from
   * k-means++ alone: links that name few classes, or one class several times, are a poor start. Default 1.
   */
  readonly nInit?: number;
  /** Most iterations of one run. Default 300. */
  readonly maxIterations?: number;
  /** As `KMeans`'s: squared moves of the centres, in units of the columns' mean variance. Default 1e-4. */
  readonly tolerance?: number;
  /** Any unsigned 32-bit integer; the same seed gives the same result on the same device. Default 0. */
  readonly seed?: number;
}

const KIND = "pckmeans";
const NO_LINKS = { must: 0, cannot: 0 };

/** `inertia` is that of the scaled data. */
interface Fitted extends PlacedCenters {
  readonly labels: Int32Array;
  readonly inertia: number;
  readonly iterations: number;
  readonly unkept: { readonly must: number; readonly cannot: number };
}

/**
 * PCKMeans: k-means that is told of some pairs of rows that they share a cluster, or do not (S. Basu, A. Banerjee and R. J.
 * Mooney, "Active semi-supervision for pairwise constrained clustering", SDM 2004):
 *
 * ```ts
 * const links = { must: [[0, 17]], cannot: [[0, 5], [17, 230]] };
 * const labels = await new PckMeans({ clusters: 10 }).fitPredict(x, { links });
 * ```
 *
 * Centres begin at the means of the K largest groups that must-links join, and where there are fewer, at rows that k-means++
 * draws beside those (the paper: at random). Each iteration gives a row without links its nearest centre, and the linked ones
 * the clusters of the least squared distances and penalties that `LinkedAssignment` finds. Without links it is `KMeans`.
 * `predict` knows no links: its rows are others.
 *
 * Time beside that of k-means grows with the linked rows and their links alone. Memory on the device: two copies of x.
 */
export class PckMeans implements Clusterer {
  readonly kind = KIND;
  readonly honoursLinks = true;
  readonly #options: Required<PckMeansOptions>;
  #fitted: Fitted | null = null;

  /** @throws {ArgumentError} if an option is out of its range. */
  constructor({
    clusters,
    weight = 1,
    nInit = 1,
    maxIterations = 300,
    tolerance = 1e-4,
    seed = 0,
  }: PckMeansOptions) {
    for (const [name, value] of Object.entries({ clusters, nInit, maxIterations })) {
      checkWhole(name, value, 1, "PckMeans");
    }
    checkWhole("seed", seed, 0, "PckMeans");
    if (!(weight > 0)) {
      throw new ArgumentError(`PckMeans: weight is ${weight}: give a number above 0, or Infinity`);
    }
    if (!(tolerance >= 0 && Number.isFinite(tolerance))) {
      throw new ArgumentError(`PckMeans: tolerance is ${tolerance}: give a number from 0 up`);
    }
    this.#options = { clusters, weight, nInit, maxIterations, tolerance, seed };
  }

  /** The centres [K, D], row by row. */
  get clusterCenters(): Float32Array {
    return unplaced(this.#result());
  }

  /** The cluster, 0 to K - 1, of each row that `fit` got. */
  get labels(): Int32Array {
    return this.#result().labels;
  }

  /** Sum of the squared distances of those rows to their centres, without penalties. */
  get inertia(): number {
    const { inertia, scale } = this.#result();
    return inertia / scale / scale;
  }

  /** Iterations of the run that was kept. */
  get iterations(): number {
    return this.#result().iterations;
  }

  /** Numbers of links that the labels do not keep. */
  get unkeptLinks(): { readonly must: number; readonly cannot: number } {
    return this.#result().unkept;
  }

  /**
   * Finds the centres of x [N, D].
   * @throws {ShapeError} if x is not a matrix of float32.
   * @throws {DataError} if x has fewer rows than clusters, or values that are not finite; for links that contradict each
   *   other or name rows that are not there; with an infinite weight for links that cannot be kept.
   * @throws {ArgumentError} for links that are no pairs of numbers.
   */
  async fit(x: Tensor, { links, signal }: ClustererFitOptions = {}): Promise<this> {
    const { weight, ...options } = this.#options;
    const [rows] = checkMatrix("PckMeans.fit", x);
    checkFills("PckMeans.fit", rows, options.clusters);
    const linked = linkedRows("PckMeans.fit", links, rows);
    this.#fitted = linked ? await this.#fitLinked(x, linked, signal) : await plainKMeans(x, options, signal);
    return this;
  }

  /**
   * The nearest centre, 0 to K - 1, of each row of x [N, D].
   * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
   * @throws {DataError} if values of x are not finite.
   */
  async predict(x: Tensor): Promise<Int32Array> {
    const fitted = this.#result();
    checkColumns("PckMeans.predict", x, fitted.origin.length);
    return await nearestCenters("PckMeans.predict", x, fitted);
  }

  /** `fit`, then the labels. */
  async fitPredict(x: Tensor, options: ClustererFitOptions = {}): Promise<Int32Array> {
    return (await this.fit(x, options)).labels;
  }

  /** The Euclidean distances of the rows of x [N, D] to the centres, as [N, K] row by row. Errors as `predict`. */
  async transform(x: Tensor): Promise<Float32Array> {
    const fitted = this.#result();
    checkColumns("PckMeans.transform", x, fitted.origin.length);
    return await distancesToCenters("PckMeans.transform", x, fitted);
  }

  /** Centres and labels, for a file. @throws {ArgumentError} before `fit`. */
  state(): EstimatorState {
    const { weight, ...options } = this.#options;
    const { centers, origin, labels, scale, inertia, iterations, unkept } = this.#result();
    const hard = weight === Number.POSITIVE_INFINITY;
    return {
      options: hard ? options : { ...options, weight },
      arrays: {
        centers: { shape: [options.clusters, origin.length], data: centers },
        origin: { shape: [origin.length], data: origin },
        labels: { shape: [labels.length], data: labels },
      },
      details: { scale, inertia, iterations, hard: Number(hard), ...unkept },
    };
  }

  /** @throws {SkeinError} if the state is not one of a `PckMeans`. */
  static restore(state: EstimatorState): PckMeans {
    const hard = stateNumber(KIND, state, "hard") === 1;
    const options = state.options as PckMeansOptions;
    const restored = new PckMeans(hard ? { ...options, weight: Number.POSITIVE_INFINITY } : options);
    const { data: origin } = stateArray(KIND, state, "origin", "f32", [null]);
    const shape = [restored.#options.clusters, origin.length];
    restored.#fitted = {
      origin,
      centers: stateArray(KIND, state, "centers", "f32", shape).data,
      labels: stateArray(KIND, state, "labels", "i32", [null]).data,
      scale: stateNumber(KIND, state, "scale"),
      inertia: stateNumber(KIND, state, "inertia"),
      iterations: stateNumber(KIND, state, "iterations"),
      unkept: {
        must: stateNumber(KIND, state, "must"),
        cannot: stateNumber(KIND, state, "cannot"),
      },
    };
    return restored;
  }

  async #fitLinked(x: Tensor, linked: LinkedRows, signal: AbortSignal | undefined): Promise<Fitted> {
    const { clusters, weight, nInit, maxIterations, tolerance, seed } = this.#options;
    const [count, cols] = x.shape as [number, number];
    const { x: centred, origin, scale, variance } = await centre("PckMeans.fit", x);
    using _ = centred;
    const named = new Set(linked.rows);
    const freeRows = Uint32Array.from({ length: count }, (_, row) => row).filter((row) => !named.has(row));
    using own = rowsOf(centred, linked.rows);
    const free = freeRows.length > 0 ? rowsOf(centred, freeRows) : null;
    try {
      const linkedValues = (await own.data()) as Float32Array;
      const rows: PartedRows = { free, linked: own, linkedValues };
      // Of rows that are all alike any penalty outweighs the distances.
      const penalty = weight * (variance * cols || 1);
      const options = { maxIterations, tolerance: tolerance * variance, signal };
      const seeds = groupMeans(linked, linkedValues, cols, clusters);
      let best: (Converged & Pick<Fitted, "unkept">) | null = null;
      let least = Number.POSITIVE_INFINITY;
      for (let run = 0; run < nInit; run++) {
        const start = await startOf(centred, clusters, new Random(seed, run), run === 0 ? seeds : null);
        const assignment = new LinkedAssignment(linked, clusters, penalty);
        const reached = await constrainedLloyd(rows, start, assignment, options);
        const unkept = assignment.unkept(reached.linkedLabels);
        const links = unkept.must + unkept.cannot;
        const cost = reached.inertia + (links === 0 ? 0 : links * penalty);
        if (best !== null && cost >= least) continue;
        best = { ...reached, unkept };
        least = cost;
      }
      const { centers, inertia, iterations, freeLabels, linkedLabels, unkept } = best!;
      const labels = new Int32Array(count);
      for (const [i, row] of freeRows.entries()) labels[row] = freeLabels[i]!;
      for (const [i, row] of linked.rows.entries()) labels[row] = linkedLabels[i]!;
      return { centers, origin, scale, labels, inertia, iterations, unkept };
    } finally {
      free?.release();
    }
  }

  #result(): Fitted {
    if (!this.#fitted) throw new ArgumentError("PckMeans has no centres yet: call fit first");
    return this.#fitted;
  }
}

async function plainKMeans(
  x: Tensor,
  options: Omit<PckMeansOptions, "weight">,
  signal: AbortSignal | undefined,
): Promise<Fitted> {
  const kmeans = await new KMeans(options).fit(x, { signal });
  const { arrays, details } = kmeans.state();
  const { scale, inertia, iterations } = details as Record<"scale" | "inertia" | "iterations", number>;
  const floats = (name: string) => arrays[name]!.data as Float32Array;
  return {
    ...{ centers: floats("centers"), origin: floats("origin"), labels: kmeans.labels },
    ...{ scale, inertia, iterations, unkept: NO_LINKS },
  };
}

/** Means [M, D] of the largest groups of two and more linked rows, at most K; null where there are none. */
function groupMeans(
  { groups }: LinkedRows,
  values: Float32Array,
  cols: number,
  clusters: number,
): Float32Array<ArrayBuffer> | null {
  // Sorting keeps the order of equals: that of their first rows.
  const largest = groups
    .filter((group) => group.length > 1)
    .sort((a, b) => b.length - a.length)
    .slice(0, clusters);
  if (largest.length === 0) return null;
  const means = new Float32Array(largest.length * cols);
  for (const [m, group] of largest.entries()) {
    for (let c = 0; c < cols; c++) {
      means[m * cols + c] = group.reduce((sum, p) => sum + values[p * cols + c]!, 0) / group.length;
    }
  }
  return means;
}

/** Centres [K, D] to start from: `seeds`, and rows that k-means++ draws beside them. */
async function startOf(
  x: Tensor,
  clusters: number,
  random: Random,
  seeds: Float32Array<ArrayBuffer> | null,
): Promise<Float32Array<ArrayBuffer>> {
  const cols = x.shape[1]!;
  const given = (seeds?.length ?? 0) / cols;
  const start = new Float32Array(clusters * cols);
  if (seeds) start.set(seeds);
  if (given === clusters) return start;
  using beside = seeds && tensor(x.device, seeds, [given, cols]);
  using drawn = rowsOf(x, await kMeansPlusPlus(x, clusters - given, random, null, beside));
  start.set((await drawn.data()) as Float32Array, given * cols);
  return start;
}

registerEstimator({ kind: KIND, restore: PckMeans.restore });

clusteringMethods.add({
  name: KIND,
  about: "k-means that keeps links between rows, of corrections (Basu, Banerjee and Mooney 2004)",
  takesClusters: true,
  create: ({ clusters, seed }) => new PckMeans({ clusters, nInit: 10, seed }),
});
