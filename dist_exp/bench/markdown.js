/** Numbers and tables as the report and the README write them. */
import { count, percent as precise } from "../format.js";
export { digits } from "../format.js";
/** `12,345 images/s`. */
export function rate(perSecond, unit) {
    return `${count(perSecond)} ${unit}/s`;
}
/** 0.98 as "98 %". */
export function percent(share) {
    return precise(share, 0);
}
/** A table with aligned columns; the first `left` of them to the left. */
export function markdownTable(header, rows, left = 2) {
    const widths = header.map((title, i) => Math.max(3, title.length, ...rows.map((row) => row[i].length)));
    const line = (cells) => `| ${cells.map((cell, i) => (i < left ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(" | ")} |`;
    const rule = widths.map((width, i) => (i < left ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
    return [line(header), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}
//# sourceMappingURL=markdown.js.map