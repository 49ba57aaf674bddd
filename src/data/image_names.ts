/** How images are called in tables, and where their files are. */
import { isAbsolute, join } from "node:path";
import type { ImageSet } from "./image_set.js";
import type { OpenedImages } from "./source.js";

/**
 * How images are called in every table: a file by its path within the source, others by their number there, after the
 * part that they belong to where the source sets images apart ("test/12").
 */
export function imageNames({ train, test }: OpenedImages): string[] {
  const named = ({ count, names, numbers }: ImageSet, part: string) =>
    Array.from({ length: count }, (_, i) => names?.[i] ?? `${part}${numbers?.[i] ?? i}`);
  return test ? [...named(train, "train/"), ...named(test, "test/")] : named(train, "");
}

/** The path of each image's file, or null where images are no files of their own. */
export function imageFiles({ names, folder = null }: ImageSet): string[] | null {
  if (names === null || folder === null) return null;
  return names.map((name) => (isAbsolute(name) ? name : join(folder, name)));
}
