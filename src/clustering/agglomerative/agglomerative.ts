/** Hierarchical clustering from the bottom, in scikit-learn's manner. */
import { ArgumentError, DataError } from "../../errors.js";
import type { Clusterer, EstimatorState } from "../../estimators/estimator.js";
import { clusteringMethods, registerEstimator } from "../../estimators/registry.js";
import { broken, stateArray } from "../../estimators/state_array.js";
import type { Tensor } from "../../tensor/index.js";
import { checkMatrix } from "../check_matrix.js";
import { cut, type Dendrogram, type Linkage, link, linkages } from "./linkage.js";
import { MOST_ROWS, pairwiseDistances } from "./pairs.js";

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
 * Exact, for at most 20,000 rows: time and memory grow with N^2. New rows have no answer: `fit` again, or classify
 * them by their nearest neighbours.
 */
export class Agglomerative implements Clusterer {
  readonly kind = KIND;
  readonly #clusters: number | null;
  readonly #threshold: number;
  readonly #linkage: Linkage;
  #fitted: Fitted | null = null;

  /** @throws {ArgumentError} if an option is out of its range, or both ways to end are given. */
  constructor({ clusters, distanceThreshold, linkage = "ward" }: AgglomerativeOptions = {}) {
    if (clusters !== undefined && distanceThreshold !== undefined) {
      throw new ArgumentError("Agglomerative: both clusters and distanceThreshold are given: leave one out");
    }
    if (clusters !== undefined && !(Number.isInteger(clusters) && clusters >= 1)) {
      throw new ArgumentError(`Agglomerative: clusters is ${clusters}: give a whole number from 1 up`);
    }
    if (distanceThreshold !== undefined && !(distanceThreshold >= 0)) {
      throw new ArgumentError(
        `Agglomerative: distanceThreshold is ${distanceThreshold}: give a number from 0 up`,
      );
    }
    if (!linkages.includes(linkage)) {
      throw new ArgumentError(
        `Agglomerative: linkage ${String(linkage)} is unknown: choose one of ${linkages.join(", ")}`,
      );
    }
    this.#clusters = distanceThreshold === undefined ? (clusters ?? 2) : null;
    this.#threshold = distanceThreshold ?? Number.POSITIVE_INFINITY;
    this.#linkage = linkage;
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

  /** The distance of the two clusters of each join, ascending, [N - 1]. */
  get distances(): Float64Array {
    return this.#result().distances;
  }

  /**
   * Joins the rows of x [N, D].
   * @throws {ShapeError} if x is not a matrix of float32.
   * @throws {DataError} if x has fewer rows than clusters or more than 20,000, or values that are not finite.
   */
  async fit(x: Tensor): Promise<this> {
    const [rows] = checkMatrix("Agglomerative.fit", x);
    const clusters = this.#clusters ?? 1;
    if (rows < clusters) {
      throw new DataError(
        `Agglomerative.fit: ${rows} rows cannot fill ${clusters} clusters: give more rows or fewer clusters`,
      );
    }
    if (rows > MOST_ROWS) {
      throw new DataError(
        `Agglomerative.fit: ${rows} rows are more than ${MOST_ROWS}: join the centres of a KMeans with some hundred clusters instead`,
      );
    }
    const pairs = await pairwiseDistances("Agglomerative.fit", x);
    const tree = link(pairs, this.#linkage);
    const apart = tree.distances.findIndex((distance) => distance >= this.#threshold);
    const joins = this.#clusters === null ? (apart < 0 ? rows - 1 : apart) : rows - clusters;
    this.#fitted = { ...tree, labels: cut(tree, rows, joins) };
    return this;
  }

  /** `fit`, then the labels. */
  async fitPredict(x: Tensor): Promise<Int32Array> {
    return (await this.fit(x)).labels;
  }

  /** Labels and tree, for a file. @throws {ArgumentError} before `fit`. */
  state(): EstimatorState {
    const { labels, children, distances } = this.#result();
    const joins = distances.length;
    return {
      options: {
        linkage: this.#linkage,
        ...(this.#clusters !== null && { clusters: this.#clusters }),
        ...(Number.isFinite(this.#threshold) && { distanceThreshold: this.#threshold }),
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
