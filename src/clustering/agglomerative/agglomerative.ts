/** Hierarchical clustering from the bottom, in scikit-learn's manner. */
import { ArgumentError, DataError } from "../../errors.js";
import type { Clusterer, ClustererFitOptions, EstimatorState } from "../../estimators/estimator.js";
import { clusteringMethods, registerEstimator } from "../../estimators/registry.js";
import { broken, stateArray } from "../../estimators/state_array.js";
import type { Tensor } from "../../tensor/index.js";
import { checkFills, checkMatrix } from "../check_matrix.js";
import { kNeighbours } from "../neighbours/k_neighbours.js";
import { inTurns } from "../turns.js";
import { linkOnGraph } from "./graph_linkage.js";
import { cut, type Dendrogram, type Linkage, link, linkages } from "./linkage.js";
import { MOST_ROWS, pairwiseDistances } from "./pairs.js";

/** Rows of a graph of neighbours: its lists take over 1 GB beyond. */
const MOST_GRAPH_ROWS = 1_000_000;
/** Of rows too many to compare each with each. */
const MANY_ROWS_NEIGHBORS = 15;

export interface AgglomerativeOptions {
  /** K, from 1 up. Default 2; none where `distanceThreshold` is given. */
  readonly clusters?: number;
  /** Clusters at this distance or farther apart stay apart; their number follows from the data. */
  readonly distanceThreshold?: number;
  /**
   * The pair of clusters that is joined next: the one whose join adds least to the squared distances to centres
   * ("ward", default), or the nearest by the mean ("average"), greatest ("complete") or least ("single") distance of
   * their rows.
   */
  readonly linkage?: Linkage;
  /**
   * Only clusters are joined whose rows are among each other's so many nearest, from 1 up; those with no such rows
   * left by the distance of their centres. Default: any two may be joined, and of more than 20,000 rows those among the
   * 15 nearest.
   */
  readonly neighbors?: number;
}

const KIND = "agglomerative";

interface Fitted extends Dendrogram {
  readonly labels: Int32Array;
}

/**
 * Joins the two nearest clusters, beginning with each row alone, until K are left (Ward 1963):
 *
 * ```ts
 * const labels = await new Agglomerative({ clusters: 10 }).fitPredict(x); // x: a tensor [N, D]
 * ```
 *
 * Exact to 20,000 rows: time and memory grow with N^2. By a graph of nearest rows beyond, or with `neighbors`, up to
 * 1,000,000: memory grows with N, and what takes N^2 D time is the search of nearest rows on the device. New rows have no answer: `fit` again, or classify
 * them by their nearest neighbours.
 */
export class Agglomerative implements Clusterer {
  readonly kind = KIND;
  readonly #clusters: number | null;
  readonly #threshold: number;
  readonly #linkage: Linkage;
  readonly #neighbors: number | null;
  #fitted: Fitted | null = null;

  /** @throws {ArgumentError} if an option is out of its range, or both ways to end are given. */
  constructor({ clusters, distanceThreshold, linkage = "ward", neighbors }: AgglomerativeOptions = {}) {
    if (clusters !== undefined && distanceThreshold !== undefined) {
      throw new ArgumentError("Agglomerative: both clusters and distanceThreshold are given: leave one out");
    }
    if (clusters !== undefined && !(Number.isInteger(clusters) && clusters >= 1)) {
      throw new ArgumentError(`Agglomerative: clusters is ${clusters}: give a whole number from 1 up`);
    }
    if (distanceThreshold !== undefined && !(distanceThreshold >= 0 && Number.isFinite(distanceThreshold))) {
      throw new ArgumentError(
        `Agglomerative: distanceThreshold is ${distanceThreshold}: give a number from 0 up`,
      );
    }
    if (!linkages.includes(linkage)) {
      throw new ArgumentError(
        `Agglomerative: linkage ${String(linkage)} is unknown: choose one of ${linkages.join(", ")}`,
      );
    }
    if (neighbors !== undefined && !(Number.isInteger(neighbors) && neighbors >= 1)) {
      throw new ArgumentError(`Agglomerative: neighbors is ${neighbors}: give a whole number from 1 up`);
    }
    this.#clusters = distanceThreshold === undefined ? (clusters ?? 2) : null;
    this.#threshold = distanceThreshold ?? Number.POSITIVE_INFINITY;
    this.#linkage = linkage;
    this.#neighbors = neighbors ?? null;
  }

  /** The cluster, from 0 up, of each row that `fit` got; numbered in the order of the rows. */
  get labels(): Int32Array {
    return this.#result().labels;
  }

