import { ArgumentError, DataError } from "../errors.js";
import {
  type DecodeOptions,
  type DecodeRunOptions,
  decodeAll,
  detectChannels,
  measureRanges,
  openDecoder,
} from "./decode.js";
import { SUPPORTED_FORMATS } from "./formats.js";
import { createImageSet, evenly, type ImageSet, type SkippedFile } from "./image_set.js";
import { findImages } from "./walk.js";

/** Options of `loadImageFolder`. */
export type FolderOptions = DecodeOptions &
  DecodeRunOptions & {
    /** Files of a folder that are read, at even distances through it, at least 1. Default: all. */
    limit?: number;
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
  if (found.names.length === 0) throw noImages(root, found.skipped);
  const { limit = found.names.length } = options;
  if (!Number.isInteger(limit) || limit < 1) {
    throw new ArgumentError(`loadImageFolder: limit is ${limit}; give an integer of at least 1`);
  }
  const names = evenly(found.names.length, limit).map((index) => found.names[index]!);
  const set = await decodeImages(root, names, options);
  const skipped = [...found.skipped, ...set.skipped].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (set.count === 0) throw noImages(root, skipped);
  return createImageSet({ ...set, skipped, repeated: found.repeated, source: root });
}

/**
 * Decodes one image file into a set of one.
 *
 * @throws DataError if it cannot be decoded; ArgumentError for an option out of range.
 */
export async function loadImageFile(path: string, options: FolderOptions = {}): Promise<ImageSet> {
  const set = await decodeImages(null, [path], options);
  if (set.count === 0) throw new DataError(`${path} cannot be used: ${set.skipped[0]?.reason}.`);
  return set;
}

async function decodeImages(
  root: string | null,
  names: readonly string[],
  options: FolderOptions,
): Promise<ImageSet> {
  const { channels: wanted = "auto", range: asked = "auto" } = options;
  const range =
    asked === "auto" ? await measureRanges(await openDecoder(options), root, names, options) : asked;
  const decoder = await openDecoder({ ...options, range });
  const channels = wanted === "auto" ? await detectChannels(decoder, root, names, options) : wanted;
  const decoded = await decodeAll(decoder, root, names, channels, options);
  return createImageSet({
    ...decoded,
    count: decoded.names.length,
    height: decoder.height,
    width: decoder.width,
    channels,
    range,
    source: root ?? names[0] ?? "",
  });
}

function noImages(root: string, skipped: readonly SkippedFile[]): DataError {
  const first = skipped[0];
  return new DataError(
    first === undefined
      ? `${root} holds no images: Skein reads ${SUPPORTED_FORMATS}, in folders of any depth, and IDX files.`
      : `None of the ${skipped.length} images in ${root} can be used; the first, ${first.name}: ${first.reason}.`,
  );
}
