/** Uniform manifold approximation and projection. */
import { magnitude, unusableRow } from "../../clustering/centring.js";
import { checkMatrix } from "../../clustering/check_matrix.js";
import { kNeighbours, kNeighboursOf } from "../../clustering/neighbours/k_neighbours.js";
import type { SparseMatrix } from "../../clustering/spectral/graph.js";
import { ArgumentError, DataError, ShapeError } from "../../errors.js";
import type { EstimatorState, Transformer } from "../../estimators/estimator.js";
import { registerEstimator } from "../../estimators/registry.js";
import { type Tensor, tensor } from "../../tensor/index.js";
import { type Curve, fitCurve } from "./curve.js";
import { fuzzyUnion, memberships } from "./fuzzy_graph.js";
import { edgesOf, layOut } from "./layout.js";
import { checkOptions, type UmapOptions } from "./options.js";
import { principalStart, randomStart, spectralStart } from "./start.js";

interface Fitted {
  /** [N, D]. */
  readonly x: Float32Array<ArrayBuffer>;
  readonly columns: number;
  /** [N, components]. */
  readonly embedding: Float32Array<ArrayBuffer>;
}

/**
 * umap-learn makes 500 epochs, 200 from 10,000 rows up, with five rows that push for each that pulls. Where all rows move at
 * once, by steps of a quarter, more that push give better places than more epochs do: trustworthiness of 70,000 MNIST digits,
 * 50 components, is 0.965 after 500 epochs with 5 of them, 0.966 to 0.969 (three seeds) after 300 with 15; of 10,000 digits
 * 0.960 and 0.971.
 */
const EPOCHS = 300;
const NEGATIVE_SAMPLES = 15;
/** New rows from which fewer epochs do in `transform`. */
const MANY_ROWS = 10_000;
/**
 * Step of the first epoch. umap-learn begins with 1, and moves one row after the other; where all move at once, steps of
 * 1 go past what they aim for (trustworthiness of 10,000 MNIST digits, 50 components: 0.953 with 1, 0.959 with 0.25).
 */
const RATE = 0.25;

/**
 * Lays out rows in few dimensions, so that rows that are near to each other stay near: L. McInnes, J. Healy and
 * J. Melville, "UMAP: Uniform manifold approximation and projection for dimension reduction" (2018).
 *
 * ```ts
 * const map = await new Umap().fitTransform(x); // x: a tensor [N, D]; map: a tensor [N, 2], which the caller releases
 * ```
 *
 * Options, graph and forces are umap-learn's. In each epoch all rows move at once, by the forces at the places of the
 * epoch before: no order of rows and no number of threads changes the result. Neighbours are exact and the layout is
 * computed on the device, the beginning on the host. Rounding grows over the epochs, so that devices, and processors
 * of other vector lengths, give other places of the same quality.
 *
 * Memory on the host: a copy of x, and about 12 N neighbors numbers while it fits.
 */
export class Umap implements Transformer {
  readonly kind = "umap";
  readonly #options: Required<Omit<UmapOptions, "epochs">> & Pick<UmapOptions, "epochs">;
  readonly #curve: Curve;
  #fitted: Fitted | null = null;

