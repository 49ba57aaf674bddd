/** Tables as a terminal shows them. */
import { printable } from "./printable.js";
/**
 * Rows under a header in aligned columns, with a line feed at the end. A column
 * whose header begins with "<" is aligned left, others right.
 */
export function table(header, rows) {
    const left = header.map((title) => title.startsWith("<"));
    const lines = [header.map((title) => title.replace(/^</, "")), ...rows].map((line) => line.map(printable));
    const widths = header.map((_, i) => lines.reduce((widest, line) => Math.max(widest, width(line[i] ?? "")), 0));
    return lines
        .map((line) => line
        .map((cell, i) => {
        const padding = " ".repeat(widths[i] - width(cell));
        return left[i] ? cell + padding : padding + cell;
    })
        .join("  ")
        .trimEnd())
        .join("\n")
        .concat("\n");
}
/** Columns of a terminal that a text takes; the names of folders may hold any script. */
function width(text) {
    let columns = 0;
    for (const character of text) {
        if (/\p{Mark}/u.test(character))
            continue;
        columns += /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(character)
            ? 2
            : 1;
    }
    return columns;
}
//# sourceMappingURL=table.js.map