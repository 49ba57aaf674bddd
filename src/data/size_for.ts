/** The size of images where nobody gives one. */

export const DEFAULT_IMAGE_SIZE = 32;

/** The shorter side: below, there are too few rows to read; above, training takes long and learns little more. */
const [LEAST, MOST] = [16, 64];
/** The longer side. */
const LONGEST = 96;

export interface PixelExtent {
  readonly height: number;
  readonly width: number;
}

/** The rule for sizes of images in any order. */
export function sizeFor(sizes: readonly PixelExtent[]): PixelExtent {
  if (sizes.length === 0) return { height: DEFAULT_IMAGE_SIZE, width: DEFAULT_IMAGE_SIZE };
  const [height, width] = [median(sizes.map((size) => size.height)), median(sizes.map((size) => size.width))];
  const shorter = Math.min(height, width);
  const scale = Math.min(MOST, Math.max(LEAST, shorter)) / shorter;
  const side = (length: number) => Math.min(LONGEST, Math.round(scale * length));
  return { height: side(height), width: side(width) };
}

/** The middle value, the lower of two. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1]!;
}
