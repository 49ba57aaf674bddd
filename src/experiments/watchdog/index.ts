/**
 * Whether `watchClustering` tells clusterings that failed from good ones, on sets of pictures whose classes are known.
 *
 *   npm run experiment:watchdog -- [SET ...] [--clusterings NAME,NAME] [--seeds 0] [--images 300] [--again] [--pictures FOLDER]
 *
 * Sets are made by `npm run data:pictures`; `mnist` is one more. Good clusterings are made of mnist, digits and textures, and
 * of other sets the labels alone. Prints a row for each set, clustering and seed, and keeps it at once in
 * bench/results/watchdog.json, with tables in watchdog.md; --out FOLDER keeps them elsewhere. A row that is kept, of as many
 * images, is not made again.
 */
import "../../platform/node.js";
import { availableParallelism, cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { evenly, type ImageSet, subset } from "../../data/image_set.js";
import { loadMnist } from "../../data/mnist.js";
import { openDevice } from "../../device/node/index.js";
import { normalizedMutualInformation } from "../../metrics/information.js";
import { watchClustering } from "../../models/watchdog/index.js";
import { chosen } from "../chosen.js";
import { PICTURES, picturesIn, readPictures, sideOf } from "../pictures/picture_set.js";
import { CLUSTERINGS } from "./clusterings.js";
import { openRows, QUIET_SETS, REPEATED_SETS } from "./rows.js";

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    clusterings: { type: "string" },
    seeds: { type: "string", default: "0" },
    images: { type: "string", default: "300" },
    again: { type: "boolean", default: false },
    pictures: { type: "string", default: PICTURES },
    out: { type: "string", default: fileURLToPath(new URL("../../../bench/results/", import.meta.url)) },
  },
});
const pictures = await picturesIn(given.pictures);
const sets: { readonly name: string; readonly classes: number; read(): Promise<ImageSet> }[] = [
  { name: "mnist", classes: 10, read: async () => (await loadMnist()).train },
  ...pictures
    .filter(({ name }) => !REPEATED_SETS.includes(name))
    .map(({ name, classes, folder }) => ({
      ...{ name, classes },
      read: async () => await readPictures(folder, await sideOf(folder)),
    })),
];
const clusterings = chosen("clustering", given.clusterings?.split(",") ?? [], CLUSTERINGS);
const machine = `${cpus()[0]?.model.trim()}, ${availableParallelism()} processors`;
const rows = await openRows(given.out);
const device = await openDevice("native");
for (const { name: set, classes: clusters, read } of chosen("set", positionals, sets)) {
  const all = await read();
  const images = subset(all, evenly(all.count, Number(given.images)));
  const kept = (column: string, seed: number) => rows.find({ set, column, seed })?.count === images.count;
  const pending = clusterings
    .filter(({ name, good }) => !good || name === "labels" || QUIET_SETS.includes(set))
    .flatMap((clustering) => given.seeds.split(",").map((seed) => ({ clustering, seed: Number(seed) })))
    .filter(({ clustering, seed }) => given.again || !kept(clustering.name, seed));
  for (const { clustering, seed } of pending) {
    const made = await clustering.make({ images, clusters, device, seed });
    const found =
      made && (await watchClustering(images, made.classes, { clusters, others: made.others ?? [], device }));
    const nmi = made && Number(normalizedMutualInformation(images.labels!, made.classes).toFixed(4));
    const alarms = (found ?? []).filter(({ severity }) => severity === "failed").map(({ check }) => check);
    const date = new Date().toISOString().slice(0, 10);
    const load = Math.round(loadavg()[0]!);
    await rows.keep({
      set,
      column: clustering.name,
      seed,
      count: images.count,
      nmi,
      alarms,
      date,
      machine,
      load,
    });
    console.log(
      set.padEnd(14),
      clustering.name.padEnd(18),
      seed,
      nmi?.toFixed(3) ?? "none",
      alarms.join(", ") || "-",
    );
  }
}
device.close();
