/** Gaussian mixtures by expectation-maximisation, in scikit-learn's manner. */
import { ArgumentError, DataError, ShapeError } from "../../errors.js";
import type { Clusterer, ClustererFitOptions, EstimatorState } from "../../estimators/estimator.js";
import { clusteringMethods, registerEstimator } from "../../estimators/registry.js";
import { broken, stateArray, stateNumber } from "../../estimators/state_array.js";
import type { Tensor } from "../../tensor/index.js";
import { tensor } from "../../tensor/index.js";
import { type Centred, centre, subtractRow, total } from "../centring.js";
import { checkFills, checkMatrix } from "../check_matrix.js";
import { KMeans } from "../kmeans/kmeans.js";
import {
  type CovarianceType,
  covarianceTypes,
  estimate,
  parameterCount,
  type Sums,
  whitenings,
} from "./covariance.js";
import { type Block, type Components, expectation, sumsOf, sumsOfLabels } from "./expectation.js";

/** Settings of `GaussianMixture`. */
export interface GaussianMixtureOptions {
  /** K, from 1 up. Default 1. */
  readonly components?: number;
  /**
   * Each component has its own covariance ("full", default), all share one ("tied"), or each has its own variances of
   * the columns ("diag") or one variance ("spherical").
   */
  readonly covarianceType?: CovarianceType;
  /** A run ends when the mean log-likelihood of a row grows by less than this. Default 1e-3. */
  readonly tolerance?: number;
  /** Added to each variance, in units of the data's squares: keeps components of few rows regular. Default 1e-6. */
  readonly regularization?: number;
  /** Most iterations of one run. Default 100. */
  readonly maxIterations?: number;
  /** Runs from different k-means starts, of which the most likely is kept. Default 1. */
  readonly nInit?: number;
  /** The components' first means [K, D] row by row; first weights and covariances are those of k-means from there. */
  readonly means?: ArrayLike<number>;
  /** Any unsigned 32-bit integer; the same seed gives the same result on the same device. Default 0. */
  readonly seed?: number;
}

const KIND = "mixture";

interface Run {
  readonly components: Components;
  readonly covariances: Float64Array;
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** A run on `scale` times the data, minus `origin`. */
interface Fitted extends Run {
  readonly labels: Int32Array;
  readonly origin: Float32Array;
  readonly scale: number;
  readonly columns: number;
}

/** A component whose rows weigh less than this has lost them all. */
const LEAST_WEIGHT = 1e-12;

/**
 * Rows as draws from K Gaussian distributions, fitted by expectation-maximisation (Dempster, Laird and Rubin 1977) from
 * the clusters of k-means:
 *
 * ```ts
 * const mixture = await new GaussianMixture({ components: 10 }).fit(x); // x: a tensor [N, D]
 * const labels = await mixture.predict(x);
 * ```
 *
 * Densities are float32, sums over blocks of rows float64. Memory on the device: a copy of x, and a block of rows by
 * components by columns.
 */
export class GaussianMixture implements Clusterer {
  readonly kind = KIND;
  readonly #options: Required<Omit<GaussianMixtureOptions, "means">> & { means: ArrayLike<number> | null };
  #fitted: Fitted | null = null;

