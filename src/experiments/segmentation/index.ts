/**
 * Pictures with true masks: Skein's segmenters beside OpenCV's GrabCut, and classes of cut-outs beside those of whole
 * pictures.
 *
 *   npm run experiment:segmentation -- [SET ...] [--columns NAME,NAME] [--seeds 0,1,2] [--limit N] [--threads 2] [--again] [--sets FOLDER]
 *
 * Prints a row for each set, column and seed, and keeps it at once in bench/results/segmentation.json, with tables of means
 * in segmentation.md; --out FOLDER keeps them elsewhere. A row that is kept is not run again, so that a run that was stopped
 * goes on; --again runs it all the same.
 */
import "../../platform/node.js";
import { availableParallelism, cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { findImages } from "../../data/walk.js";
import { chosen } from "../chosen.js";
import { COLUMNS, isBuilt } from "./columns.js";
import { SETS, setsIn } from "./picture_set.js";
import { openRows } from "./rows.js";

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    columns: { type: "string" },
    seeds: { type: "string", default: "0" },
    limit: { type: "string" },
    threads: { type: "string", default: "2" },
    again: { type: "boolean", default: false },
    sets: { type: "string", default: SETS },
    out: { type: "string", default: fileURLToPath(new URL("../../../bench/results/", import.meta.url)) },
  },
});
const columns = chosen("column", given.columns?.split(",") ?? [], COLUMNS);
const sets = chosen("set", positionals, await setsIn(given.sets));
// Read by Skein and by OpenMP.
process.env.SKEIN_THREADS = given.threads;
process.env.OMP_NUM_THREADS = given.threads;
const machine = `${cpus()[0]?.model.trim()}, ${availableParallelism()} processors, threads asked for: ${given.threads}`;
const limit = given.limit === undefined ? undefined : Number(given.limit);
const rows = await openRows(given.out);
let failed = 0;
for (const set of sets) {
  const all = (await findImages(set.images)).names.length;
  const count = Math.min(all, limit ?? all);
  for (const column of columns) {
    for (const seed of given.seeds.split(",").map(Number)) {
      const key = { set: set.name, column: column.name, seed };
      if (!given.again && rows.find(key)?.count === count) continue;
      const title = `${set.name.padEnd(10)} ${column.title.padEnd(28)} seed ${seed}`;
      if (!isBuilt(column)) {
        console.log(`${title}  not built`);
        continue;
      }
      try {
        const figures = await column.run({ set, seed, limit });
        if (figures === null)
          throw new Error("OpenCV is missing: run npm run experiment:segmentation on Debian");
        const rounded = Object.fromEntries(
          Object.entries(figures).map(([name, value]) => [name, Number(value.toFixed(4))]),
        );
        const date = new Date().toISOString().slice(0, 10);
        await rows.keep({ ...key, count, figures: rounded, date, machine, load: Math.round(loadavg()[0]!) });
        const shown = Object.entries(rounded).map(([name, value]) => `${name} ${value}`);
        console.log(`${title}  ${shown.join("  ")}`);
      } catch (error) {
        failed++;
        console.error(`${title}: ${(error as Error).message}`);
      }
    }
  }
}
process.exitCode = failed > 0 ? 1 : 0;
