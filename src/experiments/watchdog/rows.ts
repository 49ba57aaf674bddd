/** The rows that are kept, and the tables made of them. */
import { KeptRows, machinesOf, type RowKey, type RowOrigin, tableLine } from "../kept_rows.js";
import { CLUSTERINGS, type Clustering } from "./clusterings.js";

/** A clustering that failed has less NMI with the labels. */
export const FAILED_BELOW = 0.1;
/** Sets of which good clusterings raise no alarm. */
export const QUIET_SETS = ["mnist", "digits", "textures"];
/** Sets with the pictures of another one, byte by byte, as they are read on white. */
export const REPEATED_SETS = ["icons-white"];

/** The column is the clustering. */
export interface Row extends RowKey, RowOrigin {
  readonly count: number;
  /** Null where the images have nothing of the kind. */
  readonly nmi: number | null;
  /** The checks that say that it failed. */
  readonly alarms: readonly string[];
}

/** Those of watchdog.json in the folder, where it exists. */
export const openRows = (folder: string) => KeptRows.open<Row>(folder, "watchdog", markdown);

/** A table of the failed clusterings and one of the good ones, with a row for each set, and how many were told. */
export function markdown(rows: readonly Row[]): string {
  const failed = CLUSTERINGS.filter(({ good }) => !good);
  const good = CLUSTERINGS.filter((clustering) => clustering.good);
  const bad = rows.filter(({ column, nmi }) => nmi !== null && nmi < FAILED_BELOW && named(failed, column));
  const quiet = rows.filter(({ set, column }) => QUIET_SETS.includes(set) && named(good, column));
  const alarms = (some: readonly Row[]) => some.filter((row) => row.alarms.length > 0).length;
  const share = ((100 * alarms(bad)) / Math.max(1, bad.length)).toFixed(1);
  const seeds = [...new Set(rows.map(({ seed }) => seed))].sort((a, b) => a - b);
  return [
    "# The watchdog: clusterings that failed, and good ones",
    "",
    "- Written by `npm run experiment:watchdog`. A cell holds NMI with the labels, which the watchdog does not see, and the checks " +
      '(`src/models/watchdog/checks/`) that say that the clustering failed; "-" where none does. ' +
      `Sets: \`npm run data:pictures\`, and MNIST; at most ${Math.max(...rows.map(({ count }) => count))} pictures of each, at even distances; seeds ${seeds.join(", ")}.`,
    `- Of ${bad.length} clusterings with NMI below ${FAILED_BELOW}, ${alarms(bad)} are said to have failed: ${share} %. ` +
      "Those in parentheses have more, and do not count. Those by brightness, contrast, size and position are made with the " +
      "statistics that the check `statistic` reads: that it notices them says nothing of others.",
    `- Of ${quiet.length} good clusterings of ${QUIET_SETS.join(", ")}, ${alarms(quiet)} are said to have failed.`,
    `- Machines: ${machinesOf(rows).join("; ")}.`,
    "",
    "## Failed",
    "",
    ...table(rows, failed, true),
    "",
    "## Good",
    "",
    ...table(rows, good, false),
    "",
  ].join("\n");
}

function table(rows: readonly Row[], columns: readonly Clustering[], hidesOthers: boolean): string[] {
  const used = columns.filter(({ name }) => rows.some(({ column }) => column === name));
  const sets = [...new Set(rows.map(({ set }) => set))];
  const head = ["set", ...used.map(({ title }) => title)];
  const body = sets.map((set) =>
    tableLine([
      set,
      ...used.map(({ name }) => {
        const own = rows.filter((row) => row.set === set && row.column === name);
        return own.map((row) => cell(row, hidesOthers)).join("; ");
      }),
    ]),
  );
  return [tableLine(head), tableLine(head.map(() => "---")), ...body];
}

function cell({ nmi, alarms }: Row, hidesOthers: boolean): string {
  if (nmi === null) return "";
  const text = `${nmi.toFixed(3)} ${alarms.join(", ") || "-"}`;
  return hidesOthers && nmi >= FAILED_BELOW ? `(${text})` : text;
}

const named = (columns: readonly Clustering[], wanted: string) => columns.some(({ name }) => name === wanted);
