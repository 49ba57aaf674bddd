/** Folders of pictures, which appear all at once and replace nothing but earlier exports. */
import {
  access,
  copyFile,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { ArgumentError, DataError, SkeinError } from "../../errors.js";
import { writeFileAtomically, writeRefusal } from "../../io/atomic_file.js";
import { liesIn } from "../../io/node/real_paths.js";
import { StagedFolder } from "../../io/node/staged_folder.js";
import { VERSION } from "../../version.js";
import type { ExportSet } from "./export_set.js";
import type { ExportEntry, FolderFormat } from "./format.js";

/** Lists what an export wrote, so that a later one may replace it. */
const MANIFEST = ".skein-export.json";

export interface ExportFolderOptions {
  /** Files are copied instead of linked to. */
  readonly copy: boolean;
  /** An earlier export may be replaced. */
  readonly force: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Checks that a folder is free, or holds an earlier export that may be replaced, and lies in no folder of the images.
 * @throws {ArgumentError}
 */
export async function checkExportFolder(out: string, { folder }: ExportSet, force: boolean): Promise<void> {
  if (folder !== null && ((await liesIn(out, folder)) || (await liesIn(folder, out)))) {
    throw new ArgumentError(
      `${out} and the images' folder ${folder} lie in each other, and pictures would be counted twice from then on: choose a folder elsewhere`,
    );
  }
  const found = await filesIn(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new ArgumentError(`${out} is no folder that can be used (${error.message}): choose another one`);
  });
  if (found.length === 0) return;
  const written = await writtenBefore(out);
  if (written === null) {
    throw new ArgumentError(`${out} holds files that no export wrote (${found[0]}): choose another folder`);
  }
  if (!force) {
    throw new ArgumentError(
      `${out} holds an earlier export: choose another folder, or have it replaced with force`,
    );
  }
  const foreign = found.find((path) => !written.has(path));
  if (foreign !== undefined) {
    throw new ArgumentError(
      `${out} holds an earlier export, and ${foreign} came into it since: move that elsewhere, or choose another folder`,
    );
  }
}

/** Writes all entries. @returns their paths, in order. @throws {SkeinError} where the file system refuses; nothing is left then. */
export async function exportFolder(
  out: string,
  format: FolderFormat,
  set: ExportSet,
  { copy, force, signal, onProgress }: ExportFolderOptions,
): Promise<string[]> {
  await checkExportFolder(out, set, force);
  const staged = await StagedFolder.open(out);
  const aside = `${staged.work}-earlier`;
  // Left by a process that was killed between two renames; where the target is there, this one is old.
  await rename(aside, staged.target).catch(() => rm(aside, { recursive: true, force: true }));
  const made = new Set<string>();
  const written: string[] = [];
  let done = 0;
  try {
    for await (const entry of format.plan(set)) {
      signal?.throwIfAborted();
      const path = join(staged.work, entry.path);
      if (!made.has(dirname(path))) await mkdir(dirname(path), { recursive: true });
      made.add(dirname(path));
      await writeEntry(path, entry, set, copy);
      written.push(entry.path);
      if ("image" in entry) onProgress?.(++done, set.images.length);
    }
    const manifest = { skein: VERSION, format: format.name, files: written };
    await writeFile(join(staged.work, MANIFEST), `${JSON.stringify(manifest)}\n`);
    // Once more: it took long.
    await checkExportFolder(out, set, force);
    await replace(staged, aside);
    return written;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw error instanceof SkeinError || code === undefined ? error : writeRefusal(out, error);
  } finally {
    await staged.discard();
  }
}

/** Puts an earlier export aside until the new one is in its place. */
async function replace(staged: StagedFolder, aside: string): Promise<void> {
  const moved = await rename(staged.target, aside).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return false;
      throw error;
    },
  );
  try {
    await staged.finish();
  } catch (error) {
    if (moved) await rename(aside, staged.target);
    throw error;
  }
  await rm(aside, { recursive: true, force: true });
}

async function writeEntry(path: string, entry: ExportEntry, set: ExportSet, copy: boolean): Promise<void> {
  if ("text" in entry) {
    await writeFileAtomically(path, entry.text);
    return;
  }
  const { file, name } = entry.image;
  if (file === null) {
    await writeFile(path, await set.pictures.png(entry.image));
    return;
  }
  await access(file).catch((cause) => {
    throw new DataError(`${name} is gone, or may not be read: put it back, or ignore it`, { cause });
  });
  if (copy) await copyFile(file, path);
  else await symlink(await realpath(file), path);
}

/** Paths of an earlier export; null where the folder holds none. */
async function writtenBefore(out: string): Promise<ReadonlySet<string> | null> {
  try {
    const { files } = JSON.parse(await readFile(join(out, MANIFEST), "utf8")) as { files: unknown };
    return Array.isArray(files) ? new Set([...files, MANIFEST]) : null;
  } catch {
    return null;
  }
}

/** Paths of what is in a folder, but for folders. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
}
