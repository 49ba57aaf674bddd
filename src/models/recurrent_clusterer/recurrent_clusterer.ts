/** Clusters maps or sequences of features with a recurrent network, as `ImageClusterer` clusters images. */
import { Tape, withTape } from "../../autograd/index.js";
import { checkFills, checkMatrix } from "../../clustering/check_matrix.js";
import { rowBlocks } from "../../clustering/row_blocks.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import type { Clusterer, ClustererFitOptions, EstimatorState } from "../../estimators/estimator.js";
import { registerEstimator } from "../../estimators/registry.js";
import { broken, stateArray, stateNumber } from "../../estimators/state_array.js";
import { Pca } from "../../features/pca/pca.js";
import type { StateDict } from "../../nn/index.js";
import { gatherRows, mean, reshape, scale, slice, softmax } from "../../ops/index.js";
import { Random, streamOf } from "../../random/philox.js";
import { show, Tensor, tensor } from "../../tensor/index.js";
import type { TrainingProgress } from "../../train/index.js";
import { reducing } from "../feature_reduction.js";
import { classesAtRest } from "../image_clusterer/early_stop.js";
import { firstTargets } from "../image_clusterer/first_targets.js";
import { trainingOn } from "../image_clusterer/image_clusterer.js";
import { ClustererNetwork } from "../image_clusterer/network.js";
import { NOTHING_KNOWN } from "../image_clusterer/prior_knowledge.js";
import { argmaxRows } from "../image_model.js";
import { MapViews } from "./map_views.js";
import { type CheckedOptions, checkedOptions, configOf, type RecurrentClustererOptions } from "./options.js";

export interface RecurrentFitOptions extends ClustererFitOptions {
  /** Told how far the training is. */
  readonly onProgress?: ((progress: TrainingProgress) => void) | undefined;
}

interface Fitted {
  readonly pca: Pca;
  /** What components are multiplied by, so that their variance is 1 in the mean. */
  readonly factor: number;
  /** Of the network without what only training needs. */
  readonly state: StateDict;
  /** The head that answers. */
  readonly head: number;
  readonly labels: Int32Array;
}

const KIND = "recurrent";
/** Cells that principal components are learned from. */
const SAMPLE = 50_000;
/** Numbers in a block of maps that are answered for at a time. */
const BLOCK_VALUES = 2 ** 24;

/**
 * Clusters maps of a frozen encoder's features, each row of x a map [rows, columns, C] or a sequence of tokens: the cells, reduced to
 * principal components, are the steps of a recurrent network whose heads learn by the objective of `ImageClusterer`
 * (W. Hu et al., ICML 2017). Views are drawn of the maps: a rectangle, of which cells are left out and neighbours shuffled.
 * Classes are wanted of about the same size.
 *
 * ```ts
 * const encoder = await openEncoder({ onnx, pooling: "recurrent" }, device);
 * const { rows, columns, data } = await encoder.encode(images);
 * const clusterer = new RecurrentClusterer({ ...encoder.cells, clusters: 12 });
 * const labels = await clusterer.fitPredict(tensor(device, data, [rows, columns]));
 * ```
 *
 * Memory on the device, beside x: the components of all cells, and a batch.
 */
export class RecurrentClusterer implements Clusterer {
  readonly kind = KIND;
  readonly #options: CheckedOptions;
  #fitted: Fitted | null = null;

  /** @throws {ArgumentError} if an option is out of its range. */
  constructor(options: RecurrentClustererOptions) {
    this.#options = checkedOptions(options);
  }

  /** The most probable cluster, 0 to K - 1, of each row that `fit` got. */
  get labels(): Int32Array {
    return this.#result().labels;
  }

