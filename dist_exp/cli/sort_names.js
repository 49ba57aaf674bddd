/** Names of folders and files that images are sorted under. */
import { extname, join } from "node:path";
/** What file systems allow a name to have, in bytes of UTF-8. */
export const LONGEST_NAME = 255;
/** A folder for each class: by its number, or by its name as far as that can name a folder and no other has it. */
export function classFolders(clusters, names) {
    const digits = String(clusters - 1).length;
    const taken = new Set();
    return Array.from({ length: clusters }, (_, cluster) => {
        const number = `class-${String(cluster).padStart(digits, "0")}`;
        const name = shorten((names?.[cluster] ?? "").replace(/[/\\\0]/g, "-"), LONGEST_NAME - 32).trim();
        const key = keyOf(name);
        if (/^\.*$/.test(name) || taken.has(key))
            return number;
        taken.add(key);
        return name;
    });
}
/** Hands out names within folders, each once; what is taken gets a number. */
export class FreeNames {
    #taken = new Set();
    /** The number that the next image of a name gets. */
    #next = new Map();
    /** The first name that nobody has, as it is or with "-2", "-3", ... before its ending, and no longer than allowed. */
    take(folder, name) {
        const key = (file) => keyOf(join(folder, file));
        const first = key(numbered(name, 1));
        let copy = this.#next.get(first) ?? 1;
        while (this.#taken.has(key(numbered(name, copy))))
            copy++;
        this.#next.set(first, copy + 1);
        const free = numbered(name, copy);
        this.#taken.add(key(free));
        return free;
    }
}
/** The copy's number, from 1, as part of a name. */
export function numbered(name, copy) {
    const extension = shorten(extname(name), 32);
    const stem = name.slice(0, name.length - extname(name).length);
    const suffix = `${copy === 1 ? "" : `-${copy}`}${extension}`;
    return `${shorten(stem, LONGEST_NAME - Buffer.byteLength(suffix))}${suffix}`;
}
/** Equal for names that some file system takes for one. */
export function keyOf(name) {
    return name.normalize("NFC").toLowerCase();
}
/** The beginning of a name that takes at most so many bytes, without half characters. */
export function shorten(name, bytes) {
    if (Buffer.byteLength(name) <= bytes)
        return name;
    let short = "";
    let used = 0;
    for (const character of name) {
        used += Buffer.byteLength(character);
        if (used > bytes)
            break;
        short += character;
    }
    return short;
}
//# sourceMappingURL=sort_names.js.map