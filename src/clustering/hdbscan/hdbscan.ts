/** Clusters of any shape and their number, from density: HDBSCAN. */
import { ArgumentError, DataError } from "../../errors.js";
import type { Clusterer, ClustererFitOptions, EstimatorState } from "../../estimators/estimator.js";
import { clusteringMethods, registerEstimator } from "../../estimators/registry.js";
import { stateArray, stateNumber } from "../../estimators/state_array.js";
import type { Tensor } from "../../tensor/index.js";
import { numbered } from "../agglomerative/linkage.js";
import { unusableRow } from "../centring.js";
import { checkMatrix } from "../check_matrix.js";
import { kNeighbours } from "../neighbours/k_neighbours.js";
import { inTurns } from "../turns.js";
import { condense, leaves, mostStable } from "./condensed_tree.js";
import { spanningTree } from "./spanning_tree.js";

/** The spanning tree of more rows than this takes minutes with a hundred columns. */
const MOST_ROWS = 50_000;

const KIND = "hdbscan";

/** The label of rows in no cluster. */
const NOISE = -1;

export const selections = ["eom", "leaf"] as const;

/** Settings of `Hdbscan`. */
export interface HdbscanOptions {
  /** Rows of a cluster at least, from 2 up; smaller groups are noise. Default 5. */
  readonly minClusterSize?: number;
  /**
   * Rows within the distance that tells how dense it is around a row, itself included, from 1 up: more make more
   * noise. Default `minClusterSize`.
   */
  readonly minSamples?: number;
  /** Rows of a cluster at most; larger ones are split further. Default no limit. Of "eom" only. */
  readonly maxClusterSize?: number;
  /** Clusters with the most excess of mass ("eom", default), or the smallest that there are ("leaf"). */
  readonly clusterSelection?: (typeof selections)[number];
  /**
   * Whether all rows may be one cluster, where they are at least `minClusterSize`; each is then in it, with a
   * probability that tells how far out it lies (scikit-learn keeps the densest rows alone). Default false.
   */
  readonly allowSingleCluster?: boolean;
}

interface Fitted {
  readonly labels: Int32Array;
  readonly probabilities: Float64Array;
  readonly clusters: number;
}

/**
 * Clusters where rows lie dense, and noise elsewhere. The number of clusters follows from the data:
 *
 * ```ts
 * const labels = await new Hdbscan({ minClusterSize: 20 }).fitPredict(x); // x: a tensor [N, D]; -1 is noise
 * ```
 *
 * R. Campello, D. Moulavi and J. Sander, "Density-based clustering based on hierarchical density estimates", PAKDD
 * (2013). Exact, for at most 50,000 rows: time grows with N^2. New rows have no answer.
 */
export class Hdbscan implements Clusterer {
  readonly kind = KIND;
  readonly #options: Required<HdbscanOptions>;
  #fitted: Fitted | null = null;

  /** @throws {ArgumentError} if an option is out of its range. */
  constructor({
    minClusterSize = 5,
    minSamples = minClusterSize,
    maxClusterSize = Number.POSITIVE_INFINITY,
    clusterSelection = "eom",
    allowSingleCluster = false,
  }: HdbscanOptions = {}) {
    const whole = (name: string, value: number, least: number) => {
      if (Number.isInteger(value) && value >= least) return;
      throw new ArgumentError(`Hdbscan: ${name} is ${value}: give a whole number from ${least} up`);
    };
    whole("minClusterSize", minClusterSize, 2);
    whole("minSamples", minSamples, 1);
    if (maxClusterSize !== Number.POSITIVE_INFINITY) whole("maxClusterSize", maxClusterSize, minClusterSize);
    if (!selections.includes(clusterSelection)) {
      throw new ArgumentError(
        `Hdbscan: clusterSelection ${String(clusterSelection)} is unknown: choose one of ${selections.join(", ")}`,
      );
    }
    this.#options = { minClusterSize, minSamples, maxClusterSize, clusterSelection, allowSingleCluster };
  }

  /** The cluster, from 0 up, of each row that `fit` got, numbered in the order of the rows; -1 for noise. */
  get labels(): Int32Array {
    return this.#result().labels;
  }

  /** How sure each row belongs to its cluster, 0 to 1: 0 for noise, 1 for the densest rows. */
  get probabilities(): Float64Array {
    return this.#result().probabilities;
  }

  /** The number of clusters found, noise not counted. */
  get clusters(): number {
    return this.#result().clusters;
  }