  /**
   * Learns from x [N, rows * columns * C].
   * @throws {ShapeError} if x is not a matrix of float32, or its columns are no whole number of cells.
   * @throws {DataError} if x has fewer rows than clusters, or values that are not finite.
   * @throws {TrainingError} if a loss is not finite.
   */
  async fit(x: Tensor, { signal, onProgress }: RecurrentFitOptions = {}): Promise<this> {
    const { clusters, crop, drop, shuffle, seed } = this.#options;
    const { device } = x;
    const cells = this.#cells("RecurrentClusterer.fit", x);
    const count = x.shape[0]!;
    checkFills("RecurrentClusterer.fit", count, clusters);
    const pca = await this.#components(cells);
    signal?.throwIfAborted();
    const factor = 1 / Math.sqrt(meanOf(pca.explainedVariance) || 1);
    using reduced = await pca.transform(cells);
    const config = configOf(this.#options, count);
    const targets = await this.#firstTargets(x, signal);
    signal?.throwIfAborted();
    const owned: { release(): void }[] = [];
    const own = <T extends { release(): void }>(resource: T): T => {
      owned.push(resource);
      return resource;
    };
    try {
      const network = own(new ClustererNetwork(config, this.#sizeOf(pca), { training: true }));
      network.to(device, { seed });
      const views = new MapViews(reduced, factor, this.#options, { crop, drop, shuffle });
      const { task, trainer } = trainingOn(network, config, views, own, { ...NOTHING_KNOWN, targets });
      const progress = onProgress ? [{ onProgress }] : [];
      await trainer.run({ callbacks: [classesAtRest(task, config), ...progress], signal });
      signal?.throwIfAborted();
      const state = ClustererNetwork.predicting(await network.stateDict());
      const learned = { pca, factor, state, head: task.bestHead };
      const data = await this.#probabilities(cells, learned);
      this.#fitted = { ...learned, labels: argmaxRows({ rows: count, columns: clusters, data }) };
    } finally {
      for (const resource of owned.reverse()) resource.release();
    }
    return this;
  }

  /** The most probable cluster, 0 to K - 1, of each row of x. Errors as `predictProba`. */
  async predict(x: Tensor): Promise<Int32Array> {
    const data = await this.predictProba(x);
    return argmaxRows({ rows: x.shape[0]!, columns: this.#options.clusters, data });
  }

  /**
   * The probability of each cluster for each row of x [N, rows * columns * C], [N, K] row by row.
   * @throws {ArgumentError} before `fit`.
   * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
   * @throws {DataError} if values of x are not finite.
   */
  async predictProba(x: Tensor): Promise<Float32Array> {
    const fitted = this.#result();
    return await this.#probabilities(this.#cells("RecurrentClusterer.predictProba", x), fitted);
  }

  /** `fit`, then the labels. */
  async fitPredict(x: Tensor, options: RecurrentFitOptions = {}): Promise<Int32Array> {
    return (await this.fit(x, options)).labels;
  }

  /** The network and its components, for a file. @throws {ArgumentError} before `fit`. */
  state(): EstimatorState {
    const { pca, factor, state, head, labels } = this.#result();
    const { options, arrays, details } = pca.state();
    return {
      options: this.#options,
      arrays: {
        labels: { shape: [labels.length], data: labels },
        ...prefixed(PCA, Object.entries(arrays)),
        ...prefixed(NETWORK, state),
      },
      details: { factor, head, pca: { options, details } },
    };
  }

  /** @throws {SkeinError} if the state is not one of a `RecurrentClusterer`. */
  static restore(state: EstimatorState): RecurrentClusterer {
    const restored = new RecurrentClusterer(state.options as RecurrentClustererOptions);
    const factor = stateNumber(KIND, state, "factor");
    const head = stateNumber(KIND, state, "head");
    if (!(Number.isInteger(head) && head >= 0 && head < restored.#options.heads)) {
      throw broken(KIND, `has no head ${head}`);
    }
    const { data: labels } = stateArray(KIND, state, "labels", "i32", [null]);
    const said = (state.details as { pca?: Pick<EstimatorState, "options" | "details"> }).pca;
    if (typeof said?.options !== "object" || said.options === null) throw broken(KIND, "has no components");
    const pca = Pca.restore({ ...said, arrays: Object.fromEntries(within(PCA, state)) });
    const dict: StateDict = new Map();
    for (const [name] of within(NETWORK, state)) {
      const { shape, data } = stateArray(KIND, state, NETWORK + name, "f32", shapeOf(state, NETWORK + name));
      dict.set(name, { shape, data });
    }
    const config = configOf(restored.#options, 1);
    new ClustererNetwork(config, restored.#sizeOf(pca)).checkStateDict(dict);
    restored.#fitted = { pca, factor, state: dict, head, labels };
    return restored;
  }

  /** All cells, [N * rows * columns, C], in the memory of x. */
  #cells(caller: string, x: Tensor): Tensor {
    const [count, width] = checkMatrix(caller, x);
    const { rows, columns } = this.#options;
    const each = rows * columns;
    const channels = width / each;
    const known = this.#fitted?.pca.mean.length;
    if (
      Number.isInteger(channels) &&
      (known === undefined || known === channels || caller.endsWith(".fit"))
    ) {
      return new Tensor(x.device, x.slice, [count * each, channels]);
    }
    const wanted = known === undefined ? `a whole number of cells of ${rows} x ${columns}` : each * known;
    throw new ShapeError(`${caller}: x is ${show(x.shape)}: give rows of ${wanted} numbers`);
  }

  #sizeOf(pca: Pca) {
    const { rows: height, columns: width } = this.#options;
    return { height, width, channels: pca.explainedVariance.length };
  }

  /** The principal components of cells. */
  async #components(cells: Tensor): Promise<Pca> {
    const [count, channels] = cells.shape as [number, number];
    const { seed } = this.#options;
    const components = Math.min(this.#options.components, channels, count - 1);
    const solver = Math.min(count, channels) > 300 ? "randomized" : "full";
    const pca = new Pca({ components, solver, seed });
    if (count <= SAMPLE) return await pca.fit(cells);
    const random = new Random(seed, streamOf("cells"));
    const chosen = random.permutation(count).subarray(0, SAMPLE).sort();
    using tape = new Tape(cells.device, { gradient: false });
    return await pca.fit(gatherRows(tape, cells, tape.constant(chosen, [SAMPLE], "u32")));
  }

  /** Clusterings of the maps' means. */
  async #firstTargets(x: Tensor, signal: AbortSignal | undefined): Promise<Int32Array[]> {
    const { clusters, firstTargets: number, seed } = this.#options;
    if (number === 0) return [];
    let rows = await this.#means(x);
    const [count, columns] = rows.shape as [number, number];
    try {
      for (const [, step] of reducing("pca", { rows: count, columns }, seed)) {
        const next = await (await step.fit(rows)).transform(rows);
        rows.release();
        rows = next;
      }
      const shapes = async () => rows;
      const source = { device: x.device, images: { count }, shapes };
      return await firstTargets(source, { clusters, number, seed, signal });
    } finally {
      rows.release();
    }
  }

  /** The mean of each map's cells, [N, C]. */
  async #means(x: Tensor): Promise<Tensor> {
    const [count, width] = x.shape as [number, number];
    const each = this.#options.rows * this.#options.columns;
    const means = new Float32Array((count * width) / each);
    for (const { first, count: here, part } of rowBlocks(x, BLOCK_VALUES / width)) {
      const data = await withTape(
        x.device,
        (tape) => mean(tape, reshape(tape, part, [here, each, width / each]), 1).data(),
        { gradient: false },
      );
      means.set(data, (first * width) / each);
    }
    return tensor(x.device, means, [count, width / each]);
  }

  async #probabilities(
    cells: Tensor,
    { pca, factor, state, head }: Omit<Fitted, "labels">,
  ): Promise<Float32Array> {
    const { clusters, rows, columns } = this.#options;
    const { device } = cells;
    const each = rows * columns;
    const count = cells.shape[0]! / each;
    const config = configOf(this.#options, 1);
    const all = new Float32Array(count * clusters);
    const maps = new Tensor(device, cells.slice, [count, each * cells.shape[1]!]);
    const network = new ClustererNetwork(config, this.#sizeOf(pca)).to(device);
    try {
      network.loadStateDict(state);
      for (const { first, count: here, part } of rowBlocks(maps, BLOCK_VALUES / maps.shape[1]!)) {
        using reduced = await pca.transform(new Tensor(device, part.slice, [here * each, cells.shape[1]!]));
        const data = await withTape(
          device,
          (tape) => {
            const map = reshape(tape, scale(tape, reduced, factor), [here, rows, columns, reduced.shape[1]!]);
            const own = slice(tape, network.forward(tape, map), 1, head, head + 1);
            return softmax(tape, reshape(tape, own, [here, clusters])).data();
          },
          { gradient: false },
        );
        all.set(data, first * clusters);
      }
      return all;
    } finally {
      network.release();
    }
  }

  #result(): Fitted {
    if (!this.#fitted) {
      throw new ArgumentError("RecurrentClusterer: there is no result yet: call fit first");
    }
    return this.#fitted;
  }
}

const PCA = "pca.";
const NETWORK = "network.";

const prefixed = <T>(prefix: string, entries: Iterable<readonly [string, T]>): Record<string, T> =>
  Object.fromEntries([...entries].map(([name, value]) => [prefix + name, value]));

const within = (prefix: string, { arrays }: EstimatorState) =>
  Object.entries(arrays).flatMap(([name, array]) =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), array] as const] : [],
  );

const shapeOf = ({ arrays }: EstimatorState, name: string) => arrays[name]!.shape.map(() => null);

const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

registerEstimator({ kind: KIND, restore: RecurrentClusterer.restore });
