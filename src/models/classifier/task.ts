/** What a classifier learns from: images with known classes, judged on others after each epoch. */
import { Tape } from "../../autograd/index.js";
import type { Device } from "../../device/index.js";
import { add, crossEntropy, mean, scale } from "../../ops/index.js";
import { onWholeBatch } from "../../ops/shards.js";
import { alone, type BatchShards, type Collectives } from "../../parallel/index.js";
import { streamOf } from "../../random/philox.js";
import { type Tensor, tensor } from "../../tensor/index.js";
import type { StepContext, StepResult, Task } from "../../train/index.js";
import { virtualAdversarialLoss } from "../adversarial.js";
import { type BatchCut, batchCut } from "../batch_cut.js";
import { ImageBatches, type PixelScale } from "../batches.js";
import { detached } from "../detached.js";
import { argmaxRows } from "../image_model.js";
import type { Images } from "../images.js";
import type { Network } from "../zoo/network.js";
import type { ImageClassifierConfig } from "./config.js";

/** Images with a class each. */
export interface Examples {
  readonly images: Images;
  /** The class of each image. */
  readonly classes: Uint32Array;
  /** Those that count: numbers of images. */
  readonly chosen: Uint32Array;
}

/** A batch at one step. */
interface Classified {
  /** This process's images. */
  readonly x: Tensor;
  readonly shards: BatchShards | null;
  /** Of the whole batch. */
  readonly logits: Tensor;
  readonly step: number;
}

/** Images in one pass of validation. */
const VALIDATION_BATCH = 500;

export class ClassifierTask implements Task {
  readonly module: Network;
  readonly count: number;
  readonly #config: ImageClassifierConfig;
  readonly #device: Device;
  readonly #train: Examples;
  readonly #validation: Examples | null;
  readonly #batches: ImageBatches;
  readonly #validationBatches: ImageBatches | null;
  /** A factor for each class, where they differ. */
  readonly #weights: Tensor | null = null;
  readonly #scale: PixelScale;
  readonly #cut: BatchCut;
  #correct = 0;
  #seen = 0;

  /** @param ranks processes that share each batch; all have all examples. */
  constructor(
    network: Network,
    config: ImageClassifierConfig,
    train: Examples,
    validation: Examples | null,
    scale: PixelScale,
    classWeights: Float32Array | null,
    ranks: Collectives = alone,
  ) {
    this.module = network;
    this.count = train.chosen.length;
    this.#cut = batchCut(ranks, config.shards, Math.min(config.batch, this.count));
    this.#config = config;
    this.#device = network.storage.device;
    this.#train = train;
    this.#validation = validation;
    this.#scale = scale;
    this.#batches = new ImageBatches(this.#device, train.images, scale);
    this.#validationBatches =
      validation === null
        ? null
        : validation.images === train.images
          ? this.#batches
          : new ImageBatches(this.#device, validation.images, scale);
    if (classWeights) this.#weights = tensor(this.#device, [...classWeights], [classWeights.length]);
  }

  step({ tape, indices, step }: StepContext): StepResult {
    const { augmentation, labelSmoothing, seed } = this.#config;
    const chosen = indices.map((i) => this.#train.chosen[i]!);
    const shards = this.#cut(chosen.length);
    const batch = this.#batches.select(tape, shards?.part(chosen) ?? chosen);
    const labels = tape.constant(
      chosen.map((i) => this.#train.classes[i]!),
      [chosen.length],
      "u32",
    );
    const x = augmentation
      ? this.#batches.augmented(tape, batch, augmentation, { seed, offset: step, first: shards?.first ?? 0 })
      : this.#batches.plain(tape, batch);
    const logits = this.#logits(tape, x, shards);
    const options = { weight: this.#weights, labelSmoothing, reduction: "mean" } as const;
    const loss = crossEntropy(tape, logits, labels, options);
    const adversarial = this.#adversarial(tape, { x, shards, logits, step });
    return { loss: adversarial ? add(tape, loss, adversarial) : loss, report: [loss, logits] };
  }

  /** Logits of the whole batch, of this process's part of its images. */
  #logits(tape: Tape, x: Tensor, shards: BatchShards | null): Tensor {
    return tape.inShards(shards, () => onWholeBatch(tape, this.module.forward(tape, x), (whole) => whole));
  }

  /** The term of virtual adversarial training; null without one. */
  #adversarial(tape: Tape, { x, shards, logits, step }: Classified): Tensor | null {
    const { adversarial, seed } = this.#config;
    const { weight, ...search } = adversarial;
    if (weight === 0) return null;
    const first = ((shards?.first ?? 0) * x.size) / x.shape[0]!;
    const mode = { ...(tape.training ?? { seed, step }), updateStatistics: false };
    const loss = virtualAdversarialLoss(tape, {
      ...search,
      x,
      forward: (on, pixels) => on.inMode(mode, () => this.#logits(on, pixels, shards)),
      logits: detached(tape, logits),
      deviation: this.#scale.std,
      random: { seed, stream: streamOf("adversarial"), offset: step, first },
    });
    return scale(tape, loss, weight);
  }

  observe(_: number, [, logits]: readonly Float32Array[], indices: Uint32Array): void {
    const truth = indices.map((i) => this.#train.classes[this.#train.chosen[i]!]!);
    this.#correct += countCorrect(logits!, truth);
    this.#seen += truth.length;
  }

  async evaluate(): Promise<Record<string, number>> {
    const accuracy = this.#correct / this.#seen;
    this.#correct = this.#seen = 0;
    if (!this.#validation || !this.#validationBatches) return { accuracy };
    const { chosen, classes } = this.#validation;
    let [loss, correct] = [0, 0];
    for (let begin = 0; begin < chosen.length; begin += VALIDATION_BATCH) {
      const part = chosen.subarray(begin, begin + VALIDATION_BATCH);
      using tape = new Tape(this.#device, { gradient: false });
      const shards = this.#cut(part.length);
      const batch = this.#validationBatches.select(tape, shards?.part(part) ?? part);
      const truth = part.map((i) => classes[i]!);
      const labels = tape.constant(truth, [part.length], "u32");
      const logits = this.#logits(tape, this.#validationBatches.plain(tape, batch), shards);
      const losses = mean(tape, crossEntropy(tape, logits, labels));
      const [values, [value]] = await Promise.all([logits.data(), losses.data()]);
      loss += value! * part.length;
      correct += countCorrect(values as Float32Array, truth);
    }
    return { accuracy, valLoss: loss / chosen.length, valAccuracy: correct / chosen.length };
  }

  state() {
    return { correct: this.#correct, seen: this.#seen };
  }

  restore(state: unknown): void {
    const { correct, seen } = (state ?? {}) as { correct?: number; seen?: number };
    this.#correct = correct ?? 0;
    this.#seen = seen ?? 0;
  }

  release(): void {
    this.#batches.release();
    if (this.#validationBatches !== this.#batches) this.#validationBatches?.release();
    this.#weights?.release();
  }
}

/** Rows of logits whose largest is at the label. */
function countCorrect(data: Float32Array, truth: Uint32Array): number {
  const predicted = argmaxRows({ rows: truth.length, columns: data.length / truth.length, data });
  return truth.reduce((correct, label, row) => correct + Number(predicted[row] === label), 0);
}
