/** Image files of a folder, a list or an archive, as what decodes them takes them. */
import { isAbsolute, join } from "node:path";
import { smallContent } from "./small_file.js";

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

/** Files that are read ahead of the one that is decoded: one that waits for a disk or a network holds up no other. */
const READ_AHEAD = 16;

/**
 * Files on the disk, by names relative to `root`; by paths where it is null. Small files are given by their content, which
 * is read once and a few files ahead; large ones, and those that cannot be read, by their path.
 */
export function filesAt(root: string | null, names: readonly string[]): ImageFiles {
  return {
    names,
    folder: root ?? "",
    async *open(places) {
      const ahead: Promise<OpenedFile>[] = [];
      const read = async (place: number) => {
        const path = pathOf(root, names[place]!);
        return { place, input: (await smallContent(path)) ?? path };
      };
      try {
        for (const place of places) {
          const file = read(place);
          // Where it fails while another is waited for, the loop that comes to it says so.
          file.catch(() => {});
          ahead.push(file);
          if (ahead.length > READ_AHEAD) yield await ahead.shift()!;
        }
        while (ahead.length > 0) yield await ahead.shift()!;
      } finally {
        // A caller may delete the files next.
        await Promise.allSettled(ahead);
      }
    },
  };
}

/** The path of a file whose name is relative to `root`, or is its path. */
export function pathOf(root: string | null, name: string): string {
  return root === null || isAbsolute(name) ? name : join(root, name);
}
