/** Images at their own sizes, one or a few at a time: all of them may be more than memory holds. */
import { availableParallelism } from "node:os";
import { DataError } from "../errors.js";
import { openDecoder, type WholeImage } from "./decode.js";
import { measureRanges } from "./decode_files.js";
import { type FolderOptions, loadImageFile } from "./folder.js";
import { filesAt, type OpenedFile } from "./image_files.js";
import { type ImageSet, imageBytes, type SkippedFile } from "./image_set.js";
import type { RangeOption } from "./samples.js";
import { loadSharp, tuned } from "./sharp.js";

/** One or more images of a set. */
export interface OwnSizeBatch {
  /** Where each image stands in the set. */
  readonly places: readonly number[];
  readonly images: readonly WholeImage[];
  /** Files that could not be decoded in full. */
  readonly skipped: readonly SkippedFile[];
}

export interface OwnSizeOptions {
  /** As for `openImages`. */
  readonly maxPixels?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Pixels a side: larger files are scaled down to fit. Default no limit. */
  readonly most?: number | undefined;
}

const BATCH_PIXELS = 2 ** 22;
const BATCH_IMAGES = 256;

/**
 * The images of a set once more, each at its own size, and with alpha where it has it. Images of an array have the size
 * that they have in the set.
 *
 * @throws {DataError} for several images of one file; the reason of `signal` if it aborts.
 */
export async function* ownSizeImages(
  set: ImageSet,
  { maxPixels, signal, most }: OwnSizeOptions = {},
): AsyncGenerator<OwnSizeBatch, void, undefined> {
  const { names, folder, channels, range } = set;
  if (names === null) {
    yield* packed(set);
    return;
  }
  const files =
    set.archive ?? (folder === null || folder === undefined ? null : filesAt(folder || null, names));
  if (files === null) {
    throw new DataError(
      `${set.source} holds several images in one file, which are read at one size: read the first of each file.`,
    );
  }
  const decoder = await openDecoder({ maxPixels, range });
  const inFiles = new Map(files.names.map((name, place) => [name, place]));
  const inSet = new Map(names.map((name, place) => [inFiles.get(name)!, place]));
  const read = async (file: OpenedFile) => {
    const place = inSet.get(file.place)!;
    const name = names[place]!;
    if ("trouble" in file) return { place, skipped: { name, reason: file.trouble } };
    try {
      return { place, image: await decoder.whole(file.input, channels, most) };
    } catch {
      return { place, skipped: { name, reason: await decoder.explain(file.input) } };
    }
  };
  let batch = new Batch();
  for await (const opened of several(files.open(inSet.keys()), availableParallelism())) {
    signal?.throwIfAborted();
    for (const { place, image, skipped } of await tuned(() => Promise.all(opened.map(read)))) {
      if (skipped) batch.skipped.push(skipped);
      else batch.add(place, image);
    }
    if (!batch.full) continue;
    yield batch;
    batch = new Batch();
  }
  if (batch.images.length + batch.skipped.length > 0) yield batch;
}

/** `count` items at a time, fewer in the end. */
async function* several<T>(items: AsyncIterable<T>, count: number): AsyncGenerator<T[]> {
  let together: T[] = [];
  for await (const item of items) {
    together.push(item);
    if (together.length < count) continue;
    yield together;
    together = [];
  }
  if (together.length > 0) yield together;
}

class Batch implements OwnSizeBatch {
  readonly places: number[] = [];
  readonly images: WholeImage[] = [];
  readonly skipped: SkippedFile[] = [];
  #pixels = 0;

  add(place: number, image: WholeImage): void {
    this.places.push(place);
    this.images.push(image);
    this.#pixels += image.height * image.width;
  }

  get full(): boolean {
    return this.#pixels >= BATCH_PIXELS || this.images.length + this.skipped.length >= BATCH_IMAGES;
  }
}

function* packed(set: ImageSet): Generator<OwnSizeBatch> {
  const { height, width, channels, pixels, count } = set;
  const bytes = imageBytes(set);
  let batch = new Batch();
  for (let i = 0; i < count; i++) {
    batch.add(i, { height, width, channels, pixels: pixels.subarray(i * bytes, (i + 1) * bytes) });
    if (!batch.full && i < count - 1) continue;
    yield batch;
    batch = new Batch();
  }
}

/** Images of one size, together. */
export interface SizeGroup extends WholeImage {
  readonly count: number;
  /** Where each of them stands among all. */
  readonly rows: readonly number[];
}

/** Images by size and channels, those of each size as one array [count, height, width, channels]. */
export function bySize(images: readonly WholeImage[]): SizeGroup[] {
  const groups = new Map<string, number[]>();
  for (const [row, { height, width, channels }] of images.entries()) {
    const key = `${height} ${width} ${channels}`;
    const rows = groups.get(key) ?? [];
    rows.push(row);
    groups.set(key, rows);
  }
  return [...groups.values()].map((rows) => {
    const { height, width, channels } = images[rows[0]!]!;
    const bytes = height * width * channels;
    const pixels = new Uint8Array(rows.length * bytes);
    for (const [i, row] of rows.entries()) pixels.set(images[row]!.pixels, i * bytes);
    return { count: rows.length, height, width, channels, pixels, rows };
  });
}

/** How image files are read one by one; else as `loadImageFile` has it. */
export type OwnSizeFileOptions = Omit<FolderOptions, "height" | "width" | "size" | "limit">;

/**
 * The range of samples of more than 8 bits for files that are read one by one with `loadOwnSize`: "auto" is one range for
 * all of them, as in a set.
 *
 * @throws {ArgumentError} for an option out of range; the reason of `signal` if it aborts.
 */
export async function sharedRange(
  folder: string,
  names: readonly string[],
  options: OwnSizeFileOptions = {},
): Promise<RangeOption> {
  const { range = "auto" } = options;
  if (range !== "auto") return range;
  return await measureRanges(await openDecoder(options), filesAt(folder, names), options);
}

/**
 * Decodes one image file, upright and on `background`, with as many rows and columns as it has, and all its frames where
 * they are asked for.
 *
 * @throws {DataError} if it cannot be decoded. @throws {ArgumentError} for an option out of range.
 */
export async function loadOwnSize(path: string, options: OwnSizeFileOptions = {}): Promise<ImageSet> {
  const sharp = await loadSharp();
  const header = await sharp(path, { limitInputPixels: false })
    .metadata()
    .catch(() => null);
  // What is wrong with a file without a header, decoding it says.
  const { height, width } = header?.autoOrient ?? {};
  return await loadImageFile(path, { ...options, ...(height && width && { height, width }) });
}
