/** What the clusterer learns from: two views of each batch, the running losses of its heads, and their restarts. */
import { z } from "zod";
import { Tape } from "../../autograd/index.js";
import type { Device } from "../../device/index.js";
import { ModelFileError } from "../../errors.js";
import { add, scale } from "../../ops/index.js";
import type { Optimizer } from "../../optim/index.js";
import { Random, streamOf } from "../../random/philox.js";
import type { Tensor } from "../../tensor/index.js";
import type { StepContext, StepResult, Task } from "../../train/index.js";
import type { Augmentation } from "../augmentation.js";
import { ImageBatches } from "../batches.js";
import type { Images } from "../images.js";
import type { ImageClustererConfig } from "./config.js";
import { contrast } from "./contrastive.js";
import type { KnownClasses } from "./first_targets.js";
import type { ClustererNetwork } from "./network.js";
import { informationMaximization } from "./objective.js";

/** Weight of a new step in the running losses. */
const SMOOTHING = 0.05;
/** Steps between two entries of the history. */
const HISTORY_EVERY = 10;
/** Of an image's first target against the other classes': a probability of 0.98 among ten. */
const TARGET_LOGIT = 6;

export interface HistoryEntry {
  /** Steps done. */
  readonly step: number;
  /** Running loss of each head. */
  readonly losses: readonly number[];
}

/** A head that was replaced by a copy of a better one. */
export interface Restart {
  readonly step: number;
  readonly head: number;
  readonly from: number;
}

/** What the task keeps in a checkpoint; the running losses are none, or one for each head. */
const stateSchema = ({ heads, clusters }: ImageClustererConfig, count: number) =>
  z.object({
    running: z.array(z.number()).refine(({ length }) => length === 0 || length === heads),
    history: z.array(z.object({ step: z.number(), losses: z.array(z.number()) })),
    restarts: z.array(z.object({ step: z.number(), head: z.number(), from: z.number() })),
    known: z.object({
      shares: z.array(z.number()).length(clusters).nullable(),
      targets: z.array(
        z
          .array(
            z
              .int()
              .min(0)
              .max(clusters - 1),
          )
          .length(count),
      ),
    }),
  });

/** The index of the smallest value, the first of equals; 0 of none. */
function lowest(values: readonly number[]): number {
  return values.reduce((best, value, i) => (value < values[best]! ? i : best), 0);
}

export class ClustererTask implements Task {
  readonly module: ClustererNetwork;
  readonly count: number;
  readonly #config: ImageClustererConfig;
  readonly #optimizer: Optimizer;
  readonly #device: Device;
  readonly #batches: ImageBatches;
  #running: number[] = [];
  #bestHead = 0;
  #history: HistoryEntry[] = [];
  #restarts: Restart[] = [];
  #known: KnownClasses;
  #restartFrom = 0;

  constructor(
    network: ClustererNetwork,
    config: ImageClustererConfig,
    images: Images,
    optimizer: Optimizer,
    known: KnownClasses = { shares: null, targets: [] },
  ) {
    this.module = network;
    this.count = images.count;
    this.#config = config;
    this.#optimizer = optimizer;
    this.#device = network.storage.device;
    this.#known = known;
    this.#batches = new ImageBatches(this.#device, images);
  }

  /** Running losses of all heads every few steps. */
  get history(): readonly HistoryEntry[] {
    return this.#history;
  }

  /** Heads that were replaced by copies of better ones. */
  get restarts(): readonly Restart[] {
    return this.#restarts;
  }

  /** What the training was told of the classes. */
  get known(): KnownClasses {
    return this.#known;
  }

  /** The head with the lowest running loss. A copy made of it since does not count: it has learned nothing yet. */
  get bestHead(): number {
    return this.#bestHead;
  }

  /** The lowest running loss of a head. */
  get progress(): number {
    return this.#running[this.#bestHead] ?? 0;
  }

