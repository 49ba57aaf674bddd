/** What the criteria share: a sample of the rows, its distances, neighbours, graph and partitions, each made once. */
import { Random, streamOf } from "../../random/philox.js";
import type { Tensor } from "../../tensor/index.js";
import { type Pairs, pairwiseDistances } from "../agglomerative/pairs.js";
import { KMeans } from "../kmeans/kmeans.js";
import { rowsOf } from "../kmeans/rows_of.js";
import type { SparseMatrix } from "../spectral/graph.js";
import { neighbourGraph } from "./neighbour_graph.js";

/** Rows of a sample in K clusters. */
export interface Partition {
  readonly clusters: number;
  /** The cluster of each row of the sample. */
  readonly labels: Int32Array;
  /** Sum of the squared distances to the centres. */
  readonly inertia: number;
  /** [K, D]. */
  readonly centers: Float32Array;
}

/** Runs of k-means, of which the best is kept. */
const RUNS = 8;

/**
 * A sample of rows and its clusterings, which all criteria of one `chooseClusters` share. Each part is computed when
 * it is first asked for.
 */
export class Study {
  /** The sample, [rows, columns]. */
  readonly x: Tensor;
  readonly rows: number;
  readonly columns: number;
  /** The numbers of clusters that are judged, ascending, without gaps. */
  readonly ks: readonly number[];
  readonly seed: number;
  readonly #signal: AbortSignal | null;
  #partitions: Promise<readonly Partition[]> | null = null;
  #pairs: Promise<Pairs> | null = null;
  #values: Promise<Float32Array> | null = null;
  #graph: Promise<SparseMatrix> | null = null;

  constructor(x: Tensor, ks: readonly number[], seed: number, signal: AbortSignal | null) {
    this.x = x;
    [this.rows, this.columns] = x.shape as [number, number];
    this.ks = ks;
    this.seed = seed;
    this.#signal = signal;
  }

  /** Random numbers of a name's own. */
  random(name: string): Random {
    return new Random(this.seed, streamOf(name));
  }

  /** @throws the signal's reason, where the caller stopped the work. */
  throwIfAborted(): void {
    this.#signal?.throwIfAborted();
  }

  /** k-means for each K. */
  partitions(): Promise<readonly Partition[]> {
    this.#partitions ??= this.#partition();
    return this.#partitions;
  }

  /** Euclidean distances of all pairs of rows. Not to be changed. */
  pairs(): Promise<Pairs> {
    this.#pairs ??= pairwiseDistances("chooseClusters", this.x);
    return this.#pairs;
  }

  /** The sample on the host, row by row. */
  values(): Promise<Float32Array> {
    this.#values ??= this.x.data() as Promise<Float32Array>;
    return this.#values;
  }

  /** The graph of each row's nearest rows. */
  graph(): Promise<SparseMatrix> {
    this.#graph ??= this.pairs().then(neighbourGraph);
    return this.#graph;
  }

  /** Those rows of the sample as a tensor, which the caller releases. */
  gather(rows: Uint32Array<ArrayBuffer>): Tensor {
    return rowsOf(this.x, rows);
  }

  async #partition(): Promise<Partition[]> {
    const all: Partition[] = [];
    for (const clusters of this.ks) {
      this.throwIfAborted();
      const kmeans = await new KMeans({ clusters, nInit: RUNS, seed: this.seed }).fit(this.x);
      const { labels, inertia, clusterCenters: centers } = kmeans;
      all.push({ clusters, labels, inertia, centers });
    }
    return all;
  }
}
