/** Images as the commands take them from a source, and as they speak of them. */
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { basename } from "node:path";
import { kindByName } from "../data/formats.js";
import { evenly, type ImageSet, type SkippedFile, subset } from "../data/image_set.js";
import { labelsNameImages } from "../data/labels.js";
import { type OpenedImages, openImages, type SourceOptions } from "../data/source.js";
import { ArgumentError, DataError } from "../errors.js";
import { count, counted } from "../format.js";
import type { ImageSize } from "../models/index.js";
import type { Output } from "./output.js";
import { printable } from "./printable.js";
import { countProgress } from "./progress.js";

/** Reads a source with a progress bar. */
export async function readImages(
  source: string,
  options: Omit<SourceOptions, "onFound" | "onLook" | "onProgress" | "signal">,
  out: Output,
  signal: AbortSignal,
): Promise<OpenedImages> {
  const progress = countProgress(out, signal, options.reader ? "encoding" : "reading", "image");
  try {
    const opened = await openImages(source, {
      ...options,
      onFound: (images, total) => progress.update(images, total, "finding"),
      onLook: (done, total) => progress.update(done, total, "measuring"),
      onProgress: progress.update,
      signal,
    });
    noteRepeated(out, opened.train.repeated);
    noteOthers(out, opened.train.others);
    return opened;
  } finally {
    progress.stop();
  }
}

/** What of an animation or document is asked for. */
export function framesOf(all: boolean | undefined): "all" | "first" {
  return all ? "all" : "first";
}

/** Files left out need no decoding, except where a file of labels has a line for each of them, in their order. */
export async function limitOfFiles(
  limit: number | undefined,
  labels: string | undefined,
): Promise<number | undefined> {
  if (limit === undefined || labels === undefined || labels === "folders") return limit;
  return (await labelsNameImages(labels)) ? limit : undefined;
}

/** `count` images at even distances, so that a folder sorted by class still gives some of each. */
export function spread(set: ImageSet, count: number): ImageSet {
  if (count >= set.count) return set;
  return subset(set, evenly(set.count, count));
}

/** "1,000 images, 28 x 28, grey", or "60,000 images to learn from, 10,000 held out, 28 x 28, grey". */
export function describeImages(
  images: Pick<ImageSet, "count"> & ImageSize,
  heldOut: ImageSet | null = null,
): string {
  const { height, width, channels } = images;
  const counts =
    counted(images.count, "image") + (heldOut ? ` to learn from, ${count(heldOut.count)} held out` : "");
  return `${counts}, ${height} x ${width}, ${channels === 1 ? "grey" : "colour"}`;
}

/** A wrong path is found out before the images are read, which may take long. @throws {DataError} */
export async function requireLabels(labels: string): Promise<void> {
  if (labels === "folders") return;
  await access(labels, constants.R_OK).catch((cause: Error) => {
    throw new DataError(`The file of labels ${labels} cannot be read: check the path and its permissions.`, {
      cause,
    });
  });
}

/** Says what was not counted, as it would count an image more than once: links, entries of an archive, lines of a list. */
export function noteRepeated(out: Output, repeated = 0): void {
  if (repeated === 0) return;
  const lead = repeated === 1 ? "name leads" : "names lead";
  out.note(`${count(repeated)} ${lead} to images or folders that were found already: not counted again.`);
}

/** Says how many files are no pictures, and of which kinds, so that nobody looks for them among the images. */
export function noteOthers(out: Output, others: Readonly<Record<string, number>> = {}, shown = 6): void {
  const kinds = Object.entries(others).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  if (kinds.length === 0) return;
  const all = kinds.reduce((sum, [, number]) => sum + number, 0);
  const named = kinds.slice(0, shown).map(([ending, number]) => {
    const video = ending !== "" && kindByName(ending)?.other;
    return `${count(number)} ${ending || "without an ending"}${video ? " (video: its frames can be exported as images)" : ""}`;
  });
  const rest = kinds.length > shown ? ", and others" : "";
  out.note(`${counted(all, "other file")} left out: ${printable(named.join(", "))}${rest}.`);
}

/** Says that images are there more than once: they pull a class towards them. `copies` as `duplicateImages` gives it. */
export function noteCopies(out: Output, copies: readonly (readonly number[])[]): void {
  const more = copies.reduce((sum, group) => sum + group.length - 1, 0);
  if (more === 0) return;
  const are = more === 1 ? "is a copy of another" : "are copies of others";
  out.note(`${counted(more, "image")} ${are}, pixel by pixel: metrics.json and the report list them.`);
}

/** Says that images lie in no folder that would label them. */
export function noteUnlabelled(out: Output, { labels, names }: ImageSet): void {
  const without = labels?.reduce((sum, label) => sum + (label < 0 ? 1 : 0), 0) ?? 0;
  if (without === 0) return;
  const first = names?.[labels!.indexOf(-1)] ?? "";
  out.note(
    `${counted(without, "image")} without a label (${first}): in no folder that names a class, left out of the scores.`,
  );
}

/** Says which files could not be used; with many, the first ones. */
export function warnOfSkipped(out: Output, skipped: readonly SkippedFile[], shown = 20): void {
  if (skipped.length === 0) return;
  out.warn(`Skipped ${counted(skipped.length, "file")} that could not be used:`);
  for (const { name, reason } of skipped.slice(0, shown)) out.warn(`  ${printable(`${name}: ${reason}`)}`);
  if (skipped.length > shown) out.warn(`  and ${counted(skipped.length - shown, "more file")}`);
}

/** A single animation is one image, unless all its frames are asked for. @throws {DataError} */
export function refuseOneImage({ count, names, source }: ImageSet, frames = false): void {
  if (count !== 1 || names === null || frames) return;
  throw new DataError(
    `${source} holds one image, which cannot be sorted: give more, or --frames to take each frame of an animation or page of a document as an image`,
  );
}

/** IDX images keep their size: an option that says otherwise would be ignored, so it is refused. */
export function refuseSizeWithoutFiles(set: ImageSet, given: boolean): void {
  if (!given || set.names !== null) return;
  throw new ArgumentError(
    `--size is for image files; ${basename(set.source)} holds images of ${set.height} x ${set.width}: leave it out`,
  );
}
