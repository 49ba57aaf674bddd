/** Images as JPEG files would give them. */
import { loadSharp, tuned } from "./sharp.js";

/** What goes through JPEG: bytes [count, height, width, channels]; 1 channel or 3. */
interface JpegImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly pixels: Uint8Array | Uint8ClampedArray;
}

/** Images encoded at a time. */
const AT_ONCE = 16;

/**
 * Encodes each image as JPEG, with colours at half the resolution as cameras do, and decodes it again.
 * @param quality 1 to 100.
 * @throws {DataError} where sharp cannot be loaded.
 */
export async function throughJpeg(
  { count, height, width, channels, pixels }: JpegImages,
  quality: number,
): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const size = height * width * channels;
  const decoded = new Uint8Array(pixels.length);
  const raw = { height, width, channels: channels as 1 | 3 };
  const one = async (image: number) => {
    const bytes = pixels.subarray(image * size, (image + 1) * size);
    const file = await sharp(bytes, { raw }).jpeg({ quality }).toBuffer();
    const back = sharp(file).toColourspace(channels === 1 ? "b-w" : "srgb");
    decoded.set(await back.raw().toBuffer(), image * size);
  };
  await tuned(async () => {
    for (let begin = 0; begin < count; begin += AT_ONCE) {
      const some = Math.min(AT_ONCE, count - begin);
      await Promise.all(Array.from({ length: some }, (_, i) => one(begin + i)));
    }
  });
  return decoded;
}
