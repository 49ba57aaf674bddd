/** The views of one step's images, as features. Each draws random numbers of its own. */
import type { Tape, TrainingMode } from "../../autograd/index.js";
import { streamOf } from "../../random/philox.js";
import type { Tensor } from "../../tensor/index.js";
import type { AugmentationOptions } from "../augmentation.js";
import type { ViewSource } from "../batches.js";
import type { Encoder } from "./encoder.js";

export interface StepViewsOptions {
  readonly encoder: Encoder;
  readonly batches: ViewSource;
  /** The images of the step. */
  readonly batch: unknown;
  readonly seed: number;
  readonly step: number;
  /** Of the whole training. */
  readonly steps: number;
  /** Views of each step beside the plain and the augmented one. */
  readonly further: number;
}

export class StepViews {
  readonly #options: StepViewsOptions;

  constructor(options: StepViewsOptions) {
    this.#options = options;
  }

  /** The images as they are. Predictions are made for such images, so the running statistics are theirs. */
  plain(tape: Tape): Tensor {
    const { batches, batch, seed, step } = this.#options;
    const mode = { seed, step: 2 * step, updateStatistics: true };
    return this.#features(tape, mode, () => batches.plain(tape, batch));
  }

  augmented(tape: Tape, changes: AugmentationOptions): Tensor {
    const { batches, batch, seed, step } = this.#options;
    const mode = { seed, step: 2 * step + 1, updateStatistics: false };
    return this.#features(tape, mode, () => batches.augmented(tape, batch, changes, { seed, offset: step }));
  }

  /** View `number` of the further ones, from 0; of other images where a batch of them is given. */
  further(tape: Tape, number: number, changes: AugmentationOptions, batch = this.#options.batch): Tensor {
    const { batches, seed, step, steps, further } = this.#options;
    // Past the numbers of all steps' first two views.
    const offset = steps + step * further + number;
    const mode = { seed, step: steps + offset, updateStatistics: false };
    return this.#features(tape, mode, () => batches.augmented(tape, batch, changes, { seed, offset }));
  }

  /**
   * The images as the encoder reads them, [B, H, W, C], and how it reads what becomes of them, as further view `number`;
   * `random` is that view's own.
   */
  changed(tape: Tape, number: number) {
    const { encoder, batches, batch, seed, step, steps, further } = this.#options;
    const offset = steps + step * further + number;
    const mode = { seed, step: steps + offset, updateStatistics: false };
    return {
      x: batches.plain(tape, batch),
      forward: (on: Tape, x: Tensor) => on.inMode(mode, () => encoder.forward(on, x)),
      random: { seed, stream: streamOf("adversarial"), offset },
    };
  }

  #features(tape: Tape, mode: TrainingMode, images: () => Tensor): Tensor {
    return tape.inMode(mode, () => this.#options.encoder.forward(tape, images()));
  }
}
