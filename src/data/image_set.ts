import { ArgumentError, DataError, ShapeError } from "../errors.js";
import type { ImageFiles } from "./image_files.js";
import { pixelMemory } from "./memory.js";
import type { RangeOption } from "./samples.js";

/** A file that could not be used, and why, in words a person can act on. */
export interface SkippedFile {
  /** Path relative to the source's root, with forward slashes. */
  name: string;
  reason: string;
}

/**
 * Images of one size, held as bytes.
 *
 * `pixels` is laid out NHWC: the value of channel `c` at row `y`, column `x` of
 * image `n` is `pixels[((n * height + y) * width + x) * channels + c]`.
 */
export interface ImageSet {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for red, green, blue (sRGB). */
  readonly channels: 1 | 3;
  /** `count * height * width * channels` bytes, 0 to 255. */
  readonly pixels: Uint8Array;
  /** One path per image, relative to the source's root, or null where images have no files of their own. */
  readonly names: readonly string[] | null;
  /** Where each image stands in its source, of a set that holds only some of its images. */
  readonly numbers?: readonly number[];
  /** One class index per image, -1 where an image's class is not known, or null where none is. */
  readonly labels: Int32Array | null;
  /** `labelNames[label]` is the name of a class; null where classes have numbers only, or no labels exist. */
  readonly labelNames: readonly string[] | null;
  /** Files of the source that could not be used. */
  readonly skipped: readonly SkippedFile[];
  /** Links of the source that lead to images counted already, or to folders of them. */
  readonly repeated?: number;
  /** Files of the source that are no pictures, counted by their endings, such as ".txt"; "" for those without. */
  readonly others?: Readonly<Record<string, number>>;
  /** What names are relative to: a folder, or "" where they are paths; null where they name no files on the disk. */
  readonly folder?: string | null;
  /** The files of an archive, those of images that the set lacks among them, to be read again by their names. */
  readonly archive?: ImageFiles;
  /** Where the images came from: a path or a data set's name. */
  readonly source: string;
  /** How samples of more than 8 bits became bytes; a model keeps it, to read new images alike. */
  readonly range?: RangeOption;
}

/** What `createImageSet` takes: optional parts may be left out. */
export type ImageSetInit = Pick<ImageSet, "count" | "height" | "width" | "channels" | "pixels" | "source"> &
  Partial<
    Pick<
      ImageSet,
      | "names"
      | "numbers"
      | "labels"
      | "labelNames"
      | "skipped"
      | "repeated"
      | "others"
      | "folder"
      | "archive"
      | "range"
    >
  >;

/**
 * Makes an `ImageSet` whose parts fit each other. Nothing is copied.
 *
 * @throws ShapeError if the number of pixels, names or labels is not what `count` and the size ask for.
 */
export function createImageSet(init: ImageSetInit): ImageSet {
  const { count, height, width, channels, pixels, source } = init;
  const { names = null, numbers, labels = null, labelNames = null, skipped = [] } = init;
  const { repeated, others, folder, archive, range } = init;
  if (channels !== 1 && channels !== 3) {
    throw new ShapeError(`image set ${source}: ${channels} channels; images have 1 (grey) or 3 (colour)`);
  }
  const expected = count * height * width * channels;
  if (pixels.length !== expected) {
    throw new ShapeError(
      `image set ${source}: ${pixels.length} bytes of pixels; ` +
        `[${count}, ${height}, ${width}, ${channels}] takes ${expected}`,
    );
  }
  if (names !== null && names.length !== count) {
    throw new ShapeError(`image set ${source}: ${names.length} names for ${count} images`);
  }
  if (labels !== null && labels.length !== count) {
    throw new ShapeError(`image set ${source}: ${labels.length} labels for ${count} images`);
  }
  const set = {
    count,
    height,
    width,
    channels,
    pixels,
    names,
    labels,
    labelNames,
    skipped,
    repeated,
    ...(others && { others }),
    ...(folder !== undefined && { folder }),
    ...(archive && { archive }),
    source,
  };
  return { ...set, ...(numbers && { numbers }), ...(range && { range }) };
}

/** Bytes of one image: `height * width * channels`. */
export function imageBytes(set: Pick<ImageSet, "height" | "width" | "channels">): number {
  return set.height * set.width * set.channels;
}

