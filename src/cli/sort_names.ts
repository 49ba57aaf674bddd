/** Names of folders that images are sorted under. */
import { keyOf, safeName } from "../io/node/file_names.js";

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
