/** Images as vectors, for learners that know no images. */
import type { Images } from "../models/images.js";

/** Values of one image: height x width x channels. */
export function pixelColumns({ height, width, channels }: Images): number {
  return height * width * channels;
}

/** Pixels from 0 to 1, [N, columns] row by row. */
export function scaledPixels({ pixels }: Images): Float32Array<ArrayBuffer> {
  return Float32Array.from(pixels, (value) => value / 255);
}

/** Pixels from 0 to 1, an array for each image. */
export function pixelRows(images: Images): number[][] {
  const columns = pixelColumns(images);
  return Array.from({ length: images.count }, (_, row) =>
    Array.from(images.pixels.subarray(row * columns, (row + 1) * columns), (value) => value / 255),
  );
}
