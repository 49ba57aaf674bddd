/** The rows that are kept, and the tables made of them. */
import { KeptRows, machinesOf, type RowKey, type RowOrigin, tableLine } from "../kept_rows.js";
import { type Asker, MAJORITY, page, randomGroup, randomImage, type Score } from "./person.js";

/** Answers after which accuracy is looked at. */
export const AFTER = [10, 50, 200];

/** What is asked, and how often an answer is wrong. */
export const WAYS: readonly { readonly name: string; readonly ask: Asker; readonly wrong: number }[] = [
  { name: "page", ask: page, wrong: 0 },
  { name: "random groups", ask: randomGroup, wrong: 0 },
  { name: "random images", ask: randomImage, wrong: 0 },
  { name: "page, 5 % wrong", ask: page, wrong: 0.05 },
];

/** The column is the way. */
export interface Row extends RowKey, RowOrigin {
  readonly by: string;
  readonly count: number;
  /** The accuracy before the first answer. */
  readonly before: number;
  readonly scores: readonly Score[];
}

/** Those of corrections.json in the folder, where it exists. */
export const openRows = (folder: string) => KeptRows.open<Row>(folder, "corrections", markdown);

/** A table for each set, with a row for each way to ask. */
export function markdown(rows: readonly Row[]): string {
  return [
    "# What answers of a person do",
    "",
    "- Written by `npm run experiment:corrections`. The person is simulated from labels, which are used for nothing else. Each question shows " +
      "up to 12 look-alikes that are believed to be of the same two classes; the page's order asks first what tells most. Where at " +
      `least ${100 * MAJORITY} % of those shown are of one label, the answer names the class of these and leaves the others; else that of the ` +
      "middle image alone. Each answer counts as one, whatever it is about. Classes are fitted again after each of the first 50 answers, then after every fifth.",
    "- A cell holds the accuracy on all images, with the classes standing for the labels that they stood for before the first answer; in parentheses with " +
      "those that suit them best afterwards. What decisions themselves are about counts, too. " +
      '"5 % wrong": so many answers name a class at random.',
    "- Parameters of the fit and of the order were chosen with the labels of Fashion-MNIST's test images; those of its training images were " +
      "not looked at before.",
    "",
    ...[...new Set(rows.map(({ set }) => set))].flatMap((set) =>
      tableOf(rows.filter((row) => row.set === set)),
    ),
    ...machinesOf(rows).map((line) => `- ${line}`),
    "",
  ].join("\n");
}

function tableOf(rows: readonly Row[]): string[] {
  const { set, count, by, before } = rows[0]!;
  const ways = WAYS.flatMap(({ name }) => rows.find(({ column }) => column === name) ?? []);
  return [
    `## ${set}`,
    "",
    `${count.toLocaleString("en")} images, sorted by ${by}: accuracy ${before.toFixed(4)}.`,
    "",
    tableLine([
      "asked",
      ...AFTER.map((answers) => `${answers} answers`),
      "answers for a whole group, of 200",
      "images they name",
    ]),
    tableLine(["---", ...AFTER.map(() => "---"), "---", "---"]),
    ...ways.map(({ column, scores }) => {
      const last = scores.at(-1)!;
      const cells = scores.map(({ accuracy, best }) => `${accuracy.toFixed(4)} (${best.toFixed(4)})`);
      return tableLine([column, ...cells, String(last.groups), String(last.images)]);
    }),
    "",
  ];
}
