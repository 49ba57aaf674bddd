/**
 * Changes the size of images as libvips does for Node (vips_resize): along each axis by boxes and Lanczos's kernel of 3
 * lobes, widened by the factor, where they get smaller, and by Catmull and Rom's cubic where they get larger.
 */

/** Far smaller images are averages of boxes first, so that the kernel makes them smaller by at least this factor. */
const BOX_GAP = 2;

/** Pixels [height, width, channels]. */
export interface Pixels {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** How an image becomes [height, width]: made larger or smaller to `scaled`, of which this part is kept. */
export interface Window {
  readonly scaled: { readonly height: number; readonly width: number };
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** A weighted sum of neighbours for each place of a result. */
interface Taps {
  readonly length: number;
  /** The first neighbour of each place. */
  readonly first: Int32Array;
  /** `length` weights for each place, which add up to 1. */
  readonly weights: Float64Array;
}

const lanczos = (x: number): number =>
  x === 0
    ? 1
    : Math.abs(x) >= 3
      ? 0
      : (3 * Math.sin(Math.PI * x) * Math.sin((Math.PI * x) / 3)) / (Math.PI * x) ** 2;

function cubic(x: number): number {
  const t = Math.abs(x);
  if (t >= 2) return 0;
  return t < 1 ? 1.5 * t ** 3 - 2.5 * t ** 2 + 1 : -0.5 * t ** 3 + 2.5 * t ** 2 - 4 * t + 2;
}

/** For `count` places from `begin` on of a line of `extent` that becomes one of `to`. */
function tapsOf(extent: number, to: number, begin: number, count: number): Taps {
  const box = Math.max(1, Math.floor(extent / to / BOX_GAP));
  const factor = extent / to / box;
  const [kernel, radius, width] = factor > 1 ? [lanczos, Math.ceil(3 * factor), factor] : [cubic, 2, 1];
  const length = (2 * radius + 1) * box;
  const [first, weights] = [new Int32Array(count), new Float64Array(count * length)];
  for (let place = 0; place < count; place++) {
    const centre = (begin + place + 0.5) * factor - 0.5;
    const firstBox = Math.floor(centre) - radius;
    first[place] = firstBox * box;
    const own = weights.subarray(place * length, (place + 1) * length);
    for (let i = 0; i < length; i++) own[i] = kernel((firstBox + Math.floor(i / box) - centre) / width);
    const sum = own.reduce((total, weight) => total + weight, 0);
    for (let i = 0; i < length; i++) own[i]! /= sum;
  }
  return { length, first, weights };
}

/** An image at another size; beyond the image its edge goes on. */
export function resize(image: Pixels, { scaled, top: first, left, height, width }: Window): Uint8Array {
  const { channels, data } = image;
  const rows = tapsOf(image.height, scaled.height, first, height);
  const columns = tapsOf(image.width, scaled.width, left, width);
  const clamp = (at: number, extent: number) => Math.min(extent - 1, Math.max(0, at));
  // The rows that are read, each of the new width.
  const top = clamp(rows.first[0]!, image.height);
  const bottom = clamp(rows.first[height - 1]! + rows.length - 1, image.height);
  const line = width * channels;
  const middle = new Float32Array((bottom - top + 1) * line);
  for (let y = top; y <= bottom; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let i = 0; i < columns.length; i++) {
          const from = clamp(columns.first[x]! + i, image.width);
          sum += columns.weights[x * columns.length + i]! * data[(y * image.width + from) * channels + c]!;
        }
        middle[(y - top) * line + x * channels + c] = sum;
      }
    }
  }
  const result = new Uint8ClampedArray(height * line);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < line; x++) {
      let sum = 0;
      for (let i = 0; i < rows.length; i++) {
        const from = clamp(rows.first[y]! + i, image.height) - top;
        sum += rows.weights[y * rows.length + i]! * middle[from * line + x]!;
      }
      result[y * line + x] = sum;
    }
  }
  return new Uint8Array(result.buffer);
}
