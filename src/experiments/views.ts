/**
 * Each preset of views on sets of pictures whose classes are known, and what the automatic choice loses to the best one.
 *
 *   npm run experiment:views -- [SET ...] [--presets NAME,NAME] [--seeds 0] [--images 300] [--again] [--pictures FOLDER]
 *
 * Sets are made by `npm run data:pictures`. The recurrent network alone sorts the pictures, smaller than by default so that
 * all presets are done in an hour or two. Prints a row for each set, preset and seed, and keeps it at once in
 * bench/results/views.json, with the table in views.md; --out FOLDER keeps them elsewhere. A row that is kept is not run
 * again.
 */
import "../platform/node.js";
import { availableParallelism, cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadImageFolder } from "../data/folder.js";
import { labelsFromFolders } from "../data/labels.js";
import { openImages } from "../data/source.js";
import { openDevice } from "../device/node/index.js";
import { clusteringAccuracy } from "../metrics/accuracy.js";
import { normalizedMutualInformation } from "../metrics/information.js";
import { ImageClusterer } from "../models/image_clusterer/index.js";
import { chooseViews, viewsPresets } from "../models/views/index.js";
import { mean } from "./articles/table.js";
import { chosen } from "./chosen.js";
import { KeptRows, machinesOf, type RowKey, type RowOrigin, tableLine } from "./kept_rows.js";
import { PICTURES, type PictureSet, picturesIn } from "./pictures/picture_set.js";
import { TRIAL_NETWORK } from "./trial_network.js";

const SIDE = 32;

/** The column is the preset. */
interface Row extends RowKey, RowOrigin {
  readonly count: number;
  /** The preset that `chooseViews` takes for these pictures. */
  readonly choice: string;
  readonly nmi: number;
  readonly accuracy: number;
  readonly seconds: number;
}

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    presets: { type: "string" },
    seeds: { type: "string", default: "0" },
    images: { type: "string", default: "300" },
    again: { type: "boolean", default: false },
    pictures: { type: "string", default: PICTURES },
    out: { type: "string", default: fileURLToPath(new URL("../../bench/results/", import.meta.url)) },
  },
});
const limit = Number(given.images);
const presets = chosen("preset", given.presets?.split(",") ?? [], viewsPresets());
const machine = `${cpus()[0]?.model.trim()}, ${availableParallelism()} processors`;
const rows = await KeptRows.open<Row>(given.out, "views", markdown);
const device = await openDevice("native");
for (const set of chosen("set", positionals, await picturesIn(given.pictures))) {
  const count = Math.min(limit, set.count);
  const pending = given.seeds
    .split(",")
    .flatMap((seed) => presets.map(({ name }) => ({ set: set.name, column: name, seed: Number(seed) })))
    .filter((key) => given.again || rows.find(key)?.count !== count);
  if (pending.length === 0) continue;
  // As `skein cluster` reads and looks at them.
  const { train } = await openImages(set.folder, { limit });
  const choice = chooseViews(train).views;
  for (const key of pending) {
    const found = await trained(set, key);
    const date = new Date().toISOString().slice(0, 10);
    await rows.keep({ ...key, count, choice, ...found, date, machine, load: Math.round(loadavg()[0]!) });
    console.log(
      `${set.name.padEnd(16)} ${key.column.padEnd(10)} seed ${key.seed}  NMI ${found.nmi.toFixed(3)}`,
    );
  }
}
device.close();

/** Trains the network with a preset of views, and compares its classes with the known ones. */
async function trained(
  { folder, classes }: PictureSet,
  { column, seed }: RowKey,
): Promise<Pick<Row, "nmi" | "accuracy" | "seconds">> {
  const { labels, ...images } = labelsFromFolders(
    await loadImageFolder(folder, { height: SIDE, width: SIDE, limit }),
  );
  const clusterer = new ImageClusterer({ ...TRIAL_NETWORK, clusters: classes, seed, views: column }, device);
  try {
    await clusterer.fit(images);
    const found = await clusterer.predict(images);
    const round = (value: number, digits: number) => Number(value.toFixed(digits));
    return {
      nmi: round(normalizedMutualInformation(labels!, found), 4),
      accuracy: round(clusteringAccuracy(labels!, found).accuracy, 4),
      seconds: round(clusterer.trainingSeconds, 1),
    };
  } finally {
    await clusterer.close();
  }
}

/** A row for each set: NMI with each preset, the choice, and how much the best preset is ahead of it. */
function markdown(all: readonly Row[]): string {
  const names = viewsPresets().map(({ name }) => name);
  const losses: number[] = [];
  const body = [...new Set(all.map(({ set }) => set))].map((set) => {
    const own = all.filter((row) => row.set === set);
    const { choice, count } = own[0]!;
    const scores = names.map((name) =>
      mean(own.filter(({ column }) => column === name).map(({ nmi }) => nmi)),
    );
    const complete = scores.every(Number.isFinite);
    const loss = Math.max(...scores) - scores[names.indexOf(choice)]!;
    if (complete) losses.push(loss);
    const cells = scores.map((score) => (Number.isFinite(score) ? score.toFixed(3) : ""));
    return tableLine([set, String(count), ...cells, choice, complete ? loss.toFixed(3) : ""]);
  });
  const head = ["set", "pictures", ...names, "automatic choice", "below the best"];
  const seeds = [...new Set(all.map(({ seed }) => seed))].sort((a, b) => a - b);
  return [
    "# Views: the automatic choice beside each preset",
    "",
    `- Written by \`npm run experiment:views\`. NMI of the recurrent network alone, mean over the seeds ${seeds.join(", ")}. ` +
      `Pictures at even distances of the sets of \`npm run data:pictures\`, scaled to ${SIDE} x ${SIDE}; a network of two convolutions ` +
      `(${TRIAL_NETWORK.stem.map(({ channels }) => channels).join(" and ")} channels) and ${TRIAL_NETWORK.hidden} hidden units; batch and epochs by the number of pictures. Empty cells were not run.`,
    `- Mean below the best preset, of the ${losses.length} sets with all presets: ${losses.length > 0 ? mean(losses).toFixed(3) : "none"}. ` +
      "The choice looks at the pictures as `skein cluster` reads them.",
    `- Machines: ${machinesOf(all).join("; ")}.`,
    "",
    tableLine(head),
    tableLine(head.map(() => "---")),
    ...body,
    "",
  ].join("\n");
}
