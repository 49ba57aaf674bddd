/** Clustering by the eigenvectors of a graph of neighbours, in scikit-learn's manner. */
import { ArgumentError, DataError } from "../../errors.js";
import type { Clusterer, ClustererFitOptions, EstimatorState } from "../../estimators/estimator.js";
import { clusteringMethods, registerEstimator } from "../../estimators/registry.js";
import { type Tensor, tensor } from "../../tensor/index.js";
import { magnitude, unusableRow } from "../centring.js";
import { checkMatrix } from "../check_matrix.js";
import { KMeans } from "../kmeans/kmeans.js";
import { kNeighbours } from "../neighbours/k_neighbours.js";
import { clusterQr } from "./cluster_qr.js";
import { spectralEmbedding } from "./embedding.js";
import { type SparseMatrix, symmetrized } from "./graph.js";

const assignments = ["kmeans", "cluster_qr"] as const;

/** Settings of `Spectral`. */
export interface SpectralOptions {
  /** K, from 1 up. */
  readonly clusters: number;
  /**
   * The row itself and its nearest others that it is joined with, from 2 up; all rows where there are fewer. Default 10,
   * as scikit-learn's `n_neighbors`.
   */
  readonly neighbors?: number;
  /** Eigenvectors to embed the rows with. Default K. */
  readonly nComponents?: number;
  /**
   * How rows of the embedding are sorted: by k-means (default), or by a QR factorisation with pivots, which draws no
   * random numbers and needs as many eigenvectors as clusters.
   */
  readonly assign?: (typeof assignments)[number];
  /** Starts of k-means, of which the best is kept. Default 10. */
  readonly nInit?: number;
  /** Any unsigned 32-bit integer. Default 0. */
  readonly seed?: number;
}

interface Fitted {
  readonly labels: Int32Array;
  /** [N, nComponents]. */
  readonly embedding: Float32Array;
  readonly components: number;
}

/**
 * Sorts rows by the graph of their nearest neighbours: rows that many short ways join get one cluster, whatever its
 * shape. The rows are embedded by the least eigenvectors of the graph's normalised Laplacian and sorted by k-means
 * there (J. Shi and J. Malik 2000; U. von Luxburg, "A tutorial on spectral clustering", 2007):
 *
 * ```ts
 * const labels = await new Spectral({ clusters: 3 }).fitPredict(x); // x: a tensor [N, D]
 * ```
 *
 * The graph is scikit-learn's `affinity="nearest_neighbors"`. Where it is not connected (see `components`), eigenvectors
 * that tell components apart come first, the largest component's first of all: with as many components as clusters,
 * the clusters are the components. Neighbours and k-means are computed on the device, eigenvectors on the host, in float64.
 *
 * Memory on the host: N (2 neighbors + 5 nComponents + 40) numbers. New rows have no answer: `fit` again, or classify
 * them by their nearest neighbours.
 */
export class Spectral implements Clusterer {
  readonly kind = "spectral";
  readonly #options: Required<SpectralOptions>;
  #fitted: Fitted | null = null;

