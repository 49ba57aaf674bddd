import { ArgumentError, DataError } from "../errors.js";
import { automaticSize } from "./automatic_size.js";
import { type DecodeOptions, openDecoder } from "./decode.js";
import {
  countFrames,
  type DecodeRunOptions,
  decodeAll,
  detectChannels,
  type FileReader,
  measureRanges,
} from "./decode_files.js";
import { SUPPORTED_FORMATS } from "./formats.js";
import { filesAt, type ImageFiles } from "./image_files.js";
import { createImageSet, evenly, type ImageSet, type SkippedFile } from "./image_set.js";
import { findImages } from "./walk.js";

/** Options of `loadImageFolder`. */
export type FolderOptions = DecodeOptions &
  DecodeRunOptions & {
    /** Files of a folder that are read, at even distances through it, at least 1. Default: all. */
    limit?: number;
    /**
     * "auto" in place of a height and a width: the median ones of the images, if their shorter side is 16 to 64, else
     * scaled to that (`sizeFor`). Default: `height` and `width`.
     */
    size?: "auto";
    /** Called now and then while images are being found, with their number up to then, and with that of all where it is known. */
    onFound?: (images: number, total?: number) => void;
    /** Reads files on the disk that are an image each; others are decoded all the same. Default: they are decoded. */
    reader?: FileReader;
  };

/**
 * Decodes every image in a folder and the folders in it, scaled to one size, in the order of
 * their names. Images that cannot be decoded are left out and listed in `skipped`; other
 * files are ignored. See `openDecoder` for what is done to an image, `findImages` for which
 * files count.
 *
 * @throws DataError if the folder cannot be read, holds no image, or none that can be decoded;
 * ArgumentError for an option out of range; the reason of `signal` if it aborts.
 */
export async function loadImageFolder(root: string, options: FolderOptions = {}): Promise<ImageSet> {
  const found = await findImages(root, options);
  if (found.names.length === 0) throw noImages(root, found.skipped, found.others);
  const names = limited(found.names, options.limit);
  const set = await decodeImages(filesAt(root, names), root, options, found.skipped);
  return createImageSet({ ...set, repeated: found.repeated, others: found.others });
}

/**
 * Decodes one image file into a set of one.
 *
 * @throws DataError if it cannot be decoded; ArgumentError for an option out of range.
 */
export async function loadImageFile(path: string, options: FolderOptions = {}): Promise<ImageSet> {
  const set = await decodeFiles(filesAt(null, [path]), path, options);
  if (set.count === 0) throw new DataError(`${path} cannot be used: ${set.skipped[0]?.reason}.`);
  return set;
}

/** `limit` of the items at even distances; all where it is left out. @throws {ArgumentError} */
export function limited<T>(items: readonly T[], limit = Math.max(items.length, 1)): readonly T[] {
  if (!Number.isInteger(limit) || limit < 1) {
    throw new ArgumentError(`images: limit is ${limit}; give an integer of at least 1`);
  }
  return limit >= items.length ? items : evenly(items.length, limit).map((index) => items[index]!);
}

/**
 * Decodes files into a set, in the size, range and channels that the options ask for, or that suit all of them.
 *
 * @param skipped files that could not be used, known before; those that cannot be decoded are added
 * @throws DataError where none can be decoded
 */
export async function decodeImages(
  files: ImageFiles,
  source: string,
  options: FolderOptions,
  skipped: readonly SkippedFile[] = [],
): Promise<ImageSet> {
  const set = await decodeFiles(files, source, options);
  const all = [...skipped, ...set.skipped].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (set.count === 0) throw noImages(source, all);
  return createImageSet({ ...set, skipped: all });
}

async function decodeFiles(files: ImageFiles, source: string, given: FolderOptions): Promise<ImageSet> {
  const options = await sized(files, given);
  const { channels: wanted = "auto", range: asked = "auto" } = options;
  const range = asked === "auto" ? await measureRanges(await openDecoder(options), files, options) : asked;
  const decoder = await openDecoder({ ...options, range });
  const frames = options.frames === "all" ? await countFrames(decoder, files, options) : null;
  const channels = wanted === "auto" ? await detectChannels(decoder, files, options) : wanted;
  const { height, width } = decoder;
  const { reader } = options;
  const decoded =
    reader && frames === null && files.folder !== null
      ? await reader(decoder, files, channels, { ...options, range })
      : await decodeAll(decoder, files, channels, { ...options, frames });
  const { length } = decoded.names;
  // Of several images in one file none is the file.
  const folder = frames === null ? files.folder : null;
  return createImageSet({ height, width, ...decoded, count: length, channels, range, folder, source });
}

/** The options with a height and a width for "auto". */
async function sized(files: ImageFiles, options: FolderOptions): Promise<FolderOptions> {
  const { size, height, width } = options;
  if (size === undefined) return options;
  if (size !== "auto") {
    throw new ArgumentError(`images: size is ${JSON.stringify(size)}; give "auto", or height and width`);
  }
  if (height !== undefined || width !== undefined) {
    throw new ArgumentError('images: size is "auto" and height or width is given; give one or the other');
  }
  return { ...options, ...(await automaticSize(await openDecoder(options), files, options)) };
}

/** What is said where no image can be used. */
export function noImages(
  source: string,
  skipped: readonly SkippedFile[],
  others: Readonly<Record<string, number>> = {},
): DataError {
  const [first] = skipped;
  if (first !== undefined) {
    const which =
      skipped.length === 1
        ? `The only image in ${source} cannot be used`
        : `None of the ${skipped.length} images in ${source} can be used; the first`;
    return new DataError(`${which}, ${first.name}: ${first.reason}.`);
  }
  const endings = Object.entries(others).sort(([, a], [, b]) => b - a);
  const found = endings.slice(0, 3).map(([ending, count]) => `${count} ${ending || "without an ending"}`);
  return new DataError(
    `${source} holds no images${found.length > 0 ? ` (but other files: ${found.join(", ")})` : ""}: ` +
      `Skein reads ${SUPPORTED_FORMATS}, in folders of any depth, and IDX files.`,
  );
}