  step({ tape, indices, step, steps }: StepContext): StepResult {
    const { seed, objective } = this.#config;
    const symmetric = step >= objective.symmetricFrom * steps;
    using targets = new Tape(this.#device, { gradient: false });
    const batch = this.#batches.select(targets, indices);
    // Two views of one step draw different random numbers.
    const features = (
      on: Tape,
      number: number,
      images: () => ReturnType<ImageBatches["plain"]>,
      updateStatistics: boolean,
    ) =>
      on.inMode({ seed, step: 2 * step + number, updateStatistics }, () =>
        this.module.encoder.forward(on, images()),
      );
    const { projection } = this.module;
    // A fixed target takes no gradient; the features below it do where the projection learns from them.
    const targetTape = symmetric ? tape : targets;
    const plainTape = projection ? tape : targetTape;
    // Predictions are made for plain images, so the running statistics are theirs.
    const plain = features(plainTape, 0, () => this.#batches.plain(plainTape, batch), true);
    const random = { seed, offset: step };
    const views = this.#augmentation(step, steps);
    const augmented = features(tape, 1, () => this.#batches.augmented(tape, batch, views, random), false);
    const { shares, targets: first } = this.#known;
    // Losses of different targets do not compare.
    if (first.length > 1) {
      this.#restartFrom = objective.symmetricFrom * steps + this.#config.headRestarts.every;
    }
    const { perHead, total } = informationMaximization(
      tape,
      symmetric || first.length === 0
        ? this.module.logits(targetTape, plain)
        : this.#targetLogits(tape, first, indices),
      this.module.logits(tape, augmented),
      objective,
      symmetric,
      shares,
    );
    if (!projection) return { loss: total, report: [perHead] };
    const [a, b] = [projection.forward(tape, plain), projection.forward(tape, augmented)];
    const contrastive = scale(tape, contrast(tape, a, b, objective.temperature), objective.contrastive);
    return { loss: add(tape, total, contrastive), report: [perHead] };
  }

  observe(step: number, [losses]: readonly Float32Array[]): void {
    this.#running =
      this.#running.length === 0
        ? [...losses!]
        : this.#running.map((running, head) => running + SMOOTHING * (losses![head]! - running));
    this.#bestHead = lowest(this.#running);
    if (step % HISTORY_EVERY === 0) this.#history.push({ step, losses: [...this.#running] });
  }

  interrupts(step: number): boolean {
    const { every } = this.#config.headRestarts;
    return every > 0 && step % every === 0 && step >= this.#restartFrom;
  }

  /** Replaces heads that are stuck in a worse optimum by noisy copies of the best. */
  async between(step: number): Promise<void> {
    const best = this.#bestHead;
    for (const [head, loss] of this.#running.entries()) {
      if (loss <= this.#running[best]! + this.#config.headRestarts.margin) continue;
      const random = new Random(this.#config.seed, streamOf(`restart.${step}.${head}`));
      await this.module.copyHead(this.#optimizer, best, head, random);
      this.#running[head] = this.#running[best]!;
      this.#restarts.push({ step, head, from: best });
    }
  }

  /** The class that each head gives the images at `indices`, as in prediction. */
  async classes(indices: Uint32Array): Promise<Int32Array[]> {
    using tape = new Tape(this.#device, { gradient: false });
    const images = this.#batches.plain(tape, this.#batches.select(tape, indices));
    return this.module.classesByHead(await this.module.forward(tape, images).data());
  }

  state() {
    const { shares, targets } = this.#known;
    return {
      ...{ running: [...this.#running], history: [...this.#history], restarts: [...this.#restarts] },
      known: { shares: shares && [...shares], targets: targets.map((classes) => [...classes]) },
    };
  }

  restore(state: unknown): void {
    const { success, data } = stateSchema(this.#config, this.count).safeParse(state);
    if (!success) {
      throw new ModelFileError("its training state cannot be read: copy the file again, or train again");
    }
    this.#running = data.running;
    this.#bestHead = lowest(data.running);
    this.#history = data.history;
    this.#restarts = data.restarts;
    const { shares, targets } = data.known;
    this.#known = { shares, targets: targets.map((classes) => Int32Array.from(classes)) };
  }

  release(): void {
    this.#batches.release();
  }

  /** Fixed targets [B, heads, K] that are nearly certain of each image's class, which may differ by head. */
  #targetLogits(tape: Tape, targets: readonly Int32Array[], indices: Uint32Array): Tensor {
    const { heads, clusters } = this.#config;
    const logits = new Float32Array(indices.length * heads * clusters);
    for (const [row, image] of indices.entries()) {
      for (let head = 0; head < heads; head++) {
        logits[(row * heads + head) * clusters + targets[head % targets.length]![image]!] = TARGET_LOGIT;
      }
    }
    return tape.constant(logits, [indices.length, heads, clusters]);
  }

  /** Erasing bridges variants of a class early on, and costs accuracy at the end. */
  #augmentation(step: number, steps: number): Augmentation {
    const { augmentation } = this.#config;
    return step < augmentation.eraseUntil * steps ? augmentation : { ...augmentation, erase: 0 };
  }
}
