/**
 * Sets of pictures whose classes are known: `skein cluster` beside scikit-learn's clusterings.
 *
 *   npm run experiment:pictures -- [SET ...] [--columns NAME,NAME] [--seeds 0,1,2] [--threads 2] [--again] [--pictures FOLDER]
 *
 * Sets are made by `npm run data:pictures`. Prints a row for each set, column and seed, and keeps it at once in
 * bench/results/pictures.json, with the table of means in pictures.md; --out FOLDER keeps them elsewhere. A row that is
 * kept is not run again, so that a run that was stopped goes on; --again runs it all the same.
 */
import "../../platform/node.js";
import { availableParallelism, cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chosen } from "../chosen.js";
import { COLUMNS, type Outcome } from "./columns.js";
import { PICTURES, picturesIn } from "./picture_set.js";
import { openRows } from "./rows.js";

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    columns: { type: "string" },
    seeds: { type: "string", default: "0,1,2" },
    threads: { type: "string", default: "2" },
    again: { type: "boolean", default: false },
    pictures: { type: "string", default: PICTURES },
    out: { type: "string", default: fileURLToPath(new URL("../../../bench/results/", import.meta.url)) },
  },
});
const seeds = given.seeds.split(",").map(Number);
const threads = Number(given.threads);
const columns = chosen("column", given.columns?.split(",") ?? [], COLUMNS);
const sets = chosen("set", positionals, await picturesIn(given.pictures));

// Read by OpenMP, whose threads do not spin while they wait: the processors may be busy with other work.
process.env.OMP_WAIT_POLICY ??= "passive";
process.env.OMP_PROC_BIND ??= "false";
process.env.OMP_NUM_THREADS = String(threads);
// Read by Skein.
process.env.SKEIN_THREADS = String(threads);
const machine = `${cpus()[0]?.model.trim()}, ${availableParallelism()} processors, threads asked for: ${threads}`;
const rows = await openRows(given.out);
let failed = 0;
for (const set of sets) {
  const { name, count, classes } = set;
  for (const column of columns) {
    const wanted = (column.deterministic ? [0] : seeds).filter((seed) => {
      const row = rows.find({ set: name, column: column.name, seed });
      return given.again || row?.count !== count || row.classes !== classes;
    });
    if (wanted.length === 0) continue;
    try {
      for await (const outcome of column.run(set, wanted, threads)) {
        const date = new Date().toISOString().slice(0, 10);
        const load = Math.round(loadavg()[0]!);
        await rows.keep({
          set: name,
          column: column.name,
          count,
          classes,
          ...rounded(outcome),
          date,
          machine,
          load,
        });
        const { seed, nmi, accuracy, seconds } = outcome;
        const scores = `NMI ${nmi.toFixed(3)}  accuracy ${accuracy.toFixed(3)}  ${seconds.toFixed(1)} s`;
        console.log(`${name.padEnd(16)} ${column.title.padEnd(20)} seed ${seed}  ${scores}`);
      }
    } catch (error) {
      failed++;
      console.error(`${name}, ${column.title}: ${(error as Error).message}`);
    }
  }
}
process.exitCode = failed > 0 ? 1 : 0;

function rounded({ seed, nmi, accuracy, seconds }: Outcome): Outcome {
  const round = (value: number, digits: number) => Number(value.toFixed(digits));
  return { seed, nmi: round(nmi, 4), accuracy: round(accuracy, 4), seconds: round(seconds, 2) };
}
