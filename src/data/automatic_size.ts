/** The size that images of different sizes are read at, where nobody gives one. */
import { DEFAULT_IMAGE_SIZE, type ImageDecoder } from "./decode.js";
import { type DecodeRunOptions, eachFile } from "./decode_files.js";
import type { ImageFiles } from "./image_files.js";
import { evenly } from "./image_set.js";

/** Images looked at, at even distances. */
const SAMPLE = 256;
/** The shorter side: below, there are too few rows to read; above, training takes long and learns little more. */
const [LEAST, MOST] = [16, 64];
/** The longer side. */
const LONGEST = 96;

export interface PixelExtent {
  readonly height: number;
  readonly width: number;
}

/**
 * The median height and the median width of a sample of the images, made larger or smaller together so that the shorter
 * is 16 to 64; the longer is then cut to 96. So images of one size between 16 and 64 stay as they are. 32 x 32 where no
 * image can be read. The same files give the same size.
 *
 * @throws the signal's reason if it aborts.
 */
export async function automaticSize(
  decoder: ImageDecoder,
  files: ImageFiles,
  options: DecodeRunOptions = {},
): Promise<PixelExtent> {
  const found: PixelExtent[] = [];
  await eachFile(files, evenly(files.names.length, SAMPLE), options, async (file) => {
    const extent = "input" in file && (await decoder.extent(file.input).catch(() => null));
    if (extent) found.push(extent);
  });
  return sizeFor(found);
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