/**
 * The images at `indices`, in that order, as a copy. An index may occur more than once.
 *
 * @throws ArgumentError if an index is not an integer from 0 to `count - 1`.
 */
export function subset(set: ImageSet, indices: ArrayLike<number>): ImageSet {
  const size = imageBytes(set);
  const pixels = pixelMemory({ ...set, count: indices.length });
  const labels = set.labels && new Int32Array(indices.length);
  const names: string[] | null = set.names && [];
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i]!;
    if (!Number.isInteger(from) || from < 0 || from >= set.count) {
      throw new ArgumentError(`subset: index ${from} at position ${i} is not one of the ${set.count} images`);
    }
    pixels.set(set.pixels.subarray(from * size, (from + 1) * size), i * size);
    if (labels && set.labels) labels[i] = set.labels[from]!;
    if (names && set.names) names.push(set.names[from]!);
  }
  const numbers = Array.from(indices, (from) => set.numbers?.[from] ?? from);
  return createImageSet({ ...set, count: indices.length, pixels, labels, names, numbers });
}

/** `count` numbers from 0 to `total - 1` at even distances, in order; all of them where there are no more. */
export function evenly(total: number, count: number): number[] {
  const taken = Math.min(count, total);
  return Array.from({ length: taken }, (_, i) => Math.floor((i * total) / taken));
}

/**
 * The first `count` images (all of them if there are fewer), sharing the pixels of `set`.
 *
 * @throws ArgumentError if `count` is not an integer of at least 0.
 */
export function take(set: ImageSet, count: number): ImageSet {
  if (!Number.isInteger(count) || count < 0) {
    throw new ArgumentError(`take: ${count} is not a number of images; give an integer of at least 0`);
  }
  const kept = Math.min(count, set.count);
  return createImageSet({
    ...set,
    count: kept,
    pixels: set.pixels.subarray(0, kept * imageBytes(set)),
    labels: set.labels?.subarray(0, kept) ?? null,
    names: set.names?.slice(0, kept) ?? null,
    ...(set.numbers && { numbers: set.numbers.slice(0, kept) }),
  });
}

/**
 * One set after the other, as a copy, such as training and test images for clustering all of them.
 * Names and labels are kept where every set has them.
 *
 * @throws ArgumentError if no set is given; DataError if sizes, channels or class names differ.
 */
export function concat(sets: readonly ImageSet[]): ImageSet {
  const first = sets[0];
  if (!first) throw new ArgumentError("concat: no image set given; give at least one");
  for (const set of sets) {
    if (set.height !== first.height || set.width !== first.width || set.channels !== first.channels) {
      throw new DataError(
        `Images of ${first.source} are ${describeSize(first)}, those of ${set.source} ${describeSize(set)}: ` +
          "load both at one size.",
      );
    }
  }
  const labelled = sets.every((set) => set.labels !== null);
  if (labelled && sets.some((set) => !sameNames(set.labelNames, first.labelNames))) {
    throw new DataError(
      `Classes of ${sets.map((set) => set.source).join(" and ")} have different names: ` +
        "give all sets the same classes, or leave their labels out.",
    );
  }
  const count = sets.reduce((sum, set) => sum + set.count, 0);
  const pixels = pixelMemory({ ...first, count });
  const labels = labelled ? new Int32Array(count) : null;
  let at = 0;
  for (const set of sets) {
    pixels.set(set.pixels, at * imageBytes(first));
    if (labels && set.labels) labels.set(set.labels, at);
    at += set.count;
  }
  return createImageSet({
    count,
    height: first.height,
    width: first.width,
    channels: first.channels,
    pixels,
    names: sets.every((set) => set.names !== null) ? sets.flatMap((set) => set.names ?? []) : null,
    labels,
    labelNames: labelled ? first.labelNames : null,
    skipped: sets.flatMap((set) => set.skipped),
    repeated: sets.reduce((sum, set) => sum + (set.repeated ?? 0), 0),
    source: [...new Set(sets.map((set) => set.source))].join(" + "),
    range: first.range,
  });
}

function describeSize(set: ImageSet): string {
  return `${set.height} x ${set.width} x ${set.channels}`;
}

function sameNames(a: readonly string[] | null, b: readonly string[] | null): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && a.every((name, i) => name === b[i]);
}
