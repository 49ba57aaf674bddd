/** What an image's things lie on, as its outermost pixels show it. */

export interface Size {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

export type Pixels = Uint8Array | Uint8ClampedArray;

/** Whether a pixel is one of the outermost. */
export const onBorder = (x: number, y: number, width: number, height: number) =>
  x === 0 || y === 0 || x === width - 1 || y === height - 1;

/** How many pixels are outermost. */
export const borderLength = (width: number, height: number) =>
  width * height - Math.max(0, width - 2) * Math.max(0, height - 2);

/** The median of the outermost pixels, each channel on its own; the lower one of two. */
export function groundColour(pixels: Pixels, { height, width, channels }: Size): Uint8Array {
  const half = Math.ceil(borderLength(width, height) / 2);
  return Uint8Array.from({ length: channels }, (_, c) => {
    const histogram = new Uint32Array(256);
    for (let y = 0; y < height; y++) {
      const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1);
      for (let x = 0; x < width; x += step) histogram[pixels[(y * width + x) * channels + c]!]!++;
    }
    let value = 0;
    for (let seen = histogram[0]!; seen < half; seen += histogram[value]!) value++;
    return value;
  });
}
