/** Image files at their own sizes. */
import type { FolderOptions } from "./folder.js";
import { loadImageFile } from "./folder.js";
import type { ImageSet } from "./image_set.js";
import { loadSharp } from "./sharp.js";

/**
 * Decodes one image file, upright, with as many rows and columns as it has; else as `loadImageFile`.
 *
 * @throws {DataError} if it cannot be decoded. @throws {ArgumentError} for an option out of range.
 */
export async function loadOwnSize(
  path: string,
  options: Omit<FolderOptions, "height" | "width"> = {},
): Promise<ImageSet> {
  const sharp = await loadSharp();
  const header = await sharp(path, { limitInputPixels: false })
    .metadata()
    .catch(() => null);
  // What is wrong with a file without a header, decoding it says.
  return await loadImageFile(path, { ...options, ...(header && sizeOf(header.autoOrient)) });
}

const sizeOf = ({ height, width }: { height: number; width: number }) => ({ height, width });
