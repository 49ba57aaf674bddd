/** Images under attack, and the changed ones that are worth showing. */
import { Tape } from "../autograd/index.js";
import { ImageBatches } from "../models/batches.js";
import { argmaxRows } from "../models/image_model.js";
import type { Images } from "../models/images.js";
import type { PixelNetwork } from "../models/pixel_network.js";
import type { AttackDefinition, AttackSettings } from "./attacks/index.js";
import { logitsOf, oneHot, slopeOf } from "./pixels.js";

/** A changed image whose class is another one. */
export interface FlipExample {
  /** Its number in the set. */
  readonly image: number;
  /** Its class, and the class of the changed image. */
  readonly from: number;
  readonly to: number;
  readonly attack: string;
  readonly epsilon: number;
  /** Before and after, bytes [height, width, channels]; the change is rounded. */
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

export interface AttackRun {
  readonly attacks: readonly AttackDefinition[];
  /** Ascending. */
  readonly epsilons: readonly number[];
  readonly settings: AttackSettings;
  readonly classes: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (attack: string, done: number) => void;
}

export interface Attacked {
  /** The class of each image by the network's own pixels, [N]. */
  readonly clean: Int32Array;
  /** The class of each changed image, by attack and epsilon, in their orders. */
  readonly changed: readonly (readonly Int32Array[])[];
  /** Of each class those that the smallest changes flip. */
  readonly examples: readonly FlipExample[];
}

/** Values of a batch, about; an attack keeps a few tensors of it. */
const BATCH_VALUES = 2 ** 19;
const MOST_IMAGES = 500;
/** Examples of each class. */
const SHOWN = 4;

/**
 * Attacks all images. Each attack has an image lose the class that the network gives it: no label enters.
 * @param images as the network reads them.
 */
export async function attackImages(network: PixelNetwork, images: Images, run: AttackRun): Promise<Attacked> {
  const { attacks, epsilons, settings, classes, signal, onProgress } = run;
  const { count, height, width, channels } = images;
  const size = height * width * channels;
  const clean = new Int32Array(count);
  const changed = attacks.map(() => epsilons.map(() => new Int32Array(count)));
  const easiest = new EasiestFlips(images);
  const step = Math.max(1, Math.min(MOST_IMAGES, Math.floor(BATCH_VALUES / size)));
  const batches = new ImageBatches(network.device, images);
  try {
    for (const [place, attack] of attacks.entries()) {
      for (let begin = 0; begin < count; begin += step) {
        const numbers = Uint32Array.from({ length: Math.min(step, count - begin) }, (_, i) => begin + i);
        using tape = new Tape(network.device, { gradient: false });
        const x = batches.plain(tape, batches.select(tape, numbers));
        const classesOf = async (on: Tape, pixels: typeof x) => {
          const data = (await logitsOf(network, on, pixels).data()) as Float32Array;
          return argmaxRows({ rows: numbers.length, columns: classes, data });
        };
        const before = await classesOf(tape, x);
        clean.set(before, begin);
        const lost = oneHot(tape, before, classes);
        const slope = (on: Tape, pixels: typeof x) => slopeOf(network, on, pixels, lost);
        for (const [level, epsilon] of epsilons.entries()) {
          signal?.throwIfAborted();
          using own = new Tape(network.device, { gradient: false });
          const pixels = attack.run({ tape: own, x, images: numbers, slope }, epsilon, settings);
          const found = await classesOf(own, pixels);
          changed[place]![level]!.set(found, begin);
          const after = (await pixels.data()) as Float32Array;
          for (const [row, image] of numbers.entries()) {
            if (found[row] === before[row]) continue;
            const flip = { image, from: before[row]!, to: found[row]!, attack: attack.name, epsilon };
            easiest.add(flip, after.subarray(row * size, (row + 1) * size));
          }
        }
        onProgress?.(attack.name, begin + numbers.length);
      }
    }
  } finally {
    batches.release();
  }
  return { clean, changed, examples: easiest.all() };
}

type Flip = Omit<FlipExample, "before" | "after">;

/** Keeps of each class the images that the smallest changes flip, each once. */
class EasiestFlips {
  readonly #images: Images;
  readonly #kept = new Map<number, FlipExample[]>();

  constructor(images: Images) {
    this.#images = images;
  }

  add(flip: Flip, after: Float32Array): void {
    const kept = this.#kept.get(flip.from) ?? [];
    const same = kept.find(({ image }) => image === flip.image);
    const worst = same ?? (kept.length < SHOWN ? undefined : kept.at(-1));
    if (worst && worst.epsilon <= flip.epsilon) return;
    const { height, width, channels, pixels } = this.#images;
    const size = height * width * channels;
    const example = {
      ...flip,
      before: Uint8Array.from(pixels.subarray(flip.image * size, (flip.image + 1) * size)),
      after: Uint8Array.from(after, (value) => Math.round(255 * value)),
    };
    const others = kept.filter((one) => one !== worst);
    const sorted = [...others, example].sort((a, b) => a.epsilon - b.epsilon || a.image - b.image);
    this.#kept.set(flip.from, sorted);
  }

  all(): FlipExample[] {
    return [...this.#kept].sort(([a], [b]) => a - b).flatMap(([, examples]) => examples);
  }
}
