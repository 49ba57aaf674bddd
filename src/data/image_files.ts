/** Image files of a folder, a list or an archive, as what decodes them takes them. */
import { open } from "node:fs/promises";
import { isAbsolute, join } from "node:path";

/** An image file: its path, or its content. */
export type ImageInput = string | Uint8Array;

/** A file that was opened, or why it cannot be. */
export type OpenedFile =
  | { readonly place: number; readonly input: ImageInput }
  | { readonly place: number; readonly trouble: string };

/** Files that are read in order; an archive can give its content in no other. */
export interface ImageFiles {
  readonly names: readonly string[];
  /** What names are relative to: a folder, or "" where they are paths; null where they name no files on the disk. */
  readonly folder: string | null;
  /** The files at `places`, which rise, in that order. What is behind it is closed when the iteration ends. */
  open(places: Iterable<number>): AsyncGenerator<OpenedFile, void, undefined>;
}

/** Files on the disk, by names relative to `root`; by paths where it is null. */
export function filesAt(root: string | null, names: readonly string[]): ImageFiles {
  return {
    names,
    folder: root ?? "",
    async *open(places) {
      for (const place of places) yield { place, input: pathOf(root, names[place]!) };
    },
  };
}

/** The path of a file whose name is relative to `root`, or is its path. */
export function pathOf(root: string | null, name: string): string {
  return root === null || isAbsolute(name) ? name : join(root, name);
}

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
