import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { DataError } from "../errors.js";
import { type FolderOptions, loadImageFile, loadImageFolder } from "./folder.js";
import { SUPPORTED_FORMATS } from "./formats.js";
import { loadIdxImages } from "./idx.js";
import { createImageSet, type ImageSet } from "./image_set.js";
import { labelsFromFolders, loadLabels } from "./labels.js";
import { loadFashionMnist, loadIdxPair, loadMnist } from "./mnist.js";
import { isImageFile } from "./walk.js";

/** Options of `openImages`. Those of decoding count for image files; IDX images keep their size. */
export interface SourceOptions extends FolderOptions {
  /** "folders" takes the top-level folder of each image as its class; else the path of a file of labels. */
  labels?: "folders" | (string & {});
}

/** What a source holds: all of it in `train`, unless it sets test images apart itself. */
export interface OpenedImages {
  train: ImageSet;
  test: ImageSet | null;
}

const WHAT_CAN_BE_GIVEN = `give "mnist", "fashion-mnist", an IDX file, a folder of images, or an image (${SUPPORTED_FORMATS})`;

/**
 * Opens what a person names on a command line: `mnist`, `fashion-mnist`, an IDX file of images,
 * a folder with MNIST's four IDX files, a folder of images, or a single image. A folder or
 * file called "mnist" is reached as `./mnist`.
 *
 * @throws DataError if there is no such thing, it is of no supported type, or cannot be used;
 * ArgumentError for an option out of range; the reason of `signal` if it aborts.
 */
export async function openImages(source: string, options: SourceOptions = {}): Promise<OpenedImages> {
  const opened = await openUnlabelled(source, options);
  const { labels } = options;
  if (labels === undefined) return opened;
  if (opened.test !== null) {
    throw new DataError(
      `${source} brings its own labels for training and test images: leave out other labels.`,
    );
  }
  if (labels === "folders") return { train: labelsFromFolders(opened.train), test: null };
  const { train } = opened;
  return {
    train: createImageSet({ ...train, ...(await loadLabels(labels, train.names ?? train.count)) }),
    test: null,
  };
}

async function openUnlabelled(source: string, options: SourceOptions): Promise<OpenedImages> {
  if (source === "mnist") return loadMnist();
  if (source === "fashion-mnist") return loadFashionMnist();
  const kind = await stat(source).catch((error: NodeJS.ErrnoException) => {
    const trouble = error.code === "ENOENT" ? "does not exist" : `cannot be opened (${error.message})`;
    throw new DataError(`${source} ${trouble}: check the path, or ${WHAT_CAN_BE_GIVEN}.`, { cause: error });
  });
  if (kind.isDirectory()) {
    return (await loadIdxPair(source)) ?? { train: await loadImageFolder(source, options), test: null };
  }
  if (kind.isFile()) {
    if (await isImageFile(source)) return { train: await loadImageFile(source, options), test: null };
    if (await mayBeIdx(source)) return { train: await loadIdxImages(source), test: null };
  }
  throw new DataError(`${source} is not a type of file that holds images for Skein: ${WHAT_CAN_BE_GIVEN}.`);
}

/** By name, so that a damaged IDX file is called damaged; else by its first bytes. */
async function mayBeIdx(path: string): Promise<boolean> {
  if (/idx[1-4]|\.gz$/i.test(basename(path))) return true;
  const file = await open(path).catch((error: unknown) => {
    throw new DataError(`${path} may not be read: check its permissions.`, { cause: error });
  });
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(3), 0, 3, 0);
    return bytesRead === 3 && buffer[0] === 0 && buffer[1] === 0 && buffer[2]! >= 8 && buffer[2]! <= 14;
  } finally {
    await file.close();
  }
}
