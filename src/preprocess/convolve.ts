/** Separable convolutions of images that have a border. */
import type { Padded } from "./border.js";
import type { Pixels, Size } from "./step.js";

/** Exact whole numbers of bytes, or float64 of float32 pixels. */
export type Sums = Int32Array | Float64Array;

export interface Separable {
  readonly across: readonly number[];
  /** As many as `across`. */
  readonly down: readonly number[];
}

/**
 * Convolves along rows, then along columns; the image has (taps - 1) / 2 rows and columns more on each side.
 * @param rows memory for (height + taps - 1) * width * channels sums.
 * @param to height * width * channels sums.
 */
export function convolve(
  { pixels, stride }: Pick<Padded<Pixels>, "pixels" | "stride">,
  { height, width, channels }: Size,
  { across, down }: Separable,
  rows: Sums,
  to: Sums,
): void {
  const length = width * channels;
  const taps = across.length;
  rows.fill(0);
  to.fill(0);
  for (let y = 0; y < height + taps - 1; y++) {
    for (let tap = 0; tap < taps; tap++) {
      const weight = across[tap]!;
      if (weight === 0) continue;
      const from = y * stride + tap * channels;
      for (let i = 0, at = y * length; i < length; i++, at++)
        rows[at] = rows[at]! + weight * pixels[from + i]!;
    }
  }
  for (let tap = 0; tap < taps; tap++) {
    const weight = down[tap]!;
    if (weight === 0) continue;
    const from = tap * length;
    for (let i = 0; i < height * length; i++) to[i] = to[i]! + weight * rows[from + i]!;
  }
}

/** Memory that `convolve` needs for images of a size. */
export function sumsFor(
  { height, width, channels }: Size,
  taps: number,
  ArrayType: new (length: number) => Sums,
): { readonly rows: Sums; readonly to: Sums } {
  const length = width * channels;
  return { rows: new ArrayType((height + taps - 1) * length), to: new ArrayType(height * length) };
}
