/**
 * Foreground and background by inpainting (P. Savarese, S. Kim, M. Maire, G. Shakhnarovich and D. McAllester,
 * "Information-theoretic segmentation by inpainting error maximization", CVPR 2021): the border between both moves until
 * neither part of the image tells what is in the other.
 */
import type * as z from "zod";
import { Tape } from "../../../autograd/index.js";
import type { Device } from "../../../device/index.js";
import { inpaintingError, inpaintingStep } from "../../../kernels/inpainting.js";
import { gaussianFilter, separableFilter } from "../../../kernels/separable_filter.js";
import { mul } from "../../../ops/index.js";
import { type Tensor, tensor } from "../../../tensor/index.js";
import { type Images, imagesAt } from "../../images.js";
import { choice, fields, number, whole } from "../../schema.js";
import { borderStart } from "../border_start.js";
import { labMaps } from "../colours.js";
import { type PixelFeatures, pixelFeatures, standardized } from "../features.js";
import { foregroundIs } from "../foreground.js";
import {
  type MethodOptions,
  type MethodRun,
  type RegionFinder,
  registerSegmentationMethod,
} from "../method.js";
import { refineAll } from "../refine.js";
import { type Maps, mapsOf, resized } from "../working_size.js";

const settings = fields({
  /** Side in pixels at which images are looked at; smaller ones as they are, from 64 pixels on. */
  size: whole(8, 1024).default(128),
  /** Moves of the border; the article makes 150, from its start in the middle. */
  iterations: whole(0, 10_000).default(15),
  /**
   * "features" are L*a*b* and the contrast around a pixel, each with the same deviation over the image; "rgb", as in the
   * article, are the pixels, 0 to 1.
   */
  features: choice(["features", "rgb"]).default("features"),
  /** "border" begins with what differs from the image's border, "square", as in the article, with the middle. */
  start: choice(["border", "square"]).default("border"),
  /** Deviation in pixels of the Gaussian that inpaints; it is applied twice, 11 values long. */
  sigma: number(0.1, 100).default(5),
  /**
   * How often the mask is then fitted to the colours of both parts and to edges, as GrabCut does; 0, as in the article, for
   * never.
   */
  rounds: whole(0, 100).default(3),
  /** Of that fit: weight of neighbours that look alike beside colours. */
  smoothness: number(0, 1000).default(4),
  /** Weight of the pixels' squared distances to their part's mean. */
  deviation: number(0, 1000).default(0.001),
});

/** Settings of the method "inpainting", every default filled in. */
export type InpaintingSettings = z.output<typeof settings>;

const TAPS = 11;
/** Images are enlarged to this side at least: the contrast around a pixel needs some pixels. */
const LEAST_SIDE = 64;
/** Images of one batch: their maps stay in the processor's caches. */
const BATCH = 16;
/** How sure a pixel is at least, so that its mask survives rounding. */
const LEAST_CERTAINTY = 0.02;

class Inpainting implements RegionFinder {
  readonly size;
  readonly #settings: InpaintingSettings;

  constructor({ settings }: MethodOptions<InpaintingSettings>) {
    this.#settings = settings;
    this.size = { height: settings.size, width: settings.size, channels: 3 };
  }

  async probabilities(images: Images, run: MethodRun): Promise<Float32Array<ArrayBuffer>> {
    const { count, height, width } = images;
    const size = height * width;
    const found = new Float32Array(count * 2 * size);
    for (let begin = 0; begin < count; begin += BATCH) {
      run.signal?.throwIfAborted();
      const rows = Array.from({ length: Math.min(BATCH, count - begin) }, (_, i) => begin + i);
      const foreground = await this.#foreground(imagesAt(images, rows), run);
      for (const [row, n] of rows.entries()) {
        for (let i = 0; i < size; i++) {
          const share = foreground[row * size + i]!;
          found[n * 2 * size + i] = 1 - share;
          found[(n * 2 + 1) * size + i] = share;
        }
      }
    }
    return found;
  }

  /** The probability of the foreground, [N, H, W]. */
  async #foreground(images: Images, { device, signal }: MethodRun): Promise<Float32Array> {
    const { count, height, width } = images;
    const side = sideFor(images, this.#settings.size);
    const maps = await resized(mapsOf(images), side, side, device, signal);
    const features =
      this.#settings.features === "rgb"
        ? planes(maps)
        : standardized(await pixelFeatures(maps, device), side * side);
    const start =
      this.#settings.start === "border"
        ? await borderStart(features, side, side, device)
        : middleSquares(count, side);
    const data = await this.#improve(features, start, count, side, device);
    const { rounds, smoothness } = this.#settings;
    const options = { height: side, width: side, rounds, smoothness };
    const fitted = rounds > 0 ? await refineAll(labMaps(maps), data, options, device, signal) : data;
    const found = await resized(
      { count, height: side, width: side, channels: 1, data: fitted },
      height,
      width,
      device,
      signal,
    );
    return found.data;
  }

