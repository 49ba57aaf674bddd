/**
 * Randomised smoothing: a radius within which no change of an image's pixels changes its class by the smoothed model, which
 * takes the most frequent class under Gaussian noise. Cohen, Rosenfeld and Kolter, "Certified Adversarial Robustness via
 * Randomized Smoothing", ICML 2019, algorithm CERTIFY.
 */
import { Tape } from "../autograd/index.js";
import { ArgumentError } from "../errors.js";
import { DRAW_ELEMENTS } from "../kernels/draws.js";
import { ImageBatches } from "../models/batches.js";
import type { Images } from "../models/images.js";
import type { PixelNetwork } from "../models/pixel_network.js";
import { addNoise, argmax } from "../ops/index.js";
import { streamOf } from "../random/philox.js";
import type { Tensor } from "../tensor/index.js";
import { clopperPearsonLower, normalQuantile } from "./binomial.js";
import { logitsOf } from "./pixels.js";

export interface SmoothingSettings {
  /** Standard deviation of the noise, of pixels from 0 to 1. */
  readonly sigma: number;
  /** Draws that choose the class. */
  readonly n0: number;
  /** Draws that estimate its probability. */
  readonly n: number;
  /** Probability that a radius is too large. */
  readonly alpha: number;
  readonly seed: number;
}

/** What the smoothed model says of an image. */
export interface Certified {
  /** The class within the radius; null where the draws do not settle one. */
  readonly class: number | null;
  /** l2, of pixels from 0 to 1; 0 where it abstains. */
  readonly radius: number;
}

/** Pixels of a batch of draws, about. */
const BATCH_PIXELS = 2 ** 20;
/** A batch begins with a whole block of random numbers: in the middle of one, WebGPU would draw each block twice. */
const BLOCK = 4;

/** The fewest draws that can certify: all of them alike give a bound of alpha^(1 / n), which has to be above a half. */
export function fewestDraws(alpha: number): number {
  return Math.floor(Math.log(alpha) / Math.log(0.5)) + 1;
}

/**
 * Certifies the images at `chosen`, one after the other; images are as the network reads them.
 *
 * Noise is drawn on the device from a counter, by seed, number of the image and number of the draw, so that neither the
 * batches nor the choice of images decide it. Noisy pixels are not limited to 0 and 1: the certificate would not hold.
 * @throws {ArgumentError} when the draws are too few to certify anything, or too many to be numbered.
 */
export async function certify(
  network: PixelNetwork,
  images: Images,
  chosen: readonly number[],
  settings: SmoothingSettings,
  {
    signal,
    onImage,
  }: { readonly signal?: AbortSignal | undefined; readonly onImage?: (done: number) => void } = {},
): Promise<Certified[]> {
  const { sigma, n0, n, alpha } = settings;
  checkDraws(images, settings);
  const batches = new ImageBatches(network.device, images);
  const results: Certified[] = [];
  try {
    for (const [place, image] of chosen.entries()) {
      const sampled = { network, batches, images, image, settings };
      const [selection, estimation] = await Promise.all([
        countClasses({ ...sampled, draws: n0, stream: "smoothing.selection", signal }),
        countClasses({ ...sampled, draws: n, stream: "smoothing.estimation", signal }),
      ]);
      const best = selection.indexOf(Math.max(...selection));
      const bound = clopperPearsonLower(estimation[best] ?? 0, n, alpha);
      const settled = bound > 0.5;
      results.push({ class: settled ? best : null, radius: settled ? sigma * normalQuantile(bound) : 0 });
      onImage?.(place + 1);
    }
  } finally {
    batches.release();
  }
  return results;
}

/** @throws {ArgumentError} when draws are too few to certify, or too many for the size of the images. */
export function checkDraws(
  { height, width, channels }: Images,
  { n, n0, alpha }: Pick<SmoothingSettings, "n" | "n0" | "alpha">,
): void {
  const fewest = fewestDraws(alpha);
  if (n < fewest) {
    throw new ArgumentError(
      `certificate.n is ${n}: with alpha ${alpha} no image can be certified by fewer than ${fewest} draws, give at least ${fewest}`,
    );
  }
  const most = Math.floor(DRAW_ELEMENTS / (height * width * channels));
  for (const [name, draws] of Object.entries({ n, n0 })) {
    if (draws <= most) continue;
    throw new ArgumentError(
      `certificate.${name} is ${draws}: give at most ${most} for images of ${height} x ${width} x ${channels}`,
    );
  }
}

interface Draws {
  readonly network: PixelNetwork;
  readonly batches: ImageBatches;
  readonly images: Images;
  readonly image: number;
  readonly settings: SmoothingSettings;
  readonly draws: number;
  readonly stream: string;
  readonly signal?: AbortSignal | undefined;
}

/** How often each class is the most probable one under noise; the next batch is recorded while one is read. */
async function countClasses({ network, batches, images, image, settings, ...of }: Draws): Promise<number[]> {
  const size = images.height * images.width * images.channels;
  const batch = BLOCK * Math.max(1, Math.floor(BATCH_PIXELS / size / BLOCK));
  const counts: number[] = [];
  const read = async (classes: Tensor<"u32">) => {
    for (const place of await classes.data()) counts[place] = (counts[place] ?? 0) + 1;
  };
  let reading: Promise<void> = Promise.resolve();
  for (let begin = 0; begin < of.draws; begin += batch) {
    of.signal?.throwIfAborted();
    const count = Math.min(batch, of.draws - begin);
    using tape = new Tape(network.device, { gradient: false });
    const x = batches.plain(tape, batches.select(tape, new Uint32Array(count).fill(image)));
    const source = { seed: settings.seed, stream: streamOf(of.stream), offset: image };
    const noisy = addNoise(tape, x, settings.sigma, { ...source, first: begin * size });
    const before = reading;
    reading = read(argmax(tape, logitsOf(network, tape, noisy)));
    // Awaited a batch later: until then a failure is not unhandled.
    reading.catch(() => {});
    await before;
  }
  await reading;
  return Array.from(counts, (times) => times ?? 0);
}
