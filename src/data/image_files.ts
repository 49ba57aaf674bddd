/** Image files of a folder, a list or an archive, as what decodes them takes them. */
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
