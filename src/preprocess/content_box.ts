/** Pictures moved and enlarged so that what they show fills them: position and size then separate no classes. */
import { ArgumentError, DataError } from "../errors.js";
import { borderLength, groundColour, onBorder, type Pixels, type Size } from "./ground.js";

/** Images as bytes, [count, height, width, channels]. */
export interface PixelImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly pixels: Uint8Array | Uint8ClampedArray;
}

/** Settings of `cropToContent`. */
export interface CropOptions {
  /** Ground left on each side of the content, as a share of the content's longer side, at least 0. Default 0.1. */
  readonly margin?: number;
}

/** Edges of a part of an image, in pixels; right and bottom are excluded. */
export interface ContentBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Share of the outermost pixels that have to show the ground. */
const GROUND_AT_BORDER = 0.9;
/** Mean distance of content and ground at least, of 255. */
const CONTRAST = 24;
/** Longer side of the content at least, as a share of the image's. */
const SMALLEST = 1 / 8;
/** Share of the content's pixels that may lie beyond each edge of the box: specks, not strokes. */
const BEYOND = 0.005;

/**
 * Enlarges the content of each image to the whole of it and moves it to the centre; the size in pixels, the aspect ratio
 * and images without clear content stay as they are. Each result depends on its own image alone, so that new
 * images can be treated as those of a training were.
 *
 * Content is what differs from the ground, the median colour of the outermost pixels; `contentBox` says how it is
 * found. Pixels are interpolated linearly; places outside of the image have the colour of the ground.
 *
 * @returns the same images with other pixels.
 * @throws {DataError} when the number of pixels is not that of the shape.
 * @throws {ArgumentError} when the margin is not a number of at least 0.
 */
export function cropToContent<T extends PixelImages>(
  images: T,
  { margin = 0.1 }: CropOptions = {},
): Omit<T, "pixels"> & { readonly pixels: Uint8Array } {
  const { count, height, width, channels } = images;
  if (!(margin >= 0 && margin < Number.POSITIVE_INFINITY)) {
    throw new ArgumentError(`cropToContent: margin is ${margin}: give a number of at least 0`);
  }
  checkSize("cropToContent", images.pixels, [count, height, width, channels]);
  const bytes = height * width * channels;
  const pixels = Uint8Array.from(images.pixels);
  const size = { height, width, channels };
  for (let image = 0; image < count; image++) {
    const source = images.pixels.subarray(image * bytes, (image + 1) * bytes);
    const ground = groundColour(source, size);
    const box = boxOn(ground, source, size);
    if (box) enlarge(source, size, ground, box, margin, pixels.subarray(image * bytes, (image + 1) * bytes));
  }
  return { ...images, pixels };
}

function checkSize(caller: string, pixels: Pixels, shape: readonly number[]): void {
  const bytes = shape.reduce((product, side) => product * side, 1);
  if (pixels.length === bytes) return;
  throw new DataError(
    `${caller}: ${pixels.length} bytes of pixels for shape [${shape.join(", ")}]: give ${bytes}`,
  );
}

/**
 * Where the content of an image is, or null where none stands out.
 *
 * The distance of a pixel from the ground is that of the channel which differs most. Otsu's threshold (1979) on the
 * distances separates content from ground. The box holds all of the content but half a percent beyond each edge.
 * Content is clear when at least 0.9 of the outermost pixels are ground, content and ground differ by at least 24 of
 * 255 on average, and the box is at least an eighth of the image's height or width.
 *
 * @param pixels of one image, [height, width, channels].
 * @throws {DataError} when the number of pixels is not that of the shape.
 */
export function contentBox(pixels: Pixels, size: Size): ContentBox | null {
  checkSize("contentBox", pixels, [size.height, size.width, size.channels]);
  return boxOn(groundColour(pixels, size), pixels, size);
}

