/**
 * The experiments of the articles that this project was asked to implement.
 *
 *   npm run experiment:articles [-- a b c d] [--quick] [--pictures FOLDER]
 *
 * Prints Markdown tables and keeps them in bench/results/articles.md, with all figures in articles.json beside it. A
 * run of some experiments replaces theirs and keeps the others. `--quick` shows that all runs, in a minute, and keeps
 * nothing.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { evenly, subset } from "../../data/image_set.js";
import { openDevice } from "../../device/node/index.js";
import { ensureFolder, writeFileAtomically } from "../../io/atomic_file.js";
import { Random } from "../../random/philox.js";
import { cellsExperiment } from "./cells.js";
import { clusteringExperiment } from "./clustering.js";
import { photographsExperiment } from "./photographs.js";
import { digitsFromFolder } from "./pictures.js";
import { rowLstmExperiment } from "./row_lstm.js";
import { markdown } from "./table.js";
const RESULTS = fileURLToPath(new URL("../../../bench/results/", import.meta.url));
const CACHE = fileURLToPath(new URL("../../../.cache/articles/", import.meta.url));
const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
        quick: { type: "boolean", default: false },
        pictures: { type: "string", default: `${CACHE}pictures` },
    },
});
const { quick, pictures } = values;
const log = (line) => process.stderr.write(`${line}\n`);
const device = await openDevice();
await ensureFolder(CACHE);
const digits = await digitsFromFolder(CACHE, log);
/** Every order of 0 to length - 1 alike. */
const shuffled = (indices) => Array.from(new Random(0).permutation(indices.length), (place) => indices[place]);
/** Images at even distances through the folders, so that each digit keeps its share, in random order. */
const some = (count, tests = digits.test.count) => ({
    train: subset(digits.train, shuffled(evenly(digits.train.count, count))),
    test: subset(digits.test, evenly(digits.test.count, tests)),
});
const experiments = {
    a: async () => {
        const [count, tests] = quick ? [300, 100] : [5000, digits.test.count];
        const large = await digitsFromFolder(CACHE, log, { limit: count, tests, side: 64 });
        const data = { digits: quick ? some(600, 200) : digits, few: some(count, tests), large };
        return rowLstmExperiment(device, data, { seeds: quick ? 1 : 3, epochs: quick ? 1 : 5 }, log);
    },
    b: () => {
        const size = quick
            ? { layers: [1], units: [16], seeds: 1 }
            : { layers: [1, 2], units: [128, 256], seeds: 2 };
        return cellsExperiment(device, quick ? some(300, 100) : some(1000, 2000), pictures, size, log);
    },
    c: () => {
        const size = quick
            ? { side: 64, crops: { train: 16, test: 8 }, epochs: 1 }
            : { side: 224, crops: { train: 160, test: 80 }, epochs: 6 };
        return photographsExperiment(device, pictures, size, log);
    },
    d: () => {
        const rates = [6e-4, 2e-3, 6e-3];
        const size = quick
            ? { rates, epochs: 1, batch: 100, few: [50] }
            : { rates, epochs: 16, batch: 250, few: [100, 1000] };
        return clusteringExperiment(device, quick ? some(300, 100) : some(6000), size, log);
    },
};
const chosen = positionals.length > 0 ? positionals : Object.keys(experiments);
const unknown = chosen.find((name) => !(name in experiments));
if (unknown)
    throw new Error(`experiment ${unknown} is unknown: choose some of ${Object.keys(experiments).join(", ")}`);
const path = `${RESULTS}articles.json`;
let kept = !quick && existsSync(path) ? JSON.parse(await readFile(path, "utf8")) : {};
for (const name of chosen) {
    log(`experiment ${name}`);
    const found = await experiments[name]();
    const date = new Date().toISOString().slice(0, 10);
    const threads = device.info.details.threads ?? "";
    const machine = `${device.info.kind}, ${cpus()[0]?.model.trim()}, ${threads} threads, Node ${process.version}`;
    kept = { ...kept, [name]: { ...found, date, machine } };
    console.log(markdown(found));
    if (!quick)
        await keep(kept);
}
device.close();
async function keep(all) {
    const parts = Object.entries(all)
        .sort(([x], [y]) => (x < y ? -1 : 1))
        .map(([, { date, machine, ...found }]) => `${markdown(found)}\n${date}, ${machine}.\n`);
    const text = `# The articles' experiments\n\nWritten by \`npm run experiment:articles\`. Times are of one run.\n\n${parts.join("\n")}`;
    await ensureFolder(RESULTS);
    await writeFileAtomically(`${RESULTS}articles.md`, text);
    await writeFileAtomically(path, `${JSON.stringify(all, null, 2)}\n`);
}
//# sourceMappingURL=index.js.map