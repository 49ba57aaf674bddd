import { digits } from "../../format.js";
/** The experiment as Markdown. Numbers below 1 have four decimals, others three significant digits. */
export function markdown({ title, about, rows }) {
    const columns = Object.keys(rows[0] ?? {});
    const line = (cells) => `| ${cells.join(" | ")} |`;
    return [
        `## ${title}`,
        "",
        ...about.map((sentence) => `- ${sentence}`),
        "",
        line(columns),
        line(columns.map(() => "---")),
        ...rows.map((row) => line(columns.map((name) => format(row[name])))),
        "",
    ].join("\n");
}
function format(value) {
    if (typeof value === "string")
        return value;
    if (Number.isInteger(value))
        return value.toLocaleString("en");
    return value < 1 ? value.toFixed(4) : digits(value);
}
export function mean(values) {
    return values.reduce((sum, value) => sum + value, 0) / values.length;
}
/** `0.9874 ± 0.0010`: mean and the sample's standard deviation. */
export function spread(values) {
    const middle = mean(values);
    if (values.length < 2)
        return middle.toFixed(4);
    const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
    return `${middle.toFixed(4)} ± ${Math.sqrt(squares / (values.length - 1)).toFixed(4)}`;
}
/** Seconds that `work` takes, and what it resolves with. */
export async function timed(work) {
    const start = performance.now();
    const result = await work();
    return [result, (performance.now() - start) / 1000];
}
//# sourceMappingURL=table.js.map