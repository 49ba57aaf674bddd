import { digits } from "../../format.js";

/** One experiment's result: a table and what a reader must know of it. */
export interface Experiment {
  readonly title: string;
  /** What was done, in sentences. */
  readonly about: readonly string[];
  readonly rows: readonly Row[];
}

/** Values by column; every row of a table has the same columns. */
export type Row = Readonly<Record<string, string | number>>;

/** Tells of progress, a line each. */
export type Log = (line: string) => void;

/** The experiment as Markdown. Numbers below 1 have four decimals, others three significant digits. */
export function markdown({ title, about, rows }: Experiment): string {
  const columns = Object.keys(rows[0] ?? {});
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    `## ${title}`,
    "",
    ...about.map((sentence) => `- ${sentence}`),
    "",
    line(columns),
    line(columns.map(() => "---")),
    ...rows.map((row) => line(columns.map((name) => format(row[name]!)))),
    "",
  ].join("\n");
}

function format(value: string | number): string {
  if (typeof value === "string") return value;
  if (Number.isInteger(value)) return value.toLocaleString("en");
  return value < 1 ? value.toFixed(4) : digits(value);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** `0.9874 ± 0.0010`: mean and the sample's standard deviation. */
export function spread(values: readonly number[]): string {
  const middle = mean(values);
  if (values.length < 2) return middle.toFixed(4);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return `${middle.toFixed(4)} ± ${Math.sqrt(squares / (values.length - 1)).toFixed(4)}`;
}

/** Seconds that `work` takes, and what it resolves with. */
export async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  const result = await work();
  return [result, (performance.now() - start) / 1000];
}
