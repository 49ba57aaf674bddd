/** Files with the same bytes. */
import { stat } from "node:fs/promises";
import { hashFile } from "../../io/node/hash_file.js";

/**
 * Pairs of files with the same bytes: each later one with the first. Only files of the same length are read. Those that
 * cannot be read are copies of nothing.
 */
export async function exactCopies(
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<{ readonly a: number; readonly b: number }[]> {
  const byLength = new Map<number, number[]>();
  for (const [image, path] of paths.entries()) {
    const bytes = (await stat(path).catch(() => null))?.size;
    if (bytes !== undefined) byLength.set(bytes, [...(byLength.get(bytes) ?? []), image]);
  }
  const pairs: { a: number; b: number }[] = [];
  for (const images of byLength.values()) {
    if (images.length < 2) continue;
    const first = new Map<string, number>();
    for (const image of images) {
      signal?.throwIfAborted();
      const hash = await hashFile(paths[image]!, signal).then(
        (bytes) => bytes.toString("hex"),
        () => `${image}`,
      );
      const a = first.get(hash);
      if (a === undefined) first.set(hash, image);
      else pairs.push({ a, b: image });
    }
  }
  signal?.throwIfAborted();
  return pairs;
}
