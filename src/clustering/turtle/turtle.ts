/** TURTLE: the labelling of rows that linear classifiers learn best. */
import { Tape } from "../../autograd/index.js";
import { ArgumentError, DataError } from "../../errors.js";
import type { Clusterer, ClustererFitOptions, EstimatorState } from "../../estimators/estimator.js";
import { clusteringMethods, registerEstimator } from "../../estimators/registry.js";
import { broken, stateArray, stateNumber } from "../../estimators/state_array.js";
import { argmax } from "../../ops/index.js";
import { Random, streamOf } from "../../random/philox.js";
import { type Tensor, zeros } from "../../tensor/index.js";
import { checkFills, checkMatrix } from "../check_matrix.js";
import { rowsOf } from "../kmeans/rows_of.js";
import { Batches } from "../linear_classes/batches.js";
import {
  arraysOf,
  classesOf,
  classProbabilities,
  type LinearClasses,
  mostProbable,
  unscaledClasses,
} from "../linear_classes/linear_classes.js";
import { type ScaledRows, scaleRows } from "../linear_classes/scaled_rows.js";
import { meanLabels, turtleLoss } from "./loss.js";
import { checkedOptions, type TurtleOptions } from "./options.js";
import { Space } from "./space.js";

export type { TurtleOptions } from "./options.js";

/** What `Turtle.fit` takes besides rows. */
export interface TurtleFitOptions extends ClustererFitOptions {
  /** Told every few steps: how many are done, of how many, and the loss of the last one. */
  readonly onProgress?: ((done: number, all: number, loss: number) => void) | undefined;
}

const KIND = "turtle";
/** Steps between two reports, in which a signal is looked at. */
const ROUND = 20;
/** Rows, at even distances, whose clusters tell whether anything changes. */
const WATCHED = 4096;

interface Fitted {
  /** Of each space. */
  readonly classes: readonly LinearClasses[];
  readonly labels: Int32Array;
  readonly loss: number;
}

/** Rows [N, D], or the same rows in several spaces of features. */
type Spaces = Tensor | readonly Tensor[];

/**
 * Clusters of frozen features, such as those of one or more pretrained encoders: A. Gadetsky, Y. Jiang and M. Brbic, "Let
 * go of your labels with unsupervised transfer" (2024).
 *
 * ```ts
 * const labels = await new Turtle({ clusters: 10 }).fitPredict(x); // x: a tensor [N, D]
 * const together = await new Turtle({ clusters: 10 }).fitPredict([x, y]); // y: other features of the same rows
 * ```
 *
 * A linear map labels the rows. In each of T steps a linear classifier learns these labels in M steps, and the map moves to
 * labels that the classifier gives, while the entropy of the clusters' shares keeps all clusters in use. With several
 * spaces each has a map and a classifier, and labels are the mean of all. Clusters tend to equal sizes.
 *
 * Memory on the device: two copies of x, and 4,096 rows.
 */
export class Turtle implements Clusterer {
  readonly kind = KIND;
  readonly #options: Required<TurtleOptions>;
  #fitted: Fitted | null = null;

  /** @throws {ArgumentError} if an option is out of its range. */
  constructor(options: TurtleOptions) {
    this.#options = checkedOptions(options);
  }

  /** The most probable cluster, 0 to K - 1, of each row that `fit` got. */
  get labels(): Int32Array {
    return this.#result().labels;
  }

  /** What the labelling lowers, in the last step. */
  get loss(): number {
    return this.#result().loss;
  }

