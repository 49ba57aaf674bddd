/** The size that images of different sizes are read at, where nobody gives one. */
import type { ImageDecoder } from "./decode.js";
import { type DecodeRunOptions, lookAtEach } from "./decode_files.js";
import type { ImageFiles } from "./image_files.js";
import { evenly } from "./image_set.js";
import { type PixelExtent, sizeFor } from "./size_for.js";

/** Images looked at, at even distances. */
const SAMPLE = 256;
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
  await lookAtEach(files, evenly(files.names.length, SAMPLE), options, async (file) => {
    const extent = "input" in file && (await decoder.extent(file.input).catch(() => null));
    if (extent) found.push(extent);
  });
  return sizeFor(found);
}
