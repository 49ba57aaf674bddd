/** The rows that are kept, and the table made of them. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureFolder, writeFileAtomically } from "../../io/atomic_file.js";
import { mean } from "../articles/table.js";
import { COLUMNS, type Column, type Outcome } from "./columns.js";

export interface Row extends Outcome {
  readonly set: string;
  readonly column: string;
  /** Pictures and classes of the set; the row is out of date where these differ. */
  readonly count: number;
  readonly classes: number;
  readonly date: string;
  readonly machine: string;
  /** Programs that ran or waited for a processor, as an average over the last minute. */
  readonly load: number;
}

export class Rows {
  readonly #folder: string;
  readonly #rows: Map<string, Row>;

  private constructor(folder: string, rows: readonly Row[]) {
    this.#folder = folder;
    this.#rows = new Map(rows.map((row) => [keyOf(row), row]));
  }

  /** Those of pictures.json in the folder, where it exists. */
  static async open(folder: string): Promise<Rows> {
    const text = await readFile(join(folder, "pictures.json"), "utf8").catch(() => "[]");
    return new Rows(folder, JSON.parse(text) as Row[]);
  }

  find(key: Pick<Row, "set" | "column" | "seed">): Row | undefined {
    return this.#rows.get(keyOf(key));
  }

  /** Adds or replaces a row, and writes pictures.json and pictures.md. */
  async keep(row: Row): Promise<void> {
    this.#rows.set(keyOf(row), row);
    const rows = [...this.#rows.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    const lines = rows.map((each) => JSON.stringify(each));
    await ensureFolder(this.#folder);
    await writeFileAtomically(join(this.#folder, "pictures.json"), `[\n${lines.join(",\n")}\n]\n`);
    await writeFileAtomically(join(this.#folder, "pictures.md"), markdown(rows));
  }
}

const keyOf = ({ set, column, seed }: Pick<Row, "set" | "column" | "seed">) => `${set} ${column} ${seed}`;

const SCORES = [
  { score: "nmi", title: "NMI", format: (values: readonly number[]) => mean(values).toFixed(3) },
  { score: "accuracy", title: "Accuracy", format: (values: readonly number[]) => mean(values).toFixed(3) },
  { score: "seconds", title: "Seconds", format: (values: readonly number[]) => mean(values).toPrecision(2) },
] as const;

/** A table for each score: a row for each set, a column for each method; means over the seeds. */
export function markdown(rows: readonly Row[]): string {
  const sets = [...new Set(rows.map(({ set }) => set))];
  const columns = COLUMNS.filter(({ name }) => rows.some(({ column }) => column === name));
  const machines = [...new Set(rows.map(({ machine, date }) => `${machine}, ${date}`))].map((title) => {
    const loads = rows.filter(({ machine, date }) => `${machine}, ${date}` === title).map(({ load }) => load);
    return `${title}, load average ${Math.min(...loads).toFixed(0)} to ${Math.max(...loads).toFixed(0)}`;
  });
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const tables = SCORES.map(({ score, title, format }) => {
    const head = [
      "set",
      "pictures",
      "classes",
      ...columns.map((column) => column.title),
      ...(score === "nmi" ? ["best of scikit-learn"] : []),
    ];
    const body = sets.map((set) => {
      const own = rows.filter((row) => row.set === set);
      const values = (column: Column) =>
        own.filter((row) => row.column === column.name).map((row) => row[score]);
      const cells = columns.map((column) => (values(column).length > 0 ? format(values(column)) : ""));
      const peers = columns.filter(({ peer }) => peer).map((column) => mean(values(column)));
      const best = score === "nmi" ? [Math.max(...peers.filter(Number.isFinite)).toFixed(3)] : [];
      return line([set, own[0]!.count.toLocaleString("en"), String(own[0]!.classes), ...cells, ...best]);
    });
    return [`## ${title}`, "", line(head), line(head.map(() => "---")), ...body, ""].join("\n");
  });
  const seeds = [...new Set(rows.map(({ seed }) => seed))].sort((a, b) => a - b);
  return `${["# Pictures: Skein beside scikit-learn", "", ...about(seeds, machines), "", ...tables].join("\n")}`;
}

function about(seeds: readonly number[], machines: readonly string[]): string[] {
  return [
    `- Written by \`npm run experiment:pictures\`. Sets: \`npm run data:pictures\`, whose README names what is in them. ` +
      `Means over the seeds ${seeds.join(", ")}; Ward draws no random numbers and is run once.`,
    "- scikit-learn and scikit-image get the number of classes and the pixels that Skein reads, scaled to 32 x 32 where " +
      "the pictures are at most 32 pixels high, else to 64 x 64. k-means: ten starts. PCA: 50 components, 20 for the " +
      "mixture (full covariances, three starts). HOG: 9 bins, cells of 8 x 8, blocks of 3 x 3 cells (the defaults). Spectral: 10 nearest " +
      "neighbours. t-SNE: two dimensions, perplexity 30, from 50 principal components. Other settings: the defaults.",
    "- Seconds of scikit-learn include features, not Python's start and decoding; those of Skein are of the whole command. " +
      "A load average above the number of processors says that other programs ran, too, and seconds are too many.",
    `- Machines: ${machines.join("; ")}.`,
  ];
}
