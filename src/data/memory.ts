/** Memory for pixels, as the host gives it. */
import { host, type PixelSizes } from "../host/host.js";

/** Bytes that this program can take. */
export function availableMemory(): number {
  return host().availableMemory();
}

/**
 * Zeros for the pixels of images, to be written.
 * @throws {DataError} when there is no room for them.
 */
export function pixelMemory(size: PixelSizes): Uint8Array {
  return host().pixelMemory(size);
}
