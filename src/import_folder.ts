/** Folders whose files register themselves, so that a new file needs no list. */
import { readdir } from "node:fs/promises";

/**
 * Imports every module of a folder; its subfolders are left out.
 *
 * Give the folder as `new URL(NAME, import.meta.url)` with a literal name: a published package has the modules in chunks,
 * and `scripts/lib/bundle.js` replaces such a call by the imports of the files that it finds.
 *
 * @returns what each exports, in the order of the files' names
 */
export async function importFolder(folder: URL): Promise<unknown[]> {
  const files = (await readdir(folder)).filter((file) => /^[a-z0-9_]+\.(js|ts)$/.test(file)).sort();
  return Promise.all(files.map((file) => import(new URL(file, folder).href)));
}
