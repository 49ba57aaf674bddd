/** TEMI: heads on frozen features, taught by an average of themselves and by nearest neighbours. */
import { ArgumentError } from "../../errors.js";
import type { Clusterer, ClustererFitOptions, EstimatorState } from "../../estimators/estimator.js";
import { clusteringMethods, registerEstimator } from "../../estimators/registry.js";
import { stateArray, stateNumber } from "../../estimators/state_array.js";
import type { Tensor } from "../../tensor/index.js";
import { checkFills, checkMatrix } from "../check_matrix.js";
import {
  arraysOf,
  classesOf,
  classProbabilities,
  type LinearClasses,
  mostProbable,
  unscaledClasses,
} from "../linear_classes/linear_classes.js";
import { scaleRows } from "../linear_classes/scaled_rows.js";
import { Heads } from "./heads.js";
import { type CheckedOptions, checkedOptions, planFor, type TemiOptions } from "./options.js";
import { Pairs, partnersOf } from "./pairs.js";

export type { TemiOptions } from "./options.js";

/** What `Temi.fit` takes besides rows. */
export interface TemiFitOptions extends ClustererFitOptions {
  /** Told every few steps: how many are done, of how many, and the mean loss of the heads since the last time. */
  readonly onProgress?: ((done: number, all: number, loss: number) => void) | undefined;
}

const KIND = "temi";
/** Steps between two reports, in which a signal is looked at. */
const ROUND = 20;
/** The share of the steps, at the end, whose losses choose the head. */
const JUDGED = 0.1;

interface Fitted {
  readonly classes: LinearClasses;
  readonly labels: Int32Array;
  readonly loss: number;
}

/**
 * Clusters of frozen features, such as those of a pretrained encoder, in which near rows are of one class: N. Adaloglou,
 * F. Michels, H. Kalisch and M. Kollmann, "Exploring the limits of deep image clustering using pretrained models" (2023).
 *
 * ```ts
 * const labels = await new Temi({ clusters: 10 }).fitPredict(x); // x: a tensor [N, D]
 * ```
 *
 * Each step draws rows and one of the nearest neighbours of each. Heads raise the pointwise mutual information between
 * the student's clusters of one and the teacher's of the other; pairs count by how well the teacher agrees on them. Heads
 * are linear here, where the authors have two layers: they take no time beside those.
 *
 * Memory on the device: two copies of x (a third while neighbours are sought); on the host: three, and N neighbours.
 */
export class Temi implements Clusterer {
  readonly kind = KIND;
  readonly #options: CheckedOptions;
  #fitted: Fitted | null = null;

  /** @throws {ArgumentError} if an option is out of its range. */
  constructor(options: TemiOptions) {
    this.#options = checkedOptions(options);
  }

  /** The most probable cluster, 0 to K - 1, of each row that `fit` got. */
  get labels(): Int32Array {
    return this.#result().labels;
  }

  /** The mean loss of the head that answers, in the last tenth of the steps. */
  get loss(): number {
    return this.#result().loss;
  }

  /**
   * Learns from x [N, D].
   * @throws {ShapeError} if x is not a matrix of float32.
   * @throws {DataError} if x has fewer rows than clusters, or values that are not finite.
   */
  async fit(x: Tensor, { signal, onProgress }: TemiFitOptions = {}): Promise<this> {
    const { clusters, metric, seed, teacherTemperature } = this.#options;
    const [rows, columns] = checkMatrix("Temi.fit", x);
    checkFills("Temi.fit", rows, clusters);
    const { neighbors, batch, steps, momentum } = planFor(this.#options, rows);
    const scaled = await scaleRows("Temi.fit", x, 1 / columns);
    using _ = scaled.x;
    signal?.throwIfAborted();
    const cosine = metric === "cosine";
    const partners =
      neighbors > 0
        ? await partnersOf("Temi.fit", scaled.x, neighbors, cosine, { signal })
        : new Int32Array();
    const pairs = new Pairs(rows, partners, batch, seed);
    using heads = new Heads(scaled.x, { ...this.#options, momentum });
    const judged = new Float64Array(this.#options.heads);
    let weight = 0;
    for (let done = 0; done < steps; ) {
      signal?.throwIfAborted();
      const round = Math.min(ROUND, steps - done);
      for (let i = 0; i < round; i++) heads.step(pairs.next());
      done += round;
      const losses = await heads.losses();
      onProgress?.(done, steps, losses.reduce((sum, loss) => sum + loss, 0) / losses.length);
      if (done <= (1 - JUDGED) * steps && done < steps) continue;
      for (const [head, loss] of losses.entries()) judged[head]! += round * loss;
      weight += round;
    }
    const head = judged.reduce((best, sum, i) => (sum < judged[best]! ? i : best), 0);
    const teacher = await heads.teacher(head);
    const classes = unscaledClasses(teacher.weight, teacher.bias, scaled, 1 / teacherTemperature);
    const labels = mostProbable(await classProbabilities("Temi.fit", x, classes), clusters);
    this.#fitted = { classes, labels, loss: judged[head]! / weight };
    return this;
  }

  /** The most probable cluster, 0 to K - 1, of each row of x [N, D]. Errors as `predictProba`. */
  async predict(x: Tensor): Promise<Int32Array> {
    const { classes } = this.#result();
    return mostProbable(await classProbabilities("Temi.predict", x, classes), classes.bias.length);
  }

  /**
   * The teacher's probability of each cluster for each row of x [N, D], [N, K] row by row.
   * @throws {ArgumentError} before `fit`.
   * @throws {ShapeError} if x is not a matrix of float32 with as many columns as `fit` got.
   * @throws {DataError} if values of x are not finite.
   */
  async predictProba(x: Tensor): Promise<Float32Array> {
    return await classProbabilities("Temi.predictProba", x, this.#result().classes);
  }

  /** `fit`, then the labels. */
  async fitPredict(x: Tensor, options: TemiFitOptions = {}): Promise<Int32Array> {
    return (await this.fit(x, options)).labels;
  }

  /** The head that answers, and labels, for a file. @throws {ArgumentError} before `fit`. */
  state(): EstimatorState {
    const { classes, labels, loss } = this.#result();
    return {
      options: this.#options,
      arrays: { labels: { shape: [labels.length], data: labels }, ...arraysOf("", classes) },
      details: { scale: classes.scale, loss },
    };
  }

  /** @throws {SkeinError} if the state is not one of a `Temi`. */
  static restore(state: EstimatorState): Temi {
    const restored = new Temi(state.options as TemiOptions);
    const scale = stateNumber(KIND, state, "scale");
    const loss = stateNumber(KIND, state, "loss");
    const { data: labels } = stateArray(KIND, state, "labels", "i32", [null]);
    const classes = classesOf(KIND, "", state, restored.#options.clusters, scale);
    restored.#fitted = { classes, labels, loss };
    return restored;
  }

  #result(): Fitted {
    if (!this.#fitted) throw new ArgumentError("Temi: there is no result yet: call fit first");
    return this.#fitted;
  }
}

registerEstimator({ kind: KIND, restore: Temi.restore });

clusteringMethods.add({
  name: "temi",
  about: "linear heads taught by nearest neighbours (Adaloglou et al. 2023)",
  takesClusters: true,
  wholeFeatures: true,
  create: ({ clusters, seed }) => new Temi({ clusters, seed }),
});
