/** Rows of results that are kept in a file as they come, and a table made of them. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureFolder, writeFileAtomically } from "../io/atomic_file.js";
export class KeptRows {
    #folder;
    #name;
    #markdown;
    #rows;
    constructor(folder, name, markdown, rows) {
        this.#folder = folder;
        this.#name = name;
        this.#markdown = markdown;
        this.#rows = new Map(rows.map((row) => [keyOf(row), row]));
    }
    /** Those of NAME.json in the folder, where it exists. */
    static async open(folder, name, markdown) {
        const text = await readFile(join(folder, `${name}.json`), "utf8").catch(() => "[]");
        return new KeptRows(folder, name, markdown, JSON.parse(text));
    }
    find(key) {
        return this.#rows.get(keyOf(key));
    }
    /** Adds or replaces a row, and writes NAME.json and NAME.md. */
    async keep(row) {
        this.#rows.set(keyOf(row), row);
        const rows = [...this.#rows.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
        const lines = rows.map((each) => JSON.stringify(each));
        await ensureFolder(this.#folder);
        await writeFileAtomically(join(this.#folder, `${this.#name}.json`), `[\n${lines.join(",\n")}\n]\n`);
        await writeFileAtomically(join(this.#folder, `${this.#name}.md`), this.#markdown(rows));
    }
}
const keyOf = ({ set, column, seed }) => `${set} ${column} ${seed}`;
/** The machines of rows, each with its dates and the loads that were seen. */
export function machinesOf(rows) {
    return [...new Set(rows.map(({ machine, date }) => `${machine}, ${date}`))].map((title) => {
        const loads = rows.filter(({ machine, date }) => `${machine}, ${date}` === title).map(({ load }) => load);
        return `${title}, load average ${Math.min(...loads).toFixed(0)} to ${Math.max(...loads).toFixed(0)}`;
    });
}
/** A line of a Markdown table. */
export const tableLine = (cells) => `| ${cells.join(" | ")} |`;
//# sourceMappingURL=kept_rows.js.map