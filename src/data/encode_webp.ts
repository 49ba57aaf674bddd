/** Pictures as small WebP files. */
import { openDecoder, type WholeImage } from "./decode.js";
import type { ImageInput } from "./image_files.js";
import { loadSharp } from "./sharp.js";

const QUALITY = 80;

/**
 * An image file, upright, as raw pixels of at most `most` a side; samples of more than 8 bits by the whole range of their type.
 * @param maxPixels larger images are refused. Default 100 million.
 * @throws where it cannot be decoded in full.
 */
export async function decodeSmall(input: ImageInput, most: number, maxPixels?: number): Promise<WholeImage> {
  const decoder = await openDecoder({
    height: most,
    width: most,
    range: "full",
    ...(maxPixels && { maxPixels }),
  });
  return await decoder.whole(input, 3, most);
}

/** Pixels of at most `most` a side as a WebP file; larger ones are scaled down to fit. */
export async function encodeWebp(
  { height, width, channels, pixels }: WholeImage,
  most: number,
): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const raw = { width, height, channels: channels as 1 | 2 | 3 | 4 };
  return await sharp(pixels, { raw })
    .resize(most, most, { fit: "inside", withoutEnlargement: true })
    .toColourspace("srgb")
    .webp({ quality: QUALITY, effort: 2, smartSubsample: true })
    .toBuffer();
}
