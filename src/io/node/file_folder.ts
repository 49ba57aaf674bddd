/** The folder of the model file that is being read or written, for parts that name other files beside it. */
import { AsyncLocalStorage } from "node:async_hooks";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";

const storage = new AsyncLocalStorage<string>();

/** Has parts that `action` describes or restores know where the file at `path` lies. */
export function inFolderOf<T>(path: string, action: () => T): T {
  return storage.run(dirname(resolve(path)), action);
}

/** The folder, outside of a call of `inFolderOf` the current one. */
const folder = () => storage.getStore() ?? process.cwd();

/** How a model file names another one: relative to itself, with forward slashes; outside of `inFolderOf` by its whole path. */
export function namedFromHere(path: string): string {
  if (storage.getStore() === undefined) return resolve(path);
  const found = relative(folder(), path);
  // Of another drive there is no relative path.
  return isAbsolute(found) ? path : found.split(sep).join("/");
}

/** The path of a file that a model file names. */
export const pathFromHere = (name: string): string => resolve(folder(), name);