  /**
   * The two clusters of each join, [N - 1, 2]: rows are 0 to N - 1, and join m makes cluster N + m (scikit-learn's
   * `children_`).
   */
  get children(): Int32Array {
    return this.#result().children;
  }

  /** The distance of the two clusters of each join, [N - 1]; ascending, unless a graph of nearest rows was used. */
  get distances(): Float64Array {
    return this.#result().distances;
  }

  /**
   * Joins the rows of x [N, D].
   * @throws {ShapeError} if x is not a matrix of float32.
   * @throws {DataError} if x has fewer rows than clusters, no more rows than `neighbors`, more than 1,000,000,
   * or values that are not finite.
   */
  async fit(x: Tensor, { signal }: ClustererFitOptions = {}): Promise<this> {
    const [rows] = checkMatrix("Agglomerative.fit", x);
    const clusters = this.#clusters ?? 1;
    checkFills("Agglomerative.fit", rows, clusters);
    const neighbors = this.#neighbors ?? (rows > MOST_ROWS ? MANY_ROWS_NEIGHBORS : null);
    const tree = await (neighbors === null ? this.#linkAll(x, signal) : this.#linkNeighbours(x, neighbors));
    const apart = tree.distances.filter((distance) => distance >= this.#threshold).length;
    const joins = rows - (this.#clusters ?? 1 + apart);
    this.#fitted = { ...tree, labels: cut(tree, rows, joins) };
    return this;
  }

  async #linkAll(x: Tensor, signal: AbortSignal | undefined): Promise<Dendrogram> {
    const pairs = await pairwiseDistances("Agglomerative.fit", x);
    signal?.throwIfAborted();
    return await inTurns(link(pairs, this.#linkage), signal);
  }

  async #linkNeighbours(x: Tensor, neighbors: number): Promise<Dendrogram> {
    const [rows, columns] = x.shape as [number, number];
    if (rows > MOST_GRAPH_ROWS) {
      throw new DataError(
        `Agglomerative.fit: ${rows} rows are more than ${MOST_GRAPH_ROWS}: join the centres of a KMeans with some thousand clusters instead`,
      );
    }
    const graph = await kNeighbours("Agglomerative.fit", x, neighbors);
    return linkOnGraph("Agglomerative.fit", (await x.data()) as Float32Array, columns, graph, this.#linkage);
  }

  /** `fit`, then the labels. */
  async fitPredict(x: Tensor, options: ClustererFitOptions = {}): Promise<Int32Array> {
    return (await this.fit(x, options)).labels;
  }

  /** Labels and tree, for a file. @throws {ArgumentError} before `fit`. */
  state(): EstimatorState {
    const { labels, children, distances } = this.#result();
    const joins = distances.length;
    return {
      options: {
        linkage: this.#linkage,
        ...(this.#clusters !== null && { clusters: this.#clusters }),
        ...(this.#neighbors !== null && { neighbors: this.#neighbors }),
        ...(this.#clusters === null && { distanceThreshold: this.#threshold }),
      },
      arrays: {
        labels: { shape: [labels.length], data: labels },
        children: { shape: [joins, 2], data: children },
        distances: { shape: [joins], data: distances },
      },
    };
  }

  /** @throws {SkeinError} if the state is not one of an `Agglomerative`. */
  static restore(state: EstimatorState): Agglomerative {
    const restored = new Agglomerative(state.options as AgglomerativeOptions);
    const { data: labels } = stateArray(KIND, state, "labels", "i32", [null]);
    const joins = labels.length - 1;
    if (joins < 0) throw broken(KIND, "has no labels");
    const { data: children } = stateArray(KIND, state, "children", "i32", [joins, 2]);
    const { data: distances } = stateArray(KIND, state, "distances", "f64", [joins]);
    restored.#fitted = { labels, children, distances };
    return restored;
  }

  #result(): Fitted {
    if (!this.#fitted) throw new ArgumentError("Agglomerative: there is no result yet: call fit first");
    return this.#fitted;
  }
}

registerEstimator({ kind: KIND, restore: Agglomerative.restore });

const about: Readonly<Record<Linkage, string>> = {
  ward: "joins the clusters whose squared distances to their centre grow least (Ward 1963)",
  average: "joins the clusters whose rows are nearest on average",
  complete: "joins the clusters whose farthest rows are nearest",
  single: "joins the clusters whose nearest rows are nearest",
};
for (const linkage of linkages) {
  clusteringMethods.add({
    name: linkage,
    about: about[linkage],
    takesClusters: true,
    create: ({ clusters }) => new Agglomerative({ clusters, linkage }),
  });
}
