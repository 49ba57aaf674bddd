/** What the recurrent segmenter learns: given masks, or, for more regions, which pixels belong together. */
import type { Tape } from "../../../autograd/index.js";
import type { Device } from "../../../device/index.js";
import {
  add,
  concat,
  div,
  logSoftmax,
  mean,
  mul,
  reshape,
  scale,
  shift,
  slice,
  softmax,
  sub,
  sum,
} from "../../../ops/index.js";
import type { Tensor } from "../../../tensor/index.js";
import type { StepContext, StepResult, Task } from "../../../train/index.js";
import { ImageBatches } from "../../batches.js";
import { informationMaximization } from "../../image_clusterer/objective.js";
import type { Images } from "../../images.js";
import type { RegionNetwork } from "./network.js";
import { foregrounds } from "./predict.js";
import type { RecurrentSettings } from "./settings.js";

/** Keeps the mean of the weights of a batch without a certain pixel from being zero. */
const TINY = 1e-6;
const NO_COLOURS = { brightness: 0, contrast: 0, saturation: 0, hue: 0, grey: 0 };

/**
 * Two regions are learned from masks: cross-entropy of each pixel, weighted by how certain its mask is, under the same warp
 * of image and mask. A few times in the training, the network's own masks of the plain images, fitted to colours and edges, take their place.
 *
 * More regions are learned from two views of one warp, one of them in other colours: a pixel shall have the same region in
 * both, a definite one, and all regions shall be used (as the clusterer's objective; X. Ji, J. Henriques and A. Vedaldi,
 * "Invariant information clustering", ICCV 2019, for pixels).
 */
export class RegionTask implements Task {
  readonly module: RegionNetwork;
  readonly count: number;
  readonly #settings: RecurrentSettings;
  readonly #seed: number;
  readonly #device: Device;
  readonly #images: Images;
  readonly #batches: ImageBatches;
  #masks: ImageBatches | null = null;
  #bytes: Uint8Array | null;
  /** Whether a signal ended a relabelling, which is still to be done. */
  #due = false;
  readonly #signal: AbortSignal | undefined;
  readonly #relabelAt: readonly number[];

  /**
   * @param masks as `maskBytes` makes them; null for more than two regions.
   * @param steps of the whole training.
   * @param signal ends a relabelling, which `resume` makes up for.
   */
  constructor(
    network: RegionNetwork,
    settings: RecurrentSettings,
    images: Images,
    masks: Uint8Array | null,
    {
      seed,
      steps,
      signal,
    }: { readonly seed: number; readonly steps: number; readonly signal?: AbortSignal | undefined },
  ) {
    this.module = network;
    this.count = images.count;
    this.#settings = settings;
    this.#seed = seed;
    this.#device = network.storage.device;
    this.#images = images;
    this.#batches = new ImageBatches(this.#device, images);
    this.#bytes = masks;
    this.#signal = signal;
    if (masks) this.#learnFrom(masks);
    const { relabellings } = settings;
    this.#relabelAt = Array.from({ length: masks ? relabellings : 0 }, (_, i) =>
      Math.round(((i + 1) * steps) / (relabellings + 1)),
    );
  }

  step({ tape, indices, step }: StepContext): StepResult {
    const batch = this.#batches.select(tape, indices);
    const random = { seed: this.#seed, offset: step };
    const { augmentation, smoothness } = this.#settings;
    const x = this.#batches.augmented(tape, batch, augmentation, random);
    if (this.#masks) {
      const masks = this.#masks.select(tape, indices);
      const target = this.#masks.augmented(tape, masks, { ...augmentation, ...NO_COLOURS }, random);
      const logits = this.module.forward(tape, x);
      const loss = add(
        tape,
        weighted(tape, logits, target),
        scale(tape, roughness(tape, logits), smoothness),
      );
      return { loss };
    }
    const plain = this.#batches.augmented(tape, batch, { ...augmentation, ...NO_COLOURS }, random);
    const [a, b] = [this.module.forward(tape, plain), this.module.forward(tape, x)];
    const regions = a.shape[3]!;
    const pixels = (logits: Tensor) => reshape(tape, logits, [logits.size / regions, 1, regions]);
    const { total } = informationMaximization(tape, pixels(a), pixels(b), this.#settings, true);
    return { loss: add(tape, total, scale(tape, roughness(tape, a), smoothness)) };
  }

  interrupts(step: number): boolean {
    return this.#relabelAt.includes(step);
  }

  /** The network's own masks take the place of those it learned from. */
  async between(): Promise<void> {
    const masks = new Float32Array(this.count * this.#images.height * this.#images.width);
    let at = 0;
    this.#due = true;
    for await (const found of foregrounds(this.module, this.#device, this.#images, this.#settings)) {
      if (this.#signal?.aborted) return;
      masks.set(found, at);
      at += found.length;
    }
    this.#learnFrom(maskBytes(masks));
    this.#due = false;
  }

  /** What it learns from now; null for more than two regions. */
  get masks(): Uint8Array | null {
    return this.#bytes;
  }

  state(): unknown {
    return { due: this.#due };
  }

  restore(state: unknown): void {
    this.#due = (state as { due?: unknown } | null)?.due === true;
  }

  /** Does what a signal ended. */
  async resume(): Promise<void> {
    if (this.#due) await this.between();
  }

  release(): void {
    this.#batches.release();
    this.#masks?.release();
  }

  #learnFrom(pixels: Uint8Array): void {
    this.#masks?.release();
    this.#bytes = pixels;
    this.#masks = new ImageBatches(this.#device, { ...this.#images, channels: 2, pixels });
  }
}

/**
 * Cross-entropy of logits [B, H, W, 2] with masks [B, H, W, 2], of which the first number is the foreground's share and the
 * second the pixel's weight, [1].
 */
function weighted(tape: Tape, logits: Tensor, masks: Tensor): Tensor {
  const foreground = slice(tape, masks, 3, 0, 1);
  const weight = slice(tape, masks, 3, 1, 2);
  const background = shift(tape, scale(tape, foreground, -1), 1);
  const target = mul(tape, concat(tape, [background, foreground], 3), weight);
  const gained = sum(tape, mul(tape, logSoftmax(tape, logits), target));
  return scale(tape, div(tape, gained, shift(tape, sum(tape, weight), TINY)), -1);
}

/**
 * Masks as the task learns from them, [N, H, W, 2]: the more probable region of each pixel, 0 or 255, and the pixel's weight,
 * the probability of that region.
 * @param foreground its probability, [N, H, W].
 */
export function maskBytes(foreground: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(2 * foreground.length);
  for (let i = 0; i < foreground.length; i++) {
    const share = foreground[i]!;
    bytes[2 * i] = share > 0.5 ? 255 : 0;
    bytes[2 * i + 1] = Math.round(255 * Math.max(share, 1 - share));
  }
  return bytes;
}

/** Mean squared difference of the probabilities of neighbouring pixels, [1]. */
function roughness(tape: Tape, logits: Tensor): Tensor {
  const p = softmax(tape, logits);
  const [first, second] = [1, 2].map((axis) => {
    const extent = p.shape[axis]!;
    const step = sub(tape, slice(tape, p, axis, 1, extent), slice(tape, p, axis, 0, extent - 1));
    return mean(tape, mul(tape, step, step));
  });
  return add(tape, first!, second!);
}
