/**
 * Sets of pictures whose classes are known, sorted by the features of a pretrained encoder, beside HOG with k-means and
 * `skein cluster` from scratch, whose rows are those of bench/results/pictures.json.
 *
 *   npm run experiment:encoders -- [SET ...] [--encoder NAME] [--layer NAME] [--side 128] [--seeds 0,1,2] [--again] [--pictures FOLDER]
 *
 * Sets are made by `npm run data:pictures`, encoders by `npm run data:encoders`. Prints a row for each set, way and seed, and keeps
 * it at once in bench/results/encoders.json, with tables of means in encoders.md; --out FOLDER keeps them elsewhere. A row that is
 * kept is not run again.
 */
import { readFile } from "node:fs/promises";
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openDevice } from "../device/node/index.js";
import { clusteringMethods } from "../estimators/registry.js";
import { clusteringAccuracy } from "../metrics/accuracy.js";
import { normalizedMutualInformation } from "../metrics/information.js";
import {
  clusterEncoded,
  type FeatureReduction,
  openEncoder,
  openFeatureCache,
  type Pooling,
} from "../models/index.js";
import { mean } from "./articles/table.js";
import { chosen } from "./chosen.js";
import { KeptRows, machinesOf, type RowKey, type RowOrigin, tableLine } from "./kept_rows.js";
import { PICTURES, picturesIn, readPictures } from "./pictures/picture_set.js";
import type { Row as PictureRow } from "./pictures/rows.js";

interface Way {
  readonly name: string;
  readonly reduction?: FeatureReduction;
  readonly method?: string;
  /** Default: what suits the layer. */
  readonly pooling?: Pooling;
  /** Draws random numbers in the method alone, or in none: one seed stands for all. */
  readonly deterministic?: boolean;
}

const WAYS: readonly Way[] = [
  { name: "features, k-means", reduction: "none", method: "kmeans" },
  { name: "PCA, k-means", reduction: "pca", method: "kmeans" },
  { name: "PCA, mixture", reduction: "pca", method: "gmm" },
  { name: "PCA, Ward", reduction: "pca", method: "ward", deterministic: true },
  { name: "UMAP, k-means", reduction: "umap", method: "kmeans" },
  { name: "UMAP, Ward", reduction: "umap", method: "ward" },
  { name: "features, TEMI", reduction: "none", method: "temi" },
  { name: "features, TURTLE", reduction: "none", method: "turtle" },
  { name: "cells, recurrent", pooling: "recurrent" },
];

/** Rows of bench/results/pictures.json that are shown beside. */
const BESIDE = { "hog-kmeans": "HOG, k-means", skein: "skein cluster, from scratch" } as const;