  /** @throws {ArgumentError} if an option is out of its range. */
  constructor({
    components = 1,
    covarianceType = "full",
    tolerance = 1e-3,
    regularization = 1e-6,
    maxIterations = 100,
    nInit = 1,
    means,
    seed = 0,
  }: GaussianMixtureOptions = {}) {
    for (const [name, value] of Object.entries({ components, maxIterations, nInit })) {
      if (Number.isInteger(value) && value >= 1) continue;
      throw new ArgumentError(`GaussianMixture: ${name} is ${value}: give a whole number from 1 up`);
    }
    if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
      throw new ArgumentError(`GaussianMixture: seed is ${seed}: give an unsigned 32-bit integer`);
    }
    for (const [name, value] of Object.entries({ tolerance, regularization })) {
      if (value >= 0 && Number.isFinite(value)) continue;
      throw new ArgumentError(`GaussianMixture: ${name} is ${value}: give a number from 0 up`);
    }
    if (!covarianceTypes.includes(covarianceType)) {
      throw new ArgumentError(
        `GaussianMixture: covarianceType ${String(covarianceType)} is unknown: choose one of ${covarianceTypes.join(", ")}`,
      );
    }
    this.#options = {
      ...{ components, covarianceType, tolerance, regularization, maxIterations, nInit, seed },
      means: means ?? null,
    };
  }

  /** The most probable component, 0 to K - 1, of each row that `fit` got. */
  get labels(): Int32Array {
    return this.#result().labels;
  }

  /** Shares of the components, [K]. */
  get weights(): Float64Array {
    return this.#result().components.weights;
  }

  /** [K, D], row by row. */
  get means(): Float64Array {
    const { components, origin, scale } = this.#result();
    return components.means.map((value, i) => (value + origin[i % origin.length]!) / scale);
  }

  /** "full" [K, D, D], "tied" [D, D], "diag" [K, D] or "spherical" [K]. */
  get covariances(): Float64Array {
    const { covariances, scale } = this.#result();
    return covariances.map((value) => value / scale / scale);
  }

  /** Whether the run that was kept ended before `maxIterations`. */
  get converged(): boolean {
    return this.#result().converged;
  }

  /** Iterations of the run that was kept. */
  get iterations(): number {
    return this.#result().iterations;
  }

  /** Mean logarithm of the density of the rows that `fit` got, before the last update. */
  get logLikelihood(): number {
    const { logLikelihood, scale, columns } = this.#result();
    return logLikelihood + columns * Math.log(scale);
  }

  /**
   * Fits the components to x [N, D].
   * @throws {ShapeError} if x is not a matrix of float32, or its columns do not fit the given means.
   * @throws {DataError} if x has fewer rows than components, values that are not finite, or a covariance that stays
   *   singular.
   */
  async fit(x: Tensor, { signal }: ClustererFitOptions = {}): Promise<this> {
    const { components, nInit, means } = this.#options;
    const [rows, columns] = checkMatrix("GaussianMixture.fit", x);
    checkFills("GaussianMixture.fit", rows, components, "", "components");
    if (means && means.length !== components * columns) {
      throw new ShapeError(
        `GaussianMixture.fit: means has ${means.length} values, ${components} means of ${columns} columns take ${components * columns}`,
      );
    }
    const centred = await centre("GaussianMixture.fit", x);
    using _ = centred.x;
    let best: Run | null = null;
    for (let run = 0; run < (means ? 1 : nInit); run++) {
      const found = await this.#run(centred, run, signal);
      if (!best || found.logLikelihood > best.logLikelihood) best = found;
    }
    const { origin, scale } = centred;
    const labels = mostProbable(await expectation(centred.x, best!.components), rows);
    this.#fitted = { ...best!, origin, scale, columns, labels };
    return this;
  }

  /** The most probable component, 0 to K - 1, of each row of x [N, D]. Errors as `predictProba`. */
  async predict(x: Tensor): Promise<Int32Array> {
    return mostProbable(await this.#expect("GaussianMixture.predict", x), x.shape[0]!);
  }

  /**
   * The probability of each component for each row of x [N, D], [N, K] row by row.
   * @throws {ArgumentError} before `fit`.
   * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
   * @throws {DataError} if values of x are not finite.
   */
  async predictProba(x: Tensor): Promise<Float32Array> {
    const blocks = await this.#expect("GaussianMixture.predictProba", x);
    return joined(blocks, this.#options.components, ({ responsibilities }) => responsibilities);
  }

  /** The logarithm of each row's density, [N]. Errors as `predictProba`. */
  async scoreSamples(x: Tensor): Promise<Float32Array> {
    const { scale, columns } = this.#result();
    const blocks = await this.#expect("GaussianMixture.scoreSamples", x);
    const shift = columns * Math.log(scale);
    return joined(blocks, 1, ({ logDensities }) => logDensities.map((value) => value + shift));
  }

  /** Bayesian information criterion on x [N, D] (Schwarz 1978): lower is better. Errors as `predictProba`. */
  async bic(x: Tensor): Promise<number> {
    const rows = x.shape[0]!;
    return -2 * total(await this.scoreSamples(x)) + this.#parameters() * Math.log(rows);
  }

  /** Akaike's information criterion on x [N, D] (1974): lower is better. Errors as `predictProba`. */
  async aic(x: Tensor): Promise<number> {
    return -2 * total(await this.scoreSamples(x)) + 2 * this.#parameters();
  }

  /** `fit`, then the labels. */
  async fitPredict(x: Tensor, options: ClustererFitOptions = {}): Promise<Int32Array> {
    return (await this.fit(x, options)).labels;
  }

  /** Components and labels, for a file. @throws {ArgumentError} before `fit`. */
  state(): EstimatorState {
    const { means, ...options } = this.#options;
    const { components, covariances, origin, labels, columns, scale, ...run } = this.#result();
    const { logLikelihood, iterations, converged } = run;
    const rows = (data: Float64Array) => ({ shape: [data.length / columns, columns], data });
    return {
      options,
      arrays: {
        labels: { shape: [labels.length], data: labels },
        weights: { shape: [components.weights.length], data: components.weights },
        means: rows(components.means),
        covariances: { shape: [covariances.length], data: covariances },
        origin: { shape: [columns], data: origin },
        ...(means && { init: rows(Float64Array.from(means)) }),
      },
      details: { scale, logLikelihood, iterations, converged },
    };
  }

  /** @throws {SkeinError} if the state is not one of a `GaussianMixture`. */
  static restore(state: EstimatorState): GaussianMixture {
    const given = state.arrays.init && stateArray(KIND, state, "init", "f64", [null, null]).data;
    const options = state.options as GaussianMixtureOptions;
    const restored = new GaussianMixture({ ...options, ...(given && { means: given }) });
    const { components: count, covarianceType: type } = restored.#options;
    const { data: origin } = stateArray(KIND, state, "origin", "f32", [null]);
    const columns = origin.length;
    const { data: weights } = stateArray(KIND, state, "weights", "f64", [count]);
    const { data: means } = stateArray(KIND, state, "means", "f64", [count, columns]);
    const sizes = { full: count * columns * columns, tied: columns * columns, diag: count * columns };
    const size = type === "spherical" ? count : sizes[type];
    const { data: covariances } = stateArray(KIND, state, "covariances", "f64", [size]);
    const { data: labels } = stateArray(KIND, state, "labels", "i32", [null]);
    const white = whitenings(type, covariances, count, columns);
    if (!white) throw broken(KIND, "has covariances that are singular");
    const [scale, logLikelihood, iterations] = ["scale", "logLikelihood", "iterations"].map((name) =>
      stateNumber(KIND, state, name),
    ) as [number, number, number];
    const converged = (state.details as { converged?: unknown }).converged === true;
    const components: Components = { type, weights, means, whitenings: white };
    restored.#fitted = {
      ...{ components, covariances, origin, scale, columns, labels },
      ...{ logLikelihood, iterations, converged },
    };
    return restored;
  }

  #parameters(): number {
    const { columns } = this.#result();
    return parameterCount(this.#options.covarianceType, this.#options.components, columns);
  }

  async #run({ x, origin, scale }: Centred, run: number, signal?: AbortSignal): Promise<Run> {
    const { tolerance, maxIterations } = this.#options;
    let state = await this.#first(x, origin, scale, run);
    let logLikelihood = Number.NEGATIVE_INFINITY;
    for (let iteration = 1; ; iteration++) {
      signal?.throwIfAborted();
      const { sums, logDensity } = await sumsOf(x, state.components);
      const gain = logDensity - logLikelihood;
      logLikelihood = logDensity;
      state = this.#maximise(sums, state.components.means, scale);
      const converged = Math.abs(gain) < tolerance;
      if (converged || iteration === maxIterations) {
        return { ...state, logLikelihood, iterations: iteration, converged };
      }
    }
  }

  /** Components around the clusters of k-means; with the given means in place of theirs. */
  async #first(x: Tensor, origin: Float32Array, scale: number, run: number) {
    const { components: clusters, seed, means, covarianceType } = this.#options;
    const columns = x.shape[1]!;
    const init = means && Float64Array.from(means, (value, i) => scale * value - origin[i % columns]!);
    const kmeans = new KMeans({ clusters, seed: (seed + run) >>> 0, ...(init && { init }) });
    await kmeans.fit(x);
    const around = Float64Array.from(kmeans.clusterCenters);
    const sums = await sumsOfLabels(x, kmeans.labels, around, covarianceType);
    const { components, covariances } = this.#maximise(sums, around, scale);
    return { components: init ? { ...components, means: init } : components, covariances };
  }

  /** New components from sums around the old means. */
  #maximise(sums: readonly Sums[], means: Float64Array, scale: number) {
    const { covarianceType: type, regularization } = this.#options;
    const columns = sums[0]!.deviation.length;
    const weighed = sums.map((own) => ({ ...own, weight: Math.max(own.weight, LEAST_WEIGHT) }));
    const all = weighed.reduce((sum, { weight }) => sum + weight, 0);
    const covariances = estimate(type, weighed, regularization * scale * scale);
    const white = whitenings(type, covariances, sums.length, columns);
    if (!white) {
      throw new DataError(
        "GaussianMixture.fit: a component's covariance is singular: give fewer components, a larger regularization, or covarianceType diag",
      );
    }
    const components: Components = {
      type,
      weights: Float64Array.from(weighed, ({ weight }) => weight / all),
      means: means.map((value, i) => {
        const { deviation, weight } = weighed[Math.floor(i / columns)]!;
        return value + deviation[i % columns]! / weight;
      }),
      whitenings: white,
    };
    return { components, covariances };
  }

  async #expect(caller: string, x: Tensor): Promise<Block[]> {
    const { components, origin, scale, columns } = this.#result();
    const [, own] = checkMatrix(caller, x);
    if (own !== columns) {
      throw new ShapeError(`${caller}: x has ${own} columns, fit got ${columns}: give the same features`);
    }
    using row = tensor(x.device, new Float32Array(origin), [1, columns]);
    const { x: moved, squares } = subtractRow(x, row, scale);
    using _ = moved;
    squares.release();
    const blocks = await expectation(moved, components);
    for (const { first, logDensities } of blocks) {
      const bad = logDensities.findIndex((value) => Number.isNaN(value));
      if (bad >= 0) {
        throw new DataError(
          `${caller}: row ${first + bad} of x holds NaN or infinite values: leave that row out`,
        );
      }
    }
    return blocks;
  }

  #result(): Fitted {
    if (!this.#fitted) throw new ArgumentError("GaussianMixture: there is no result yet: call fit first");
    return this.#fitted;
  }
}

/** The first of each row's most probable components. */
function mostProbable(blocks: readonly Block[], rows: number): Int32Array {
  const labels = new Int32Array(rows);
  for (const { first, count, responsibilities } of blocks) {
    const components = responsibilities.length / count;
    for (let row = 0; row < count; row++) {
      let best = 0;
      for (let k = 1; k < components; k++) {
        if (responsibilities[row * components + k]! > responsibilities[row * components + best]!) best = k;
      }
      labels[first + row] = best;
    }
  }
  return labels;
}

function joined(blocks: readonly Block[], width: number, of: (block: Block) => Float32Array): Float32Array {
  const rows = blocks.reduce((sum, { count }) => sum + count, 0);
  const all = new Float32Array(rows * width);
  for (const block of blocks) all.set(of(block), block.first * width);
  return all;
}

registerEstimator({ kind: KIND, restore: GaussianMixture.restore });

clusteringMethods.add({
  name: "gmm",
  about: "fits Gaussian distributions by expectation-maximisation, with a variance of each column",
  takesClusters: true,
  // Features have more columns than there are images in a cluster: a full covariance says nothing, and takes minutes.
  create: ({ clusters, seed }) => new GaussianMixture({ components: clusters, covarianceType: "diag", seed }),
});
