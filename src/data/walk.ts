/** Finding the image files under a folder: names decide, and the first bytes where a name has no ending. */
import type { Dirent } from "node:fs";
import { open, opendir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { DataError } from "../errors.js";
import { HEAD_BYTES, hasImageExtension, identify, isUntyped, kindByName } from "./formats.js";
import type { SkippedFile } from "./image_set.js";

/** The images found, as paths relative to the folder they were looked for in. */
export interface FoundImages {
  names: string[];
  /** Images that cannot be read, folders that may not be opened, links that lead nowhere. */
  skipped: SkippedFile[];
}

/**
 * Finds the image files in a folder and the folders in it, at any depth.
 *
 * Names use forward slashes and are sorted by code unit, so that the order is the same on
 * every machine and in every locale. Files and folders whose names begin with a dot are left
 * out (thumbnails, macOS's `._` files). Links are followed, except back into a folder that
 * they stand in.
 *
 * @throws DataError if `root` is not a folder that can be read; the reason of `signal` if it aborts.
 */
export async function findImages(root: string, options: { signal?: AbortSignal } = {}): Promise<FoundImages> {
  const found: FoundImages = { names: [], skipped: [] };
  let start: string;
  try {
    start = await realpath(root);
    await walk(root, "", [start], found, options.signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new DataError(`${root} does not exist: check the path.`, { cause: error });
    if (code === "ENOTDIR")
      throw new DataError(`${root} is not a folder: give a folder of images.`, { cause: error });
    if (code === "EACCES")
      throw new DataError(`${root} may not be read: check its permissions.`, { cause: error });
    throw error;
  }
  found.names.sort();
  found.skipped.sort((a, b) => (a.name < b.name ? -1 : 1));
  return found;
}

/**
 * Expands what a command line names: a file stays as it is, a folder becomes the images in it.
 * Names are paths, beginning with the source as it was given.
 *
 * @throws DataError if a source does not exist or cannot be read.
 */
export async function listImages(
  sources: readonly string[],
  options: { signal?: AbortSignal } = {},
): Promise<FoundImages> {
  const all: FoundImages = { names: [], skipped: [] };
  for (const source of sources) {
    const kind = await stat(source).catch((error: unknown) => {
      throw new DataError(`${source} does not exist or may not be read: check the path.`, { cause: error });
    });
    if (!kind.isDirectory()) {
      all.names.push(source);
      continue;
    }
    const { names, skipped } = await findImages(source, options);
    for (const name of names) all.names.push(join(source, name));
    for (const file of skipped) all.skipped.push({ ...file, name: join(source, file.name) });
  }
  return all;
}

/**
 * Adds the images of one folder and those below it.
 *
 * @param prefix the folder relative to the root, ending in a slash, or empty
 * @param ancestors real paths of the folder and of those it stands in
 */
async function walk(
  root: string,
  prefix: string,
  ancestors: readonly string[],
  found: FoundImages,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  for await (const entry of await opendir(join(root, prefix), { bufferSize: 256 })) {
    if (entry.name.startsWith(".")) continue;
    const name = prefix + entry.name;
    const kind = await kindOf(entry, join(root, name));
    if (kind === "folder") {
      await enter(root, name, ancestors, found, signal);
    } else if (kind === "broken link") {
      if (hasImageExtension(name)) found.skipped.push({ name, reason: "the link leads to no file" });
    } else if (kind === "file") {
      const verdict = await judge(name, join(root, name));
      if (verdict === "image") found.names.push(name);
      else if (verdict !== null) found.skipped.push({ name, reason: verdict });
    }
  }
}

/** Whether a file is an image that Skein reads: by its name, or by its content where the name has no ending. */
export async function isImageFile(path: string): Promise<boolean> {
  return (await judge(path, path)) === "image";
}

/** "image", or why a picture or video is not read; null for files of other kinds, which need no line. */
async function judge(name: string, path: string): Promise<string | null> {
  if (hasImageExtension(name)) return "image";
  const kind = kindByName(name) ?? (isUntyped(name) ? await kindByContent(path) : null);
  return kind === null ? null : (kind.remedy ?? "image");
}

/** The kind of a file by its first bytes; null where it is none that is known, or cannot be opened. */
async function kindByContent(path: string) {
  const file = await open(path).catch(() => null);
  if (file === null) return null;
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return identify(buffer.subarray(0, bytesRead));
  } catch {
    return null;
  } finally {
    await file.close();
  }
}

async function enter(
  root: string,
  name: string,
  ancestors: readonly string[],
  found: FoundImages,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    const real = await realpath(join(root, name));
    if (ancestors.includes(real)) return;
    await walk(root, `${name}/`, [...ancestors, real], found, signal);
  } catch (error) {
    signal?.throwIfAborted();
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === "EACCES" ? "the folder may not be read: check its permissions" : message;
    found.skipped.push({ name: `${name}/`, reason });
  }
}

/** "other" is what cannot hold an image, such as a pipe: opening one would wait for ever. */
async function kindOf(entry: Dirent, path: string): Promise<"file" | "folder" | "broken link" | "other"> {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  if (!entry.isSymbolicLink()) return "other";
  try {
    const target = await stat(path);
    return target.isFile() ? "file" : target.isDirectory() ? "folder" : "other";
  } catch {
    return "broken link";
  }
}