  /** Moves the borders of the masks [N, S, S]; returns the probability of the foreground, [N, S, S]. */
  async #improve(
    { channels, data }: PixelFeatures,
    start: Float32Array<ArrayBuffer>,
    count: number,
    side: number,
    device: Device,
  ): Promise<Float32Array<ArrayBuffer>> {
    const { iterations, sigma, deviation } = this.#settings;
    const size = { batch: count, height: side, width: side, channels };
    using x = tensor(device, data, [count, channels, side, side]);
    using weights = tensor(device, gaussianFilter(TAPS, sigma), [TAPS]);
    const filtered = (tape: Tape, maps: Tensor) => {
      const params = { maps: maps.size / (side * side), height: side, width: side, taps: TAPS };
      let result = maps;
      for (let repeat = 0; repeat < 2; repeat++) {
        const y = tape.empty(maps.shape);
        tape.record(separableFilter, { x: result, weights, y }, params);
        result = y;
      }
      return result;
    };
    using withOne = tensor(device, withOnes(data, count, channels, side * side), [
      ...[count, channels + 1, side, side],
    ]);
    using tape = new Tape(device, { gradient: false });
    const all = filtered(tape, withOne);
    const look = (step: Tape, mask: Tensor) => {
      const near = filtered(step, mul(step, withOne, mask));
      const errors = step.empty([count, 2, side, side]);
      const pulls = step.empty([count, 2 * (channels + 1), side, side]);
      const sums = step.empty([count, 4 + 2 * channels]);
      step.record(inpaintingError, { x, mask, near, all, errors, pulls, sums }, size);
      return { errors, pulls, sums };
    };
    let mask = tensor(device, start, [count, 1, side, side]);
    try {
      for (let iteration = 0; iteration < iterations; iteration++) {
        using step = new Tape(device, { gradient: false });
        const { errors, pulls, sums } = look(step, mask);
        const next = step.empty(mask.shape);
        const pulled = filtered(step, pulls);
        step.record(inpaintingStep, { x, mask, errors, pulled, sums, next }, { ...size, deviation });
        mask.release();
        mask = step.take(next);
      }
      const { errors } = look(tape, mask);
      return certainty(await mask.data(), await errors.data(), count, side);
    } finally {
      mask.release();
    }
  }
}

/**
 * The probability of the foreground: above one half in it, and the more, the better the pixels of its own part around a pixel
 * predict it than those of the other.
 */
function certainty(
  mask: Float32Array,
  errors: Float32Array,
  count: number,
  side: number,
): Float32Array<ArrayBuffer> {
  const size = side * side;
  const result = new Float32Array(count * size);
  for (let n = 0; n < count; n++) {
    const foreground = foregroundIs(mask.subarray(n * size, (n + 1) * size), side, side);
    for (let i = 0; i < size; i++) {
      const inside = mask[n * size + i] === 1;
      const [byBackground, byForeground] = [errors[2 * n * size + i]!, errors[(2 * n + 1) * size + i]!];
      const gain = inside ? byBackground - byForeground : byForeground - byBackground;
      const certain = Math.max(LEAST_CERTAINTY, gain / (byBackground + byForeground + Number.MIN_VALUE));
      result[n * size + i] = 0.5 + (inside === (foreground === 1) ? certain : -certain) / 2;
    }
  }
  return result;
}

/** The side at which images are looked at: nothing is gained by enlarging them. */
function sideFor({ height, width }: Images, most: number): number {
  return Math.min(most, Math.max(LEAST_SIDE, height, width));
}

/** x [N, C, P] with a further channel of ones. */
function withOnes(x: Float32Array, count: number, channels: number, size: number): Float32Array<ArrayBuffer> {
  const result = new Float32Array(count * (channels + 1) * size).fill(1);
  for (let n = 0; n < count; n++) {
    result.set(x.subarray(n * channels * size, (n + 1) * channels * size), n * (channels + 1) * size);
  }
  return result;
}

/** [N, H, W, C] as [N, C, H, W]. */
function planes({ count, height, width, channels, data }: Maps): PixelFeatures {
  const size = height * width;
  const result = new Float32Array(data.length);
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < size; i++) {
      for (let c = 0; c < channels; c++) {
        result[(n * channels + c) * size + i] = data[(n * size + i) * channels + c]!;
      }
    }
  }
  return { channels, data: result };
}

/** Squares of three fifths of the side in the middle, as the article's program draws them. */
function middleSquares(count: number, side: number): Float32Array<ArrayBuffer> {
  const margin = Math.floor(side / 5);
  return Float32Array.from({ length: count * side * side }, (_, i) => {
    const [y, x] = [Math.floor(i / side) % side, i % side];
    return Number(Math.min(y, x) >= margin && Math.max(y, x) < side - margin);
  });
}

registerSegmentationMethod({
  name: "inpainting",
  about: "foreground and background, neither of which tells what is in the other: no training",
  learns: false,
  maxRegions: 2,
  settings,
  create: (options) => new Inpainting(options),
});
