/** Images as a segmenter takes them: of any sizes, with or without alpha. */
import { pixelMemory } from "../../data/memory.js";
import { DataError } from "../../errors.js";
import type { StepConfig } from "../../preprocess/index.js";
import { checkPixels, type Images } from "../images.js";
import { prepared } from "../preprocessing.js";

const OPAQUE = 255;
const WHITE = 255;

/** Images of one size without alpha, and what was found out about each. */
export interface SegmenterInput {
  /** Of 1 or 3 channels. */
  readonly images: Images;
  /** [N, H, W], 0 to 255; null where there is no alpha channel. */
  readonly alpha: Uint8Array | null;
  /** The images with pixels that are not opaque. */
  readonly transparent: readonly number[];
}

/** The same, and what the method is asked about. */
export interface PreparedInput extends SegmenterInput {
  /** The images after the steps of `preprocess`, which may have another size; of 1 or 3 channels. */
  readonly seen: Images;
  /** Those of `seen` whose pixels are all of one colour: an image in colour may be one of them after the steps. */
  readonly oneColour: readonly number[];
}

/**
 * Checks images of one size and puts those with alpha on white.
 * @param images of 1 (grey), 2 (grey, alpha), 3 (colour) or 4 channels (colour, alpha).
 * @throws {DataError} for another number of channels, no pixels, or pixels that do not fit the size.
 */
export function segmenterInput(caller: string, images: Images): SegmenterInput {
  const { count, height, width, channels } = images;
  const positive = [height, width].every((extent) => Number.isInteger(extent) && extent >= 1);
  if (!positive || !(Number.isInteger(count) && count >= 0)) {
    throw new DataError(
      `${caller}: ${count} images of ${height} x ${width}: give whole numbers, and sides from 1 up`,
    );
  }
  if (![1, 2, 3, 4].includes(channels)) {
    throw new DataError(
      `${caller}: ${channels} channels: give 1 (grey) or 3 (colour), or one more with alpha`,
    );
  }
  const checked = checkPixels(images);
  const flat = channels % 2 === 0 ? flatten(checked) : { images: checked, alpha: null };
  return { ...flat, transparent: transparentOnes(flat.alpha, count) };
}

/**
 * The same after the steps of `preprocess`.
 * @throws {DataError} as `segmenterInput`, and for images that a step does not take.
 */
export async function preparedInput(
  caller: string,
  images: Images,
  steps: readonly StepConfig[],
  signal?: AbortSignal,
): Promise<PreparedInput> {
  const input = segmenterInput(caller, images);
  const seen = await prepared(input.images, steps, signal);
  return { ...input, seen, oneColour: oneColoured(seen) };
}

/** Colours over white, and the alpha channel. */
function flatten(images: Images): { readonly images: Images; readonly alpha: Uint8Array } {
  const { count, height, width, channels, pixels } = images;
  const total = count * height * width;
  const colours = channels - 1;
  const flat = pixelMemory({ ...images, channels: colours });
  const alpha = pixelMemory({ ...images, channels: 1 });
  for (let i = 0; i < total; i++) {
    const a = pixels[i * channels + colours]!;
    alpha[i] = a;
    for (let c = 0; c < colours; c++) {
      flat[i * colours + c] = Math.round((pixels[i * channels + c]! * a + WHITE * (OPAQUE - a)) / OPAQUE);
    }
  }
  return { images: { ...images, channels: colours, pixels: flat }, alpha };
}

function transparentOnes(alpha: Uint8Array | null, count: number): number[] {
  if (!alpha) return [];
  const size = alpha.length / count;
  return rows(count).filter((n) => alpha.subarray(n * size, (n + 1) * size).some((a) => a < OPAQUE));
}

function oneColoured({ count, height, width, channels, pixels }: Images): number[] {
  const size = height * width * channels;
  return rows(count).filter((n) => {
    for (let i = n * size + channels; i < (n + 1) * size; i++) {
      if (pixels[i] !== pixels[i - channels]) return false;
    }
    return true;
  });
}

const rows = (count: number) => Array.from({ length: count }, (_, n) => n);