function boxOn(ground: Uint8Array, pixels: Pixels, { height, width, channels }: Size): ContentBox | null {
  const distances = new Uint8Array(height * width);
  const histogram = new Uint32Array(256);
  for (let i = 0, at = 0; i < distances.length; i++) {
    let distance = 0;
    for (let c = 0; c < channels; c++) distance = Math.max(distance, Math.abs(pixels[at++]! - ground[c]!));
    distances[i] = distance;
    histogram[distance]!++;
  }
  const { threshold, contrast } = otsu(histogram);
  if (contrast < CONTRAST) return null;

  const [rows, columns] = [new Uint32Array(height), new Uint32Array(width)];
  let [content, atBorder] = [0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (distances[y * width + x]! <= threshold) continue;
      content++;
      rows[y]!++;
      columns[x]!++;
      if (onBorder(x, y, width, height)) atBorder++;
    }
  }
  if (atBorder > (1 - GROUND_AT_BORDER) * borderLength(width, height)) return null;
  const [top, bottom] = extent(rows, BEYOND * content);
  const [left, right] = extent(columns, BEYOND * content);
  if (Math.max((right - left) / width, (bottom - top) / height) < SMALLEST) return null;
  return { left, top, right, bottom };
}

/**
 * The value, of 0 to 255, up to which values belong to the lower of two groups whose means differ most by
 * Otsu's criterion; and by how much they differ, 0 where there is one value only.
 */
function otsu(histogram: Uint32Array): { threshold: number; contrast: number } {
  let [total, sum] = [0, 0];
  for (let value = 0; value < 256; value++) {
    total += histogram[value]!;
    sum += value * histogram[value]!;
  }
  let best = { threshold: 0, contrast: 0, variance: 0 };
  let [below, belowSum] = [0, 0];
  for (let threshold = 0; threshold < 255; threshold++) {
    below += histogram[threshold]!;
    belowSum += threshold * histogram[threshold]!;
    if (below === 0 || below === total) continue;
    const contrast = (sum - belowSum) / (total - below) - belowSum / below;
    const variance = below * (total - below) * contrast ** 2;
    if (variance > best.variance) best = { threshold, contrast, variance };
  }
  return best;
}

/** The first and the end of the indices that are left when up to `beyond` is cut off on each side. */
function extent(counts: Uint32Array, beyond: number): [number, number] {
  let [first, end] = [0, counts.length];
  for (let cut = counts[first]!; cut <= beyond; cut += counts[first]!) first++;
  for (let cut = counts[end - 1]!; cut <= beyond; cut += counts[end - 1]!) end--;
  return [first, end];
}

/** Writes the part of the image around the box, in the image's aspect ratio, over the whole of `to`. */
function enlarge(
  from: Pixels,
  { height, width, channels }: Size,
  ground: Uint8Array,
  { left, top, right, bottom }: ContentBox,
  margin: number,
  to: Uint8Array,
): void {
  // Content is never made smaller: what fills the image but for less than the margin is only moved.
  const scale = Math.min(1, (1 + 2 * margin) * Math.max((right - left) / width, (bottom - top) / height));
  const columns = samples(width, left, right, scale);
  const rows = samples(height, top, bottom, scale);
  const value = (x: number, y: number, c: number) =>
    x < 0 || y < 0 || x >= width || y >= height ? ground[c]! : from[(y * width + x) * channels + c]!;
  let at = 0;
  for (const { first: y, weight: down } of rows) {
    for (const { first: x, weight: across } of columns) {
      for (let c = 0; c < channels; c++) {
        const upper = value(x, y, c) * (1 - across) + value(x + 1, y, c) * across;
        const lower = value(x, y + 1, c) * (1 - across) + value(x + 1, y + 1, c) * across;
        to[at++] = Math.round(upper * (1 - down) + lower * down);
      }
    }
  }
}

/**
 * For each output pixel along one side: the first of the two source pixels it lies between, and the second's weight,
 * which rounding makes no other one where the box lies elsewhere.
 */
function samples(length: number, low: number, high: number, scale: number) {
  const start = (high - low - scale * length) / 2;
  return Array.from({ length }, (_, i) => {
    const position = start + (i + 0.5) * scale - 0.5;
    const whole = Math.floor(position);
    return { first: low + whole, weight: position - whole };
  });
}
