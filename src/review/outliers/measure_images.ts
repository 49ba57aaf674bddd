/** What is seen of a picture without knowing what it shows. */

import { openDecoder, type WholeImage } from "../../data/decode.js";
import { imageFiles } from "../../data/image_names.js";
import type { ImageSet } from "../../data/image_set.js";
import { ownSizeImages } from "../../data/own_size.js";

/** Numbers of N images; NaN for one that cannot be read any more. */
export interface ImageMeasures {
  /** Pixels of the file, upright. */
  readonly width: Float64Array;
  readonly height: Float64Array;
  /** Perceived brightness (0 to 1) that 1 and 99 of 100 pixels have at most. */
  readonly dark: Float64Array;
  readonly bright: Float64Array;
  /** The greatest standard deviation of the three channels, in levels of 255. */
  readonly spread: Float64Array;
  /** The greatest variance of the Laplacian of the grey levels among 4 x 4 parts: a ground out of focus is no blurred picture. */
  readonly sharpness: Float64Array;
  /** The variance of the Laplacian of all of it by that of its grey levels: a picture of little contrast is no blurred one. */
  readonly detail: Float64Array;
}

export interface MeasureOptions {
  readonly maxPixels?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Larger pictures are scaled down to this side: sharpness is compared between pictures of one size. */
export const MEASURED_SIDE = 512;
/** Files whose heads are read at a time. */
const AT_ONCE = 16;

/** Measures images, each at its own size or at 512 pixels a side. @throws the reason of `signal`. */
export async function measureImages(images: ImageSet, options: MeasureOptions = {}): Promise<ImageMeasures> {
  const { maxPixels, signal, onProgress } = options;
  const column = () => new Float64Array(images.count).fill(Number.NaN);
  const measures = {
    ...{ width: column(), height: column(), dark: column(), bright: column() },
    ...{ spread: column(), sharpness: column(), detail: column() },
  };
  await measureExtents(images, measures, options);
  let done = 0;
  for await (const batch of ownSizeImages(images, { maxPixels, signal, most: MEASURED_SIDE })) {
    signal?.throwIfAborted();
    for (const [i, place] of batch.places.entries()) {
      const picture = measurePicture(batch.images[i]!);
      for (const name of PICTURE_MEASURES) measures[name][place] = picture[name];
    }
    done += batch.places.length + batch.skipped.length;
    onProgress?.(done, images.count);
  }
  return measures;
}

async function measureExtents(
  images: ImageSet,
  { width, height }: Pick<ImageMeasures, "width" | "height">,
  { maxPixels, signal }: MeasureOptions,
): Promise<void> {
  const files = imageFiles(images);
  if (files === null) {
    // Images of an archive are read at one size, and those of an array have one.
    if (images.names !== null) return;
    width.fill(images.width);
    height.fill(images.height);
    return;
  }
  const decoder = await openDecoder({ ...(maxPixels !== undefined && { maxPixels }) });
  for (let start = 0; start < files.length; start += AT_ONCE) {
    signal?.throwIfAborted();
    await Promise.all(
      files.slice(start, start + AT_ONCE).map(async (file, i) => {
        const extent = await decoder.extent(file).catch(() => null);
        if (extent === null) return;
        width[start + i] = extent.width;
        height[start + i] = extent.height;
      }),
    );
  }
}

const PICTURE_MEASURES = ["dark", "bright", "spread", "sharpness", "detail"] as const;

/** Weights of the squares of red, green and blue in perceived brightness (Finley's HSP colour model, 2006). */
const BRIGHTNESS = [0.241, 0.691, 0.068] as const;
/** Luma of ITU-R BT.601. */
const LUMA = [0.299, 0.587, 0.114] as const;

/** Of a picture on a white ground. */
export function measurePicture(
  picture: WholeImage,
): Readonly<Record<(typeof PICTURE_MEASURES)[number], number>> {
  const { height, width, channels, pixels } = picture;
  const cells = height * width;
  const colours = channels < 3 ? 1 : 3;
  const luma = new Float32Array(cells);
  const levels = new Float64Array(256);
  const sums = new Float64Array(3);
  const squares = new Float64Array(3);
  for (let cell = 0, at = 0; cell < cells; cell++, at += channels) {
    const alpha = channels > colours ? pixels[at + colours]! / 255 : 1;
    let [grey, brightness] = [0, 0];
    for (let c = 0; c < 3; c++) {
      const value = alpha * pixels[at + (colours === 3 ? c : 0)]! + 255 * (1 - alpha);
      sums[c]! += value;
      squares[c]! += value * value;
      grey += LUMA[c]! * value;
      brightness += BRIGHTNESS[c]! * value * value;
    }
    luma[cell] = grey;
    levels[Math.min(255, Math.round(Math.sqrt(brightness)))]!++;
  }
  const variances = [0, 1, 2].map((c) => squares[c]! / cells - (sums[c]! / cells) ** 2);
  return {
    dark: quantileOfHistogram(levels, 0.01) / 255,
    bright: quantileOfHistogram(levels, 0.99) / 255,
    spread: Math.sqrt(Math.max(0, ...variances)),
    sharpness: sharpestPart(luma, height, width),
    detail:
      laplacianVariance(luma, width, { top: 0, bottom: height, left: 0, right: width }) /
      Math.max(1, varianceOf(luma)),
  };
}

function varianceOf(values: Float32Array): number {
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  return Math.max(0, squares / values.length - (sum / values.length) ** 2);
}

/** Parts a side. */
const PARTS = 4;

function sharpestPart(grey: Float32Array, height: number, width: number): number {
  let most = Number.NaN;
  const edge = (part: number, extent: number) => Math.floor((part * extent) / PARTS);
  for (let row = 0; row < PARTS; row++) {
    for (let column = 0; column < PARTS; column++) {
      const variance = laplacianVariance(grey, width, {
        ...{ top: edge(row, height), bottom: edge(row + 1, height) },
        ...{ left: edge(column, width), right: edge(column + 1, width) },
      });
      if (!(variance <= most)) most = Number.isNaN(variance) ? most : variance;
    }
  }
  return most;
}

/** The least level that at least this share of pixels does not exceed. */
function quantileOfHistogram(levels: Float64Array, share: number): number {
  const wanted = share * levels.reduce((sum, pixels) => sum + pixels, 0);
  let below = 0;
  for (let level = 0; level < levels.length; level++) {
    below += levels[level]!;
    if (below >= wanted) return level;
  }
  return levels.length - 1;
}

interface Part {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** NaN for parts without an inner pixel. */
function laplacianVariance(grey: Float32Array, width: number, { top, bottom, left, right }: Part): number {
  let [sum, squares, cells] = [0, 0, 0];
  for (let row = top + 1; row < bottom - 1; row++) {
    for (let at = row * width + left + 1, end = row * width + right - 1; at < end; at++) {
      const value = 4 * grey[at]! - grey[at - width]! - grey[at + width]! - grey[at - 1]! - grey[at + 1]!;
      sum += value;
      squares += value * value;
      cells++;
    }
  }
  return cells === 0 ? Number.NaN : Math.max(0, squares / cells - (sum / cells) ** 2);
}
