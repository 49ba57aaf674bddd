/** Names of folders and files that images are sorted under. */
import { extname, join } from "node:path";

/** What file systems allow a name to have, in bytes of UTF-8. */
export const LONGEST_NAME = 255;

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

/** Characters that some file system refuses in names. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const REFUSED = /[\u0000-\u001f<>:"/\\|?*]/g;
/** Names of devices on Windows, with any ending. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** A text as a name that every file system takes; empty where nothing is left of it. */
export function safeName(text: string): string {
  const plain = shorten(text.replace(REFUSED, "-").trim(), LONGEST_NAME - 32);
  return plain.replace(/[. ]+$/, "").replace(DEVICES, "$1_");
}

/** Hands out names within folders, each once; what is taken gets a number. */
export class FreeNames {
  readonly #taken = new Set<string>();
  /** The number that the next image of a name gets. */
  readonly #next = new Map<string, number>();

  /** The first name that nobody has, as it is or with "-2", "-3", ... before its ending, and no longer than allowed. */
  take(folder: string, name: string): string {
    const key = (file: string) => keyOf(join(folder, file));
    const first = key(numbered(name, 1));
    let copy = this.#next.get(first) ?? 1;
    while (this.#taken.has(key(numbered(name, copy)))) copy++;
    this.#next.set(first, copy + 1);
    const free = numbered(name, copy);
    this.#taken.add(key(free));
    return free;
  }
}

/** The copy's number, from 1, as part of a name. */
export function numbered(name: string, copy: number): string {
  const extension = shorten(extname(name), 32);
  const stem = name.slice(0, name.length - extname(name).length);
  const suffix = `${copy === 1 ? "" : `-${copy}`}${extension}`;
  return `${shorten(stem, LONGEST_NAME - Buffer.byteLength(suffix))}${suffix}`;
}

/** Equal for names that some file system takes for one. */
export function keyOf(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

/** The beginning of a name that takes at most so many bytes, without half characters. */
export function shorten(name: string, bytes: number): string {
  if (Buffer.byteLength(name) <= bytes) return name;
  let short = "";
  let used = 0;
  for (const character of name) {
    used += Buffer.byteLength(character);
    if (used > bytes) break;
    short += character;
  }
  return short;
}
