/** Pictures as files. */
import type { ImageSet } from "./image_set.js";
import { loadSharp } from "./sharp.js";

/** One image of a set as a PNG file. */
export async function encodePngOf(
  { height, width, channels, pixels }: Pick<ImageSet, "height" | "width" | "channels" | "pixels">,
  image: number,
): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const bytes = height * width * channels;
  const own = pixels.subarray(image * bytes, (image + 1) * bytes);
  const raster = sharp(own, { raw: { width, height, channels } });
  return await (channels === 1 ? raster.toColourspace("b-w") : raster).png().toBuffer();
}
