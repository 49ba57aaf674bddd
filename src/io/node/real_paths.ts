/** Which folders paths lie in, through links and mounts. */
import { realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

/** The path without links, as far as it exists. */
export async function realPath(path: string): Promise<string> {
  const absolute = resolve(path);
  try {
    return await realpath(absolute);
  } catch {
    const parent = dirname(absolute);
    return parent === absolute ? absolute : join(await realPath(parent), basename(absolute));
  }
}

/** Whether a path is a folder, or lies in it at any depth. */
export async function liesIn(path: string, folder: string): Promise<boolean> {
  return (await foldersAbove(path)).has(await identity(folder));
}

/** The identities of a path and of all folders that it lies in. */
async function foldersAbove(given: string): Promise<Set<string>> {
  const found = new Set<string>();
  for (let path = await realPath(given); ; path = dirname(path)) {
    found.add(await identity(path));
    if (path === dirname(path)) return found;
  }
}

/** Equal for two paths of one folder, through links and mounts; the path itself where there is none yet. */
async function identity(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found && found.ino !== 0n ? `${found.dev}:${found.ino}` : await realPath(path);
}
