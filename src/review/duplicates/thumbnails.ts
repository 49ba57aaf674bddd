/** Small grey pictures that compression, size and light hardly change. */
import type { ImageSet } from "../../data/image_set.js";

/** Rows and columns of a thumbnail. */
export const SIDE = 32;
/** Rows and columns of what is searched: a fourth of a thumbnail's cells. */
export const COARSE = 16;

/** Luma of ITU-R BT.601. */
const LUMA = [0.299, 0.587, 0.114] as const;

/**
 * Grey levels from 0 to 255, [N, SIDE, SIDE], of images that were read at 32 x 32, stretched: a thumbnail that was cut would hide
 * what was cut off.
 */
export function greyOf({ count, channels, pixels }: ImageSet): Float32Array {
  const grey = new Float32Array(count * SIDE * SIDE);
  for (let cell = 0, at = 0; cell < grey.length; cell++, at += channels) {
    for (let c = 0; c < 3; c++) grey[cell]! += LUMA[c]! * pixels[at + (channels === 3 ? c : 0)]!;
  }
  return grey;
}

/** Grey levels below this deviation are one colour. */
const FLAT = 2;

/**
 * Rows of length 1 and mean 0 from pictures [N, size, size], so that the product of two is their correlation. A picture of
 * one colour becomes zeros.
 */
export function standardised(pictures: Float32Array, columns: number): Float32Array<ArrayBuffer> {
  const rows = new Float32Array(pictures.length);
  for (let start = 0; start < pictures.length; start += columns) {
    let sum = 0;
    for (let i = 0; i < columns; i++) sum += pictures[start + i]!;
    const mean = sum / columns;
    let squares = 0;
    for (let i = 0; i < columns; i++) squares += (pictures[start + i]! - mean) ** 2;
    if (Math.sqrt(squares / columns) < FLAT) continue;
    const scale = 1 / Math.sqrt(squares);
    for (let i = 0; i < columns; i++) rows[start + i] = (pictures[start + i]! - mean) * scale;
  }
  return rows;
}

/** Means of 2 x 2 cells: [N, side, side, channels] to [N, side / 2, side / 2, channels]. */
export function halved(pictures: Float32Array, side: number, channels = 1): Float32Array<ArrayBuffer> {
  const result = new Float32Array(pictures.length / 4);
  const line = side * channels;
  for (let row = 0, to = 0; row < pictures.length; row += 2 * line) {
    for (let column = row; column < row + line; column += 2 * channels) {
      for (let at = column; at < column + channels; at++, to++) {
        result[to] =
          (pictures[at]! +
            pictures[at + channels]! +
            pictures[at + line]! +
            pictures[at + line + channels]!) /
          4;
      }
    }
  }
  return result;
}

/** Left and right exchanged: [N, side, side, channels]. */
export function mirrored(pictures: ArrayLike<number>, side: number, channels = 1): Float32Array<ArrayBuffer> {
  const result = new Float32Array(pictures.length);
  for (let start = 0; start < pictures.length; start += side * channels) {
    for (let i = 0; i < side; i++) {
      const from = start + (side - 1 - i) * channels;
      for (let c = 0; c < channels; c++) result[start + i * channels + c] = pictures[from + c]!;
    }
  }
  return result;
}
