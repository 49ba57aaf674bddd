/** What the clusterer learns from: two views of each batch, the running losses of its heads, and their restarts. */
import * as z from "zod";
import { Tape } from "../../autograd/index.js";
import type { Device } from "../../device/index.js";
import type { StateArray } from "../../estimators/estimator.js";
import type { LinkedRows } from "../../estimators/links.js";
import { add, mean, scale } from "../../ops/index.js";
import type { Optimizer } from "../../optim/index.js";
import { alone, type Collectives } from "../../parallel/index.js";
import { Random, streamOf } from "../../random/philox.js";
import type { Tensor } from "../../tensor/index.js";
import type { StepContext, StepResult, Task } from "../../train/index.js";
import type { Augmentation } from "../augmentation.js";
import { type BatchCut, batchCut } from "../batch_cut.js";
import type { ViewSource } from "../batches.js";
import type { ImageClustererConfig } from "./config.js";
import { furtherTerms, furtherViews } from "./further_terms.js";
import { drawLinks, linkTerm } from "./link_term.js";
import { drawNeighbours } from "./neighbour_term.js";
import type { ClustererNetwork } from "./network.js";
import { informationMaximization } from "./objective.js";
import { fromArrays, NOTHING_KNOWN, type PriorKnowledge, sizesOf, unreadable } from "./prior_knowledge.js";
import { StepViews } from "./step_views.js";

/** Weight of a new step in the running losses. */
const SMOOTHING = 0.05;
/** Steps between two entries of the history. */
const HISTORY_EVERY = 10;
/** Of an image's first target against the other classes': a probability of 0.98 among ten. */
const TARGET_LOGIT = 6;