interface Row extends RowKey, RowOrigin {
  readonly count: number;
  readonly classes: number;
  readonly encoder: string;
  readonly layer: string;
  readonly side: number;
  readonly nmi: number;
  readonly accuracy: number;
}

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    encoder: { type: "string", default: "mobilenet-v2" },
    layer: { type: "string", default: "block_13_expand_relu" },
    side: { type: "string", default: "128" },
    seeds: { type: "string", default: "0,1,2" },
    again: { type: "boolean", default: false },
    pictures: { type: "string", default: PICTURES },
    out: { type: "string", default: fileURLToPath(new URL("../../bench/results/", import.meta.url)) },
  },
});
const NATURAL = ["stamps", "clipart", "units", "terrain"];
const sets = chosen("set", positionals.length > 0 ? positionals : NATURAL, await picturesIn(given.pictures));
const seeds = given.seeds.split(",").map(Number);
const side = Number(given.side);
const beside = JSON.parse(
  await readFile(fileURLToPath(new URL("../../bench/results/pictures.json", import.meta.url)), "utf8"),
) as PictureRow[];
const rows = await KeptRows.open<Row>(given.out, "encoders", markdown);
const onnx = fileURLToPath(
  new URL(join("../../.cache/encoders", given.encoder, "model.onnx"), import.meta.url),
);
const device = await openDevice("native");
const cache = openFeatureCache();
const ways = WAYS.filter(({ method = "kmeans" }) => clusteringMethods.find(method));
const machine = `${cpus()[0]?.model.trim()}, ${availableParallelism()} processors`;
let failed = 0;
for (const { name, folder, classes, count } of sets) {
  const images = await readPictures(folder, side);
  for (const way of ways) {
    for (const seed of way.deterministic ? seeds.slice(0, 1) : seeds) {
      const key = { set: name, column: `${given.encoder}, ${given.layer}, ${side}: ${way.name}`, seed };
      if (!given.again && rows.find(key)?.count === count) continue;
      try {
        const { method, reduction, pooling } = way;
        const { layer } = given;
        const encoder = await openEncoder({ onnx, layer, pooling, preprocessing: { size: side } }, device);
        const found = await clusterEncoded(images, encoder, {
          method,
          reduction,
          clusters: classes,
          seed,
          cache,
        });
        await found.model.close();
        encoder.release();
        const nmi = normalizedMutualInformation(images.labels!, found.labels);
        const { accuracy } = clusteringAccuracy(images.labels!, found.labels);
        await rows.keep({
          ...key,
          ...{ count, classes, encoder: given.encoder, layer: given.layer, side },
          ...{ nmi: Number(nmi.toFixed(4)), accuracy: Number(accuracy.toFixed(4)) },
          ...{ date: new Date().toISOString().slice(0, 10), machine, load: Math.round(loadavg()[0]!) },
        });
        console.log(
          `${name.padEnd(10)} ${key.column.padEnd(34)} seed ${seed}  NMI ${nmi.toFixed(3)}  accuracy ${accuracy.toFixed(3)}`,
        );
      } catch (error) {
        failed++;
        console.error(`${name}, ${way.name}: ${(error as Error).message}`);
      }
    }
  }
}
await cache?.close();
device.close();
if (failed > 0) process.exitCode = 1;

function markdown(all: readonly Row[]): string {
  const names = [...new Set(all.map(({ set }) => set))];
  const columns = [...new Set(all.map(({ column }) => column))];
  const others = Object.entries(BESIDE);
  const tables = (["nmi", "accuracy"] as const).map((score) => {
    const shown = (values: readonly number[]) => (values.length > 0 ? mean(values).toFixed(3) : "");
    const body = names.map((set) => {
      const own = all.filter((row) => row.set === set);
      return tableLine([
        set,
        own[0]!.count.toLocaleString("en"),
        String(own[0]!.classes),
        ...others.map(([column]) =>
          shown(beside.filter((row) => row.set === set && row.column === column).map((row) => row[score])),
        ),
        ...columns.map((column) =>
          shown(own.filter((row) => row.column === column).map((row) => row[score])),
        ),
      ]);
    });
    const head = ["set", "pictures", "classes", ...others.map(([, title]) => title), ...columns];
    const title = score === "nmi" ? "NMI" : "Accuracy";
    return [`## ${title}`, "", tableLine(head), tableLine(head.map(() => "---")), ...body, ""].join("\n");
  });
  const made = [
    ...new Set(all.map(({ encoder, layer, side }) => `${encoder}, layer ${layer}, ${side} x ${side} pixels`)),
  ];
  return [
    "# Pictures sorted by features of a pretrained encoder",
    "",
    "- Written by `npm run experiment:encoders`. Sets: `npm run data:pictures`; encoders: `npm run data:encoders`. Means over the seeds 0, 1, 2; Ward on principal components is run once.",
    `- Encoders: ${made.join("; ")}. The layer was chosen among nine by the labels of these sets, of all of which the last layers did worst: figures of one layer on sets that it was not chosen by may be lower.`,
    "- Cells, recurrent: a recurrent network on the cells of the layer's maps (`--pooling recurrent`). PCA: rows of length 1, standardised, 50 components. UMAP: those in 5 dimensions. HOG with k-means and `skein cluster` from scratch: the rows of pictures.md.",
    `- Machines: ${machinesOf(all).join("; ")}.`,
    "",
    ...tables,
  ].join("\n");
}