  /** @throws {ArgumentError} if an option is out of its range. */
  constructor({
    neighbors = 15,
    components = 2,
    minDist = 0.1,
    spread = 1,
    epochs,
    negativeSamples = NEGATIVE_SAMPLES,
    init = "spectral",
    seed = 0,
  }: UmapOptions = {}) {
    const epochsGiven = epochs === undefined ? {} : { epochs };
    this.#options = { neighbors, components, minDist, spread, negativeSamples, init, seed, ...epochsGiven };
    checkOptions(this.#options);
    this.#curve = fitCurve(minDist, spread);
  }

  /** The places of the rows that `fit` got, [N, components]. */
  get embedding(): Float32Array {
    return this.#result().embedding;
  }

  /**
   * Lays out x [N, D].
   * @throws {ShapeError} if x is not a matrix of float32.
   * @throws {DataError} if x has values that are not finite.
   */
  async fit(x: Tensor): Promise<this> {
    const { neighbors, components, negativeSamples, seed } = this.#options;
    const [rows, columns] = checkMatrix("Umap.fit", x);
    const values = await x.data();
    const total = Math.min(neighbors, rows);
    if (total === 1) {
      if (!values.every(Number.isFinite)) throw await unusableRow("Umap.fit", x);
      this.#fitted = { x: values, columns, embedding: new Float32Array(components) };
      return this;
    }
    const graph = fuzzyUnion(await kNeighbours("Umap.fit", x, total - 1), total);
    const epochs = this.#options.epochs ?? EPOCHS;
    const edges = edgesOf(graph.starts, graph.columns, graph.values, epochs);
    const start = tensor(x.device, await this.#start(graph, x), [rows, components]);
    const options = { ...this.#curve, epochs, rate: RATE, negativeSamples, seed };
    using places = await layOut(start, null, edges, options);
    this.#fitted = { x: values, columns, embedding: await places.data() };
    return this;
  }

  /** `fit`, then the embedding [N, components]. The caller releases it. */
  async fitTransform(x: Tensor): Promise<Tensor> {
    await this.fit(x);
    return tensor(x.device, this.#result().embedding, [x.shape[0]!, this.#options.components]);
  }

  /**
   * Places [M, components] of other rows x [M, D] among those that `fit` got, which stay: the mean of their nearest
   * ones' places, weighted by their memberships, then a third of the epochs (30 or 100 by default) among them. The
   * caller releases it.
   * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
   * @throws {DataError} if x has values that are not finite.
   */
  async transform(x: Tensor): Promise<Tensor> {
    const fitted = this.#result();
    const { neighbors, components, negativeSamples, seed } = this.#options;
    const [rows, columns] = checkMatrix("Umap.transform", x);
    if (columns !== fitted.columns) {
      throw new ShapeError(
        `Umap.transform: x has ${columns} columns, fit got ${fitted.columns}: give the same features`,
      );
    }
    if (!Number.isFinite(await magnitude(x))) throw await unusableRow("Umap.transform", x);
    const known = fitted.x.length / columns;
    using training = tensor(x.device, fitted.x, [known, columns]);
    using anchors = tensor(x.device, fitted.embedding, [known, components]);
    const total = Math.min(neighbors, known);
    const neighbours = await kNeighboursOf("Umap.transform", x, training, total);
    const weights = memberships(neighbours, Math.max(total, 2), false);
    const epochs =
      this.#options.epochs === undefined
        ? rows <= MANY_ROWS
          ? 100
          : 30
        : Math.ceil(this.#options.epochs / 3);
    const starts = Uint32Array.from({ length: rows + 1 }, (_, row) => row * total);
    const edges = edgesOf(starts, neighbours.indices, weights, epochs);
    const begin = weightedMeans(neighbours.indices, weights, total, fitted.embedding, components);
    const options = { ...this.#curve, epochs, rate: RATE, negativeSamples, seed };
    return await layOut(tensor(x.device, begin, [rows, components]), anchors, edges, options);
  }

  /** @throws {ArgumentError} before `fit`. */
  state(): EstimatorState {
    const { x, columns, embedding } = this.#result();
    const rows = x.length / columns;
    return {
      options: this.#options,
      arrays: {
        x: { shape: [rows, columns], data: x },
        embedding: { shape: [rows, this.#options.components], data: embedding },
      },
    };
  }

  /** @throws {SkeinError} where the state is not one of this kind. */
  static restore({ options, arrays }: EstimatorState): Umap {
    const umap = new Umap(options as UmapOptions);
    const { x, embedding } = arrays;
    const [rows, columns] = x?.shape ?? [];
    if (
      !(x?.data instanceof Float32Array && embedding?.data instanceof Float32Array) ||
      x.shape.length !== 2 ||
      !(rows! >= 1 && columns! >= 1) ||
      x.data.length !== rows! * columns! ||
      embedding.data.length !== rows! * umap.#options.components ||
      !(x.data.every(Number.isFinite) && embedding.data.every(Number.isFinite))
    ) {
      throw new DataError("Umap: rows and embedding do not fit each other: save the estimator again");
    }
    umap.#fitted = { x: x.data.slice(), columns: columns!, embedding: embedding.data.slice() };
    return umap;
  }

  async #start(graph: SparseMatrix, x: Tensor): Promise<Float32Array<ArrayBuffer>> {
    const { components, init, seed } = this.#options;
    const spectral = init === "spectral" ? await spectralStart(graph, components, seed) : null;
    if (spectral) return spectral;
    const principal = init === "random" ? null : await principalStart("Umap.fit", x, components, seed);
    return principal ?? randomStart(graph.rows, components, seed);
  }

  #result(): Fitted {
    if (!this.#fitted) throw new ArgumentError("Umap: there is no layout yet: call fit first");
    return this.#fitted;
  }
}

registerEstimator({ kind: "umap", restore: (state) => Umap.restore(state) });

/** The mean of the places of each row's neighbours, [M, C]. */
function weightedMeans(
  indices: Int32Array,
  weights: Float32Array,
  neighbours: number,
  embedding: Float32Array,
  C: number,
): Float32Array<ArrayBuffer> {
  const means = new Float32Array((indices.length / neighbours) * C);
  for (let row = 0; row * neighbours < indices.length; row++) {
    const first = row * neighbours;
    let total = 0;
    for (let n = first; n < first + neighbours; n++) total += weights[n]!;
    for (let c = 0; c < C; c++) {
      let sum = 0;
      for (let n = first; n < first + neighbours; n++) sum += weights[n]! * embedding[indices[n]! * C + c]!;
      means[row * C + c] = sum / total;
    }
  }
  return means;
}
