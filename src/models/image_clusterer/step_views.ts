/** The views of one step's images, as features of the whole batch. Each draws random numbers of its own. */
import type { Tape, TrainingMode } from "../../autograd/index.js";
import type { BatchShards } from "../../parallel/index.js";
import { streamOf } from "../../random/philox.js";
import type { Tensor } from "../../tensor/index.js";
import type { AugmentationOptions } from "../augmentation.js";
import type { BatchCut } from "../batch_cut.js";
import type { ViewSource } from "../batches.js";
import type { Encoder } from "./encoder.js";

export interface StepViewsOptions {
  readonly encoder: Encoder;
  readonly batches: ViewSource;
  /** What is drawn of images lives as long as this tape. */
  readonly tape: Tape;
  /** The images of the step, on all processes. */
  readonly indices: Uint32Array;
  readonly cut: BatchCut;
  readonly seed: number;
  readonly step: number;
  /** Of the whole training. */
  readonly steps: number;
  /** Views of each step beside the plain and the augmented one. */
  readonly further: number;
}

/** Images that this process reads. */
interface Selected {
  readonly shards: BatchShards | null;
  readonly batch: unknown;
}

export class StepViews {
  readonly #options: StepViewsOptions;
  readonly #own: Selected;

  constructor(options: StepViewsOptions) {
    this.#options = options;
    this.#own = this.#select(options.indices);
  }

  /** Of what has an entry for each image of the batch, the part of the images that this process reads. */
  own<T extends { subarray(begin: number, end: number): T }>(values: T): T {
    return this.#own.shards?.part(values) ?? values;
  }

  /** The images as they are. Predictions are made for such images, so the running statistics are theirs. */
  plain(tape: Tape): Tensor {
    const { batches, seed, step } = this.#options;
    const mode = { seed, step: 2 * step, updateStatistics: true };
    return this.#features(tape, mode, this.#own, ({ batch }) => batches.plain(tape, batch));
  }

  augmented(tape: Tape, changes: AugmentationOptions): Tensor {
    const { seed, step } = this.#options;
    const mode = { seed, step: 2 * step + 1, updateStatistics: false };
    return this.#features(tape, mode, this.#own, this.#changed(tape, changes, step));
  }

  /** View `number` of the further ones, from 0; of other images where their indices are given. */
  further(tape: Tape, number: number, changes: AugmentationOptions, indices?: Uint32Array): Tensor {
    const { seed, steps } = this.#options;
    const offset = this.#offsetOf(number);
    const mode = { seed, step: steps + offset, updateStatistics: false };
    const selected = indices ? this.#select(indices) : this.#own;
    return this.#features(tape, mode, selected, this.#changed(tape, changes, offset));
  }

  /**
   * The images as the encoder reads them, [B, H, W, C] of those that this process reads, and how it reads what becomes of
   * them, as further view `number`; `random` is that view's own.
   */
  changed(tape: Tape, number: number) {
    const { encoder, batches, seed, steps } = this.#options;
    const { shards, batch } = this.#own;
    const offset = this.#offsetOf(number);
    const mode = { seed, step: steps + offset, updateStatistics: false };
    const x = batches.plain(tape, batch);
    const first = ((shards?.first ?? 0) * x.size) / x.shape[0]!;
    return {
      x,
      forward: (on: Tape, pixels: Tensor) =>
        on.inMode(mode, () => on.inShards(shards, () => encoder.forward(on, pixels))),
      random: { seed, stream: streamOf("adversarial"), offset, first },
    };
  }

  /** Past the numbers of all steps' first two views. */
  #offsetOf(number: number): number {
    const { step, steps, further } = this.#options;
    return steps + step * further + number;
  }

  #select(indices: Uint32Array): Selected {
    const { batches, tape, cut } = this.#options;
    const shards = cut(indices.length);
    return { shards, batch: batches.select(tape, shards?.part(indices) ?? indices) };
  }

  #changed(tape: Tape, changes: AugmentationOptions, offset: number) {
    const { batches, seed } = this.#options;
    return ({ batch, shards }: Selected) =>
      batches.augmented(tape, batch, changes, { seed, offset, first: shards?.first ?? 0 });
  }

  #features(tape: Tape, mode: TrainingMode, selected: Selected, images: (of: Selected) => Tensor): Tensor {
    const { encoder } = this.#options;
    return tape.inMode(mode, () =>
      tape.inShards(selected.shards, () => encoder.forward(tape, images(selected))),
    );
  }
}