  /**
   * Learns from x [N, D], or from several spaces of the same N rows.
   * @throws {ShapeError} if x is not a matrix of float32.
   * @throws {ArgumentError} if the list of spaces is empty.
   * @throws {DataError} if x has fewer rows than clusters, values that are not finite, or spaces have other numbers of
   *   rows.
   */
  async fit(x: Spaces, { signal, onProgress }: TurtleFitOptions = {}): Promise<this> {
    const { clusters, steps, patience, batch, seed } = this.#options;
    const given = spacesOf("Turtle.fit", x);
    const rows = given[0]!.shape[0]!;
    checkFills("Turtle.fit", rows, clusters);
    const rates = { inner: this.#options.innerLearningRate, outer: this.#options.outerLearningRate };
    const scaled: ScaledRows[] = [];
    const spaces: Space[] = [];
    try {
      for (const [i, own] of given.entries()) {
        scaled.push(await scaleRows("Turtle.fit", own, 1));
        spaces.push(new Space(scaled[i]!.x, clusters, i, seed, rates));
      }
      const batches =
        batch < rows ? new Batches(rows, batch, new Random(seed, streamOf("turtle.batches"))) : null;
      const sample = rows > WATCHED ? spread(rows, WATCHED) : null;
      using lossOnDevice = zeros(given[0]!.device, [1]);
      let [loss, changed] = [0, 0];
      let watched = new Uint32Array();
      for (let done = 0; done < steps && done - changed < patience; ) {
        signal?.throwIfAborted();
        const round = Math.min(ROUND, steps - done);
        for (let i = 0; i < round; i++) this.#step(spaces, batches?.next() ?? null, lossOnDevice);
        done += round;
        const [[value], now] = await Promise.all([lossOnDevice.data(), watchedLabels(spaces, sample)]);
        loss = value!;
        if (now.some((label, row) => label !== watched[row])) changed = done;
        watched = now;
        onProgress?.(done, steps, loss);
      }
      const found = await Promise.all(spaces.map((space) => space.labelling()));
      const classes = found.map(({ weight, bias }, i) => unscaledClasses(weight, bias, scaled[i]!, 1));
      const labels = mostProbable(await meanProbabilities("Turtle.fit", given, classes), clusters);
      this.#fitted = { classes, labels, loss };
    } finally {
      for (const space of spaces) space.release();
      for (const { x: own } of scaled) own.release();
    }
    return this;
  }

  /** The most probable cluster, 0 to K - 1, of each row of x [N, D], or of as many spaces. Errors as `predictProba`. */
  async predict(x: Spaces): Promise<Int32Array> {
    const { classes } = this.#result();
    return mostProbable(await meanProbabilities("Turtle.predict", x, classes), this.#options.clusters);
  }

  /**
   * The probability of each cluster for each row of x [N, D], or of as many spaces, [N, K] row by row.
   * @throws {ArgumentError} before `fit`, or with another number of spaces.
   * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
   * @throws {DataError} if values of x are not finite, or spaces have other numbers of rows.
   */
  async predictProba(x: Spaces): Promise<Float32Array> {
    return await meanProbabilities("Turtle.predictProba", x, this.#result().classes);
  }

  /** `fit`, then the labels. */
  async fitPredict(x: Spaces, options: TurtleFitOptions = {}): Promise<Int32Array> {
    return (await this.fit(x, options)).labels;
  }

  /** The labelling of each space, and labels, for a file. @throws {ArgumentError} before `fit`. */
  state(): EstimatorState {
    const { classes, labels, loss } = this.#result();
    const arrays = classes.map((own, i) => arraysOf(`space${i}.`, own));
    const scales = classes.map(({ scale }, i) => [`scale${i}`, scale]);
    return {
      options: this.#options,
      arrays: Object.assign({ labels: { shape: [labels.length], data: labels } }, ...arrays),
      details: { spaces: classes.length, loss, ...Object.fromEntries(scales) },
    };
  }

  /** @throws {SkeinError} if the state is not one of a `Turtle`. */
  static restore(state: EstimatorState): Turtle {
    const restored = new Turtle(state.options as TurtleOptions);
    const { clusters } = restored.#options;
    const spaces = stateNumber(KIND, state, "spaces");
    // Each space has three arrays besides the labels.
    if (!(spaces >= 1 && Object.keys(state.arrays).length === 3 * spaces + 1)) {
      throw broken(KIND, "has another number of arrays than of spaces");
    }
    const classes = Array.from({ length: spaces }, (_, i) =>
      classesOf(KIND, `space${i}.`, state, clusters, stateNumber(KIND, state, `scale${i}`)),
    );
    const { data: labels } = stateArray(KIND, state, "labels", "i32", [null]);
    restored.#fitted = { classes, labels, loss: stateNumber(KIND, state, "loss") };
    return restored;
  }

  /** Records one step, with these rows or all, and a copy of its loss. */
  #step(spaces: readonly Space[], chosen: Uint32Array<ArrayBuffer> | null, lossCopy: Tensor): void {
    const { gamma, innerSteps, warmStart } = this.#options;
    const rows = spaces.map(({ x }) => (chosen ? rowsOf(x, chosen) : x));
    using tape = new Tape(rows[0]!.device);
    const labels = spaces.map((space, i) => space.labels(tape, rows[i]!));
    // Another view of the memory: what classifiers learn has no gradient.
    const together = meanLabels(
      tape,
      labels.map((own) => own.view(own.shape)),
    );
    for (const [i, space] of spaces.entries()) {
      if (!warmStart) space.restart();
      for (let step = 0; step < innerSteps; step++) space.learn(rows[i]!, together);
    }
    const predictions = spaces.map((space, i) => space.predictions(tape, rows[i]!));
    const loss = turtleLoss(tape, labels, predictions, gamma);
    tape.backward(loss);
    for (const space of spaces) space.step(tape);
    tape.device.copy(loss.slice, lossCopy.slice);
    if (chosen) for (const own of rows) own.release();
  }

  #result(): Fitted {
    if (!this.#fitted) throw new ArgumentError("Turtle: there is no result yet: call fit first");
    return this.#fitted;
  }
}

/** The most probable clusters of these rows, or of all. */
async function watchedLabels(
  spaces: readonly Space[],
  chosen: Uint32Array<ArrayBuffer> | null,
): Promise<Uint32Array<ArrayBuffer>> {
  const rows = spaces.map(({ x }) => (chosen ? rowsOf(x, chosen) : x));
  using tape = new Tape(rows[0]!.device, { gradient: false });
  const labels = spaces.map((space, i) => space.labels(tape, rows[i]!));
  const found = argmax(tape, meanLabels(tape, labels)).data();
  if (chosen) for (const own of rows) own.release();
  return await found;
}

/** Numbers of so many rows at even distances, so that sorted rows are all seen. */
function spread(rows: number, count: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count));
}

