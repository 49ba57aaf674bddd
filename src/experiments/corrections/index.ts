/**
 * How much answers of a person improve classes: the page's questions beside random ones, the person simulated from labels.
 *
 *   npm run experiment:corrections -- [mnist] [fashion-mnist] [--images 10000] [--part test] [--fashion FOLDER] [--fashion-model FILE] [--mnist-model FILE]
 *
 * Of the first test images of each set, or the first training images (`--part train`). Classes are those of an `ImageClusterer` that was trained on the training images and saved
 * (`--fashion-model`), or else of the quick sort that `skein cluster` begins with. Rows are kept in
 * bench/results/corrections.json as they come (--out names another folder), and tables in corrections.md.
 */
import "../../platform/node.js";
import { availableParallelism, cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type ImageSet, take } from "../../data/image_set.js";
import { loadFashionMnist, loadMnist } from "../../data/mnist.js";
import type { Device } from "../../device/index.js";
import { openDevice } from "../../device/node/index.js";
import { Hog } from "../../features/index.js";
import { clusteringAccuracy } from "../../metrics/accuracy.js";
import { quickClusters } from "../../models/image_sorter/quick.js";
import { ImageClusterer, type Matrix } from "../../models/index.js";
import { Random } from "../../random/philox.js";
import { beliefsOf, type ClassBeliefs, joinFeatures, ReviewGraph } from "../../review/fit/index.js";
import { tensor } from "../../tensor/index.js";
import { chosen } from "../chosen.js";
import { askPerson } from "./person.js";
import { AFTER, openRows, WAYS } from "./rows.js";

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    images: { type: "string", default: "10000" },
    /** A folder with Fashion-MNIST's IDX files; default Debian's. */
    fashion: { type: "string" },
    "fashion-model": { type: "string" },
    "mnist-model": { type: "string" },
    /** "test" or "train": images of which part of a set. */
    part: { type: "string", default: "test" },
    seed: { type: "string", default: "0" },
    again: { type: "boolean", default: false },
    out: { type: "string", default: fileURLToPath(new URL("../../../bench/results/", import.meta.url)) },
  },
});
const seed = Number(given.seed);
const part = given.part === "train" ? "train" : "test";
const CLASSES = 10;

const sets = [
  { name: "mnist", model: given["mnist-model"], read: loadMnist },
  { name: "fashion-mnist", model: given["fashion-model"], read: () => loadFashionMnist(given.fashion) },
];

interface Sorted {
  readonly prior: ClassBeliefs;
  /** Of the model beside HOG; HOG alone without a model. */
  readonly features: Matrix;
  readonly by: string;
}

async function hogOf(images: ImageSet, device: Device): Promise<Matrix> {
  const { count, height, width, channels, pixels } = images;
  using x = tensor(
    device,
    Float32Array.from(pixels, (value) => value / 255),
    [count, height, width, channels],
  );
  using y = await (await new Hog({ pixelsPerCell: "auto" }).fit(x)).transform(x);
  return { rows: count, columns: y.shape[1]!, data: (await y.data()) as Float32Array };
}

async function sorted(images: ImageSet, path: string | undefined, device: Device): Promise<Sorted> {
  const hog = await hogOf(images, device);
  if (path !== undefined) {
    const model = await ImageClusterer.load(path, device);
    try {
      const probabilities = await model.predictProba(images);
      const places = Array.from({ length: probabilities.columns }, (_, place) => place);
      const features = joinFeatures([await model.transform(images), hog]);
      return { prior: beliefsOf(probabilities, places), features, by: "a trained ImageClusterer" };
    } finally {
      await model.close();
    }
  }
  const unlabelled = { ...images, labels: null };
  const found = await quickClusters(unlabelled, { clusters: CLASSES, seed, device, preprocess: [] });
  try {
    const places = Array.from({ length: CLASSES }, (_, place) => place);
    const prior = beliefsOf(await found.model.predictProba(images), places);
    return { prior, features: hog, by: "the quick sort" };
  } finally {
    await found.model.close();
  }
}

const machine = `${cpus()[0]?.model.trim()}, ${availableParallelism()} processors`;
const rows = await openRows(given.out);
const device = await openDevice("native");
for (const { name: source, model, read } of chosen("set", positionals, sets)) {
  const name = part === "test" ? source : `${source}, training images`;
  const images = take((await read())[part], Number(given.images));
  const pending = WAYS.filter(
    ({ name: column }) => given.again || rows.find({ set: name, column, seed })?.count !== images.count,
  );
  if (pending.length === 0) continue;
  const { prior, features, by } = await sorted(images, model, device);
  const graph = await ReviewGraph.of(features, device);
  const known = { graph, prior, labels: images.labels! };
  for (const { name: column, ask, wrong } of pending) {
    const scores = await askPerson(known, ask, { after: AFTER, random: new Random(seed, 1), wrong });
    await rows.keep({
      ...{ set: name, column, seed, by, count: images.count, scores },
      before: clusteringAccuracy(known.labels, prior.classOf).accuracy,
      date: new Date().toISOString().slice(0, 10),
      machine,
      load: Math.round(loadavg()[0]!),
    });
    console.log(
      name,
      column,
      scores.map(({ answers, accuracy }) => `${answers}: ${accuracy.toFixed(4)}`).join("  "),
    );
  }
}
device.close();
