/** What features, reductions and clusterers have in common: they learn from tensors, and keep what they learned. */
import type { Tensor } from "../tensor/index.js";
import type { PairLinks } from "./links.js";

/** One array of an estimator's state, row-major. */
export interface StateArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array | Uint32Array;
}

/** All that an estimator needs to answer as it does now. */
export interface EstimatorState {
  /** The options that it was made with, as JSON holds them: a limit that is infinite is left out. */
  readonly options: object;
  /** What it learned, by name. */
  readonly arrays: Readonly<Record<string, StateArray>>;
  /** Single numbers that it learned, as JSON holds them. */
  readonly details?: object;
}

/** What transformers and clusterers have in common: a kind, and a state that a file holds. */
export interface Estimator {
  /** Which estimator it is, in files: "kmeans". */
  readonly kind: string;
  /**
   * What it learned, for a file.
   * @throws {ArgumentError} before `fit`.
   */
  state(): EstimatorState;
}

/**
 * Makes rows of numbers of others: features of images [N, H, W, C], or of rows [N, D]. Values of images are 0 to 1.
 */
export interface Transformer extends Estimator {
  /** Learns from x; where there is nothing to learn, takes x's shape. */
  fit(x: Tensor): Promise<this>;
  /** [N, F]. The caller releases it. */
  transform(x: Tensor): Promise<Tensor>;
  /** Gives device memory back, of those that hold some; `transform` takes it again. */
  release?(): void;
}

/** What `fit` of every clusterer takes. */
export interface ClustererFitOptions {
  /** Ends the work with the signal's reason, of methods that look at it: what may take long does. */
  readonly signal?: AbortSignal | undefined;
  /** Pairs of rows that share a cluster, or must not. Clusterers that do not declare `honoursLinks` ignore them. */
  readonly links?: PairLinks | undefined;
}

/** Sorts rows [N, D] into clusters. */
export interface Clusterer extends Estimator {
  /** Learns clusters of x, rows [N, D]; `labels` holds them afterwards. */
  fit(x: Tensor, options?: ClustererFitOptions): Promise<this>;
  /** The cluster, from 0 up, of each row that `fit` got; -1 for noise, of methods that know noise. */
  readonly labels: Int32Array;
  /** True where `fit` looks at `links`. */
  readonly honoursLinks?: boolean;
  /** `fit`, then the labels. */
  fitPredict(x: Tensor, options?: ClustererFitOptions): Promise<Int32Array>;
  /** The cluster of each row of x [N, D], of methods that have an answer for new rows. */
  predict?(x: Tensor): Promise<Int32Array>;
  /** The probability of each cluster, [N, K] row by row, of methods that have one. */
  predictProba?(x: Tensor): Promise<Float32Array>;
}