  /**
   * Finds the clusters of x [N, D].
   * @throws {ShapeError} if x is not a matrix of float32.
   * @throws {DataError} if x has fewer rows than `minSamples`, one row, more than 50,000, or values that are not finite.
   */
  async fit(x: Tensor, { signal }: ClustererFitOptions = {}): Promise<this> {
    const { minClusterSize, minSamples, maxClusterSize, clusterSelection, allowSingleCluster } =
      this.#options;
    const [rows, columns] = checkMatrix("Hdbscan.fit", x);
    if (rows < Math.max(2, minSamples)) {
      throw new DataError(
        `Hdbscan.fit: ${rows} rows have no ${minSamples} neighbours: give more rows or a smaller minSamples`,
      );
    }
    if (rows > MOST_ROWS) {
      throw new DataError(
        `Hdbscan.fit: ${rows} rows are more than ${MOST_ROWS}: give a sample of them, or the centres of a KMeans with some thousand clusters`,
      );
    }
    const values = (await x.data()) as Float32Array;
    const cores = await coreDistances(x, values, minSamples);
    signal?.throwIfAborted();
    const joins = numbered(await inTurns(spanningTree(values, columns, cores), signal), rows);
    const tree = condense(joins, rows, minClusterSize);
    const whole = allowSingleCluster && rows >= minClusterSize;
    const chosen = clusterSelection === "eom" ? mostStable(tree, maxClusterSize, whole) : leaves(tree, whole);
    this.#fitted = assign(tree, chosen);
    return this;
  }

  /** `fit`, then the labels. */
  async fitPredict(x: Tensor, options: ClustererFitOptions = {}): Promise<Int32Array> {
    return (await this.fit(x, options)).labels;
  }

  /** Labels and probabilities, for a file. @throws {ArgumentError} before `fit`. */
  state(): EstimatorState {
    const { labels, probabilities, clusters } = this.#result();
    const { maxClusterSize, ...options } = this.#options;
    return {
      options: Number.isFinite(maxClusterSize) ? { ...options, maxClusterSize } : options,
      arrays: {
        labels: { shape: [labels.length], data: labels },
        probabilities: { shape: [probabilities.length], data: probabilities },
      },
      details: { clusters },
    };
  }

  /** @throws {SkeinError} if the state is not one of an `Hdbscan`. */
  static restore(state: EstimatorState): Hdbscan {
    const restored = new Hdbscan(state.options as HdbscanOptions);
    const { data: labels } = stateArray(KIND, state, "labels", "i32", [null]);
    const { data: probabilities } = stateArray(KIND, state, "probabilities", "f64", [labels.length]);
    restored.#fitted = { labels, probabilities, clusters: stateNumber(KIND, state, "clusters") };
    return restored;
  }

  #result(): Fitted {
    if (!this.#fitted) throw new ArgumentError("Hdbscan: there is no result yet: call fit first");
    return this.#fitted;
  }
}

/** The distance of each row to its `neighbours`-th nearest row, itself the first, in float64. */
async function coreDistances(x: Tensor, values: Float32Array, neighbours: number): Promise<Float64Array> {
  const [rows, columns] = x.shape as [number, number];
  const others = neighbours - 1;
  const cores = new Float64Array(rows);
  if (others === 0) {
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw await unusableRow("Hdbscan.fit", x);
    return cores;
  }
  const { indices } = await kNeighbours("Hdbscan.fit", x, others);
  for (let row = 0; row < rows; row++) {
    const other = indices[row * others + others - 1]!;
    let squared = 0;
    for (let c = 0; c < columns; c++)
      squared += (values[row * columns + c]! - values[other * columns + c]!) ** 2;
    cores[row] = Math.sqrt(squared);
  }
  return cores;
}

/** Each row to the chosen cluster that it is in, if any. */
function assign(tree: ReturnType<typeof condense>, chosen: readonly boolean[]): Fitted {
  const { parents, births, clusterOf, densityOf } = tree;
  const rows = clusterOf.length;
  /** The chosen cluster around each cluster, itself counted. */
  const around = parents.map(() => NOISE);
  for (const [cluster, parent] of parents.entries()) {
    if (chosen[cluster]) around[cluster] = cluster;
    else if (parent >= 0) around[cluster] = around[parent]!;
  }
  /** The density at which the last row or split leaves each cluster, those of the clusters inside not counted. */
  const densest = new Float64Array(parents.length);
  const leave = (cluster: number, density: number) => {
    densest[cluster] = Math.max(densest[cluster]!, density);
  };
  for (let row = 0; row < rows; row++) leave(clusterOf[row]!, densityOf[row]!);
  for (let cluster = 1; cluster < parents.length; cluster++) leave(parents[cluster]!, births[cluster]!);
  const numbers = new Map<number, number>();
  const labels = new Int32Array(rows).fill(NOISE);
  const probabilities = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const cluster = around[clusterOf[row]!]!;
    if (cluster === NOISE) continue;
    if (!numbers.has(cluster)) numbers.set(cluster, numbers.size);
    labels[row] = numbers.get(cluster)!;
    const most = densest[cluster]!;
    probabilities[row] = densityOf[row]! < most ? densityOf[row]! / most : 1;
  }
  return { labels, probabilities, clusters: numbers.size };
}

registerEstimator({ kind: KIND, restore: Hdbscan.restore });

clusteringMethods.add({
  name: "hdbscan",
  about: "finds dense clusters, their number and noise (Campello et al. 2013)",
  takesClusters: false,
  create: () => new Hdbscan(),
});