/** The loss of each head at one step of a training. */
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
const stateSchema = ({ heads, clusters }: ImageClustererConfig) =>
  z.object({
    running: z.array(z.number()).refine(({ length }) => length === 0 || length === heads),
    history: z.array(z.object({ step: z.number(), losses: z.array(z.number()) })),
    restarts: z.array(z.object({ step: z.number(), head: z.number(), from: z.number() })),
    known: z.strictObject({
      shares: z.array(z.number()).length(clusters).nullable(),
      targets: z.int().min(0),
      neighbours: z.int().min(1).nullable(),
      // Checkpoints from before there was such a term lack it.
      radii: z.boolean().default(false),
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
  readonly #batches: ViewSource;
  readonly #links: LinkedRows | null;
  readonly #cut: BatchCut;
  #running: number[] = [];
  #bestHead = 0;
  #history: HistoryEntry[] = [];
  #restarts: Restart[] = [];
  #known: PriorKnowledge;
  #arrays: ReadonlyMap<string, StateArray> = new Map();
  #restartFrom = 0;

  /**
   * @param batches what views are drawn of; released with the task.
   * @param links of these images.
   * @param ranks processes that share each batch; all have all images.
   */
  constructor(
    network: ClustererNetwork,
    config: ImageClustererConfig,
    batches: ViewSource,
    optimizer: Optimizer,
    known: PriorKnowledge = NOTHING_KNOWN,
    links: LinkedRows | null = null,
    ranks: Collectives = alone,
  ) {
    this.module = network;
    this.count = batches.count;
    this.#config = config;
    this.#optimizer = optimizer;
    this.#device = network.storage.device;
    this.#known = known;
    this.#batches = batches;
    this.#links = links;
    this.#cut = batchCut(ranks, config.shards, Math.min(config.batch, this.count));
  }

  /** Running losses of all heads every few steps. */
  get history(): readonly HistoryEntry[] {
    return this.#history;
  }

  /** Heads that were replaced by copies of better ones. */
  get restarts(): readonly Restart[] {
    return this.#restarts;
  }

  /** What the training was told of the images. */
  get known(): PriorKnowledge {
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
    const { module: network } = this;
    const config = this.#config;
    const { seed, objective } = config;
    const symmetric = step >= objective.symmetricFrom * steps;
    using targets = new Tape(this.#device, { gradient: false });
    const { shares, targets: first, neighbours: near, radii } = this.#known;
    const neighbours = near && drawNeighbours(near, indices, seed, step);
    const { encoder } = network;
    // The view of linked images is the last, so that the others stay the same.
    const linksView = furtherViews(config);
    const further = linksView + (this.#links ? 1 : 0);
    const own = { encoder, batches: this.#batches, tape: targets, indices, cut: this.#cut };
    const views = new StepViews({ ...own, seed, step, steps, further });
    // A fixed target takes no gradient; the features below it do where the projection learns from them.
    const targetTape = symmetric ? tape : targets;
    const plain = views.plain(network.projection ? tape : targetTape);
    const changes = this.#augmentation(step, steps);
    const augmented = views.augmented(tape, changes);
    // Losses of different targets do not compare.
    if (first.length > 1) {
      this.#restartFrom = objective.symmetricFrom * steps + config.headRestarts.every;
    }
    const fixed = symmetric || first.length === 0 ? null : this.#targetLogits(tape, first, indices);
    const target = fixed ?? network.logits(targetTape, plain);
    const logits = network.logits(tape, augmented);
    const { perHead, total } = informationMaximization(tape, target, logits, objective, symmetric, shares);
    const labels = config.selfLabelling.from < 1 && step >= config.selfLabelling.from * steps;
    const adversarial = objective.adversarial.weight > 0 && step >= objective.adversarial.from * steps;
    const distances = radii && views.own(Float32Array.from(indices, (i) => radii[i]!));
    const lengths = distances && targets.constant(distances, [distances.length]);
    const terms = furtherTerms({
      ...{
        tape,
        targetTape,
        symmetric,
        network,
        config,
        views,
        changes,
        neighbours,
        labels,
        adversarial,
        lengths,
      },
      ...{ plain, augmented, target, logits },
    });
    const loss = terms.reduce((sum, term) => add(tape, sum, term), total);
    if (!this.#links) return { loss, report: [perHead] };
    const drawn = drawLinks(this.#links, objective.links.pairs, seed, step);
    const linked = views.further(tape, linksView, changes, drawn.images);
    const unkept = scale(
      tape,
      linkTerm(tape, network.logits(tape, linked), drawn.same),
      objective.links.weight,
    );
    // The head that predicts is to keep links, too.
    return { loss: add(tape, loss, mean(tape, unkept)), report: [add(tape, perHead, unkept)] };
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

  /** The class that each head gives the images at `indices`, as in prediction. Each process looks at a part of them. */
  async classes(indices: Uint32Array): Promise<Int32Array[]> {
    using tape = new Tape(this.#device, { gradient: false });
    const shards = this.#cut(indices.length);
    const own = shards?.part(indices) ?? indices;
    const images = this.#batches.plain(tape, this.#batches.select(tape, own));
    const logits = tape.inShards(shards, () => this.module.forward(tape, images));
    return this.module.classesByHead(await logits.data());
  }

  /** What has a number for each image is in `arraysOf(known)`. */
  state() {
    const known = sizesOf(this.#known);
    return { running: [...this.#running], history: [...this.#history], restarts: [...this.#restarts], known };
  }

  /** Takes what `arraysOf(known)` gave; `restore` comes next. */
  takeArrays(arrays: ReadonlyMap<string, StateArray>): void {
    this.#arrays = arrays;
  }

  /** @throws {ModelFileError} for another state than one that `state` gave, or arrays that do not belong to it. */
  restore(state: unknown): void {
    const { success, data } = stateSchema(this.#config).safeParse(state);
    if (!success) throw unreadable();
    this.#known = fromArrays(data.known, this.#arrays, this.count, this.#config.clusters);
    this.#running = data.running;
    this.#bestHead = lowest(data.running);
    this.#history = data.history;
    this.#restarts = data.restarts;
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
