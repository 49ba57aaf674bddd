/** Images as the commands take them from a source, and as they speak of them. */
import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { type ImageSet, type SkippedFile, subset } from "../data/image_set.js";
import { type OpenedImages, openImages, type SourceOptions } from "../data/source.js";
import { ArgumentError } from "../errors.js";
import { count, counted } from "./format.js";
import type { Output } from "./output.js";
import { countProgress } from "./progress.js";

/** Reads a source with a progress bar. */
export async function readImages(
  source: string,
  options: Omit<SourceOptions, "onProgress" | "signal">,
  out: Output,
  signal: AbortSignal,
): Promise<OpenedImages> {
  const progress = countProgress(out, signal, "reading", "image");
  try {
    return await openImages(source, { ...options, onProgress: progress.update, signal });
  } finally {
    progress.stop();
  }
}

/** `count` images at even distances, so that a folder sorted by class still gives some of each. */
export function spread(set: ImageSet, count: number): ImageSet {
  if (count >= set.count) return set;
  return subset(
    set,
    Array.from({ length: count }, (_, i) => Math.floor((i * set.count) / count)),
  );
}

/** "1,000 images, 28 x 28, grey", or "60,000 images to learn from, 10,000 held out, 28 x 28, grey". */
export function describeImages(images: ImageSet, heldOut: ImageSet | null = null): string {
  const { height, width, channels } = images;
  const counts =
    counted(images.count, "image") + (heldOut ? ` to learn from, ${count(heldOut.count)} held out` : "");
  return `${counts}, ${height} x ${width}, ${channels === 1 ? "grey" : "colour"}`;
}

/** Says which files could not be used; with many, the first ones. */
export function warnOfSkipped(out: Output, skipped: readonly SkippedFile[], shown = 20): void {
  if (skipped.length === 0) return;
  out.warn(`Skipped ${counted(skipped.length, "file")} that could not be used:`);
  for (const { name, reason } of skipped.slice(0, shown)) out.warn(`  ${name}: ${reason}`);
  if (skipped.length > shown) out.warn(`  and ${counted(skipped.length - shown, "more file")}`);
}

/** How an image is called in tables: its file's name, or its number in the source. */
export function imageName(set: ImageSet, index: number): string {
  return set.names?.[index] ?? String(index);
}

/** The path of each image's file, or null where the images came out of one file. */
export async function imageFiles(set: ImageSet, source: string): Promise<string[] | null> {
  const { names } = set;
  if (names === null) return null;
  const root = (await stat(source)).isDirectory() ? source : null;
  return names.map((name) => (root === null ? name : join(root, name)));
}

/** IDX images keep their size: an option that says otherwise would be ignored, so it is refused. */
export function refuseSizeWithoutFiles(set: ImageSet, given: boolean): void {
  if (!given || set.names !== null) return;
  throw new ArgumentError(
    `--size is for image files; ${basename(set.source)} holds images of ${set.height} x ${set.width}: leave it out`,
  );
}
