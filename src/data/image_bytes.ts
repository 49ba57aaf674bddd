/** The bytes of one image file. */
import { open } from "node:fs/promises";
import type { ImageInput } from "./image_files.js";
import { WITHOUT_WAITING } from "./small_file.js";

/** The bytes of an image file, wherever they are. */
export interface ImageBytes {
  readonly size: number;
  /** `length` bytes, fewer at the end of the file. */
  read(position: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** Why what a path names is not read: it is no file. */
export const notAFile = (found: { isDirectory(): boolean }): string =>
  found.isDirectory()
    ? "this is a folder, not a file"
    : "this is a pipe or a device, not a file: copy what it gives into a file";

/** @throws {Error} where the path names something else than a file; the file system's errors. */
export async function openBytes(input: ImageInput): Promise<ImageBytes> {
  if (typeof input !== "string") {
    return {
      size: input.length,
      async read(position, length) {
        const part = input.subarray(position, position + length);
        return Buffer.from(part.buffer, part.byteOffset, part.length);
      },
      async close() {},
    };
  }
  if (input.includes("\0")) throw new Error("no file can have this name: it holds a NUL character");
  const file = await open(input, WITHOUT_WAITING);
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new Error(notAFile(found));
    return {
      size: found.size,
      async read(position, length) {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position);
        return buffer.subarray(0, bytesRead);
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}