  /** @throws {ArgumentError} if an option is out of its range. */
  constructor({
    clusters,
    neighbors = 10,
    nComponents = clusters,
    assign = "kmeans",
    nInit = 10,
    seed = 0,
  }: SpectralOptions) {
    this.#options = { clusters, neighbors, nComponents, assign, nInit, seed };
    checkOptions(this.#options);
  }

  /** The cluster, 0 to K - 1, of each row that `fit` got. */
  get labels(): Int32Array {
    return this.#result().labels;
  }

  /** The rows by the eigenvectors, divided by the root of their degrees, [N, nComponents]. */
  get embedding(): Float32Array {
    return this.#result().embedding;
  }

  /** Connected components of the graph. Where they are more than the clusters, the smallest ones share one. */
  get components(): number {
    return this.#result().components;
  }

  /**
   * Sorts the rows of x [N, D].
   * @throws {ShapeError} if x is not a matrix of float32.
   * @throws {DataError} if x has fewer rows than clusters or eigenvectors, or values that are not finite.
   */
  async fit(x: Tensor, { signal }: ClustererFitOptions = {}): Promise<this> {
    const { clusters, neighbors, nComponents, assign, nInit, seed } = this.#options;
    const [rows] = checkMatrix("Spectral.fit", x);
    const least = Math.max(clusters, nComponents);
    if (rows < least) {
      throw new DataError(
        `Spectral.fit: ${rows} rows are fewer than the ${least} clusters or eigenvectors: give more rows or ask for fewer`,
      );
    }
    const graph = await neighbourGraph(x, Math.min(neighbors, rows) - 1);
    signal?.throwIfAborted();
    const { places, components } = await spectralEmbedding(graph, { count: nComponents, seed, signal });
    const embedding = Float32Array.from(places);
    let labels: Int32Array;
    if (assign === "cluster_qr") labels = clusterQr(places, rows, clusters);
    else {
      using embedded = tensor(x.device, embedding, [rows, nComponents]);
      labels = await new KMeans({ clusters, nInit, seed })
        .fit(embedded, { signal })
        .then((kmeans) => kmeans.labels);
    }
    this.#fitted = { labels, embedding, components };
    return this;
  }

  /** `fit`, then the labels. */
  async fitPredict(x: Tensor, options: ClustererFitOptions = {}): Promise<Int32Array> {
    return (await this.fit(x, options)).labels;
  }

  /** @throws {ArgumentError} before `fit`. */
  state(): EstimatorState {
    const { labels, embedding, components } = this.#result();
    return {
      options: this.#options,
      arrays: {
        labels: { shape: [labels.length], data: labels },
        embedding: { shape: [labels.length, this.#options.nComponents], data: embedding },
      },
      details: { components },
    };
  }

  /** @throws {SkeinError} where the state is not one of this kind. */
  static restore({ options, arrays, details }: EstimatorState): Spectral {
    const spectral = new Spectral(options as SpectralOptions);
    const { clusters, nComponents } = spectral.#options;
    const { labels, embedding } = arrays;
    const { components } = (details ?? {}) as { components?: unknown };
    if (
      !(labels?.data instanceof Int32Array) ||
      !(embedding?.data instanceof Float32Array) ||
      embedding.data.length !== labels.data.length * nComponents ||
      !labels.data.every((label) => label >= 0 && label < clusters) ||
      !embedding.data.every(Number.isFinite) ||
      !(typeof components === "number" && Number.isInteger(components) && components >= 1)
    ) {
      throw new DataError("Spectral: labels and embedding do not fit each other: save the estimator again");
    }
    spectral.#fitted = { labels: labels.data, embedding: embedding.data, components };
    return spectral;
  }

  #result(): Fitted {
    if (!this.#fitted) throw new ArgumentError("Spectral: there is no result yet: call fit first");
    return this.#fitted;
  }
}

registerEstimator({ kind: "spectral", restore: (state) => Spectral.restore(state) });

clusteringMethods.add({
  name: "spectral",
  about: "Eigenvectors of the graph of nearest neighbours, then k-means: clusters of any shape",
  takesClusters: true,
  create: ({ clusters, seed }) => new Spectral({ clusters, seed }),
});

/** Rows are joined with weight 1 where each is a neighbour of the other, with 1/2 where one is. */
async function neighbourGraph(x: Tensor, degree: number): Promise<SparseMatrix> {
  if (degree === 0) {
    if (!Number.isFinite(await magnitude(x))) throw await unusableRow("Spectral.fit", x);
    return {
      rows: 1,
      starts: new Uint32Array(2),
      columns: new Uint32Array(0),
      values: new Float64Array(0),
    };
  }
  const { indices } = await kNeighbours("Spectral.fit", x, degree);
  const ones = new Float64Array(indices.length).fill(1);
  return symmetrized(indices, ones, degree, (there, back) => (there + back) / 2);
}

function checkOptions({
  clusters,
  neighbors,
  nComponents,
  assign,
  nInit,
  seed,
}: Required<SpectralOptions>): void {
  for (const [name, value, least] of [
    ["clusters", clusters, 1],
    ["neighbors", neighbors, 2],
    ["nComponents", nComponents, 1],
    ["nInit", nInit, 1],
    ["seed", seed, 0],
  ] as const) {
    if (!Number.isInteger(value) || value < least || value >= 2 ** 32) {
      throw new ArgumentError(`Spectral: ${name} is ${value}: give a whole number from ${least} up`);
    }
  }
  if (!assignments.includes(assign)) {
    throw new ArgumentError(
      `Spectral: assign ${String(assign)} is unknown: choose one of ${assignments.join(", ")}`,
    );
  }
  if (assign === "cluster_qr" && nComponents !== clusters) {
    throw new ArgumentError(
      `Spectral: cluster_qr takes as many eigenvectors as clusters: leave nComponents out, or give ${clusters}`,
    );
  }
}