/** The spaces of the same rows. @throws as `fit`. */
function spacesOf(caller: string, x: Spaces): readonly Tensor[] {
  const spaces = "shape" in x ? [x] : x;
  if (spaces.length === 0)
    throw new ArgumentError(`${caller}: there are no features: give one matrix or more`);
  const rows = spaces.map((own) => checkMatrix(caller, own)[0]);
  const other = rows.findIndex((count) => count !== rows[0]);
  if (other >= 0) {
    throw new DataError(
      `${caller}: space ${other} has ${rows[other]} rows, space 0 has ${rows[0]}: give the same rows in each`,
    );
  }
  return spaces;
}

/** The mean over spaces of the probabilities that each gives, [N, K]. */
async function meanProbabilities(
  caller: string,
  x: Spaces,
  classes: readonly LinearClasses[],
): Promise<Float32Array> {
  const spaces = spacesOf(caller, x);
  if (spaces.length !== classes.length) {
    throw new ArgumentError(
      `${caller}: ${spaces.length} spaces of features, fit got ${classes.length}: give as many, in the same order`,
    );
  }
  const [first, ...others] = (await Promise.all(
    spaces.map((own, i) => classProbabilities(caller, own, classes[i]!)),
  )) as [Float32Array, ...Float32Array[]];
  if (others.length === 0) return first;
  return first.map((value, i) => others.reduce((sum, own) => sum + own[i]!, value) / classes.length);
}

registerEstimator({ kind: KIND, restore: Turtle.restore });

clusteringMethods.add({
  name: "turtle",
  about: "the labels that a linear classifier learns best (Gadetsky et al. 2024)",
  takesClusters: true,
  wholeFeatures: true,
  create: ({ clusters, seed }) => new Turtle({ clusters, seed }),
});
