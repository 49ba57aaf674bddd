/** Names of folders that images are sorted under. */
import { keyOf, safeName } from "../io/node/file_names.js";
import { UNSORTED } from "../models/index.js";
import { type ReviewClass, UNSORTED_CLASS } from "../review/index.js";

/** A folder for each class: by its number, or by its name as far as that can name a folder and no other has it. */
export function classFolders(clusters: number, names: readonly string[] | undefined): string[] {
  const digits = String(clusters - 1).length;
  const taken = new Set<string>();
  return Array.from({ length: clusters }, (_, cluster) => {
    const number = `class-${String(cluster).padStart(digits, "0")}`;
    const name = safeName(names?.[cluster] ?? "");
    const key = keyOf(name);
    if (name === "" || taken.has(key)) return number;
    taken.add(key);
    return name;
  });
}

/** What the folders of classes are called: by their names, each once, else by their numbers. */
export function folderNames(classes: readonly ReviewClass[]): string[] {
  const digits = String(Math.max(0, ...classes.map(({ id }) => id))).length;
  const taken = new Set<string>();
  return classes.map(({ id, name }) => {
    if (id === UNSORTED_CLASS) return UNSORTED;
    const number = `class-${String(id).padStart(digits, "0")}`;
    const own = safeName(name ?? "");
    const key = keyOf(own);
    if (own === "" || taken.has(key)) return number;
    taken.add(key);
    return own;
  });
}
