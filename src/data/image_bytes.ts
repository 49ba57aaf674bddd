/** The bytes of one image file. */
import { open } from "node:fs/promises";
import type { ImageInput } from "./image_files.js";

/** The bytes of an image file, wherever they are. */
export interface ImageBytes {
  /** `length` bytes, fewer at the end of the file. */
  read(position: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** @throws the file system's errors. */
export async function openBytes(input: ImageInput): Promise<ImageBytes> {
  if (typeof input !== "string") {
    return {
      async read(position, length) {
        const part = input.subarray(position, position + length);
        return Buffer.from(part.buffer, part.byteOffset, part.length);
      },
      async close() {},
    };
  }
  const file = await open(input);
  return {
    async read(position, length) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    },
    close: () => file.close(),
  };
}
