/** (d) 6,000 digits without labels: a recurrent network beside classical methods, and a forest on few labels. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KMeans } from "../../clustering/kmeans/kmeans.js";
import { scaledPixels } from "../../compare/pixels.js";
import type { ImageSet } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import { clusteringAccuracy } from "../../metrics/accuracy.js";
import { normalizedMutualInformation } from "../../metrics/information.js";
import { ImageClusterer } from "../../models/index.js";
import { tensor } from "../../tensor/index.js";
import { runPython } from "../python.js";
import type { Split } from "./pictures.js";
import { type Experiment, type Log, type Row, timed } from "./table.js";

const CLUSTERS = 10;
const HIDDEN = 256;
const COMPLEXITY = {
  network: "epochs x images x (convolutions + steps x 6 x hidden x (inputs + hidden)): linear in images",
  kMeans: "iterations x images x clusters x pixels: linear in images",
  "Gaussian mixture": "iterations x images x clusters x components^2: linear in images",
  "agglomerative clustering": "images^2 x pixels, images^2 of memory: quadratic",
  "random forest": "trees x labels x log(labels) x sqrt(pixels)",
};

export interface ClusteringOptions {
  readonly rates: readonly number[];
  /** Passes of the network over the images. */
  readonly epochs: number;
  readonly batch: number;
  readonly few: readonly number[];
}

interface Outcome {
  readonly method: string;
  readonly labels: number;
  readonly rate?: number;
  readonly seconds: number;
  readonly parameters: number;
  readonly train: ArrayLike<number>;
  /** Null where the method has no answer for new images. */
  readonly test: ArrayLike<number> | null;
  readonly predictSeconds: number | null;
  readonly complexity: string;
}

export async function clusteringExperiment(
  device: Device,
  { train, test }: Split,
  { rates, epochs, batch, few }: ClusteringOptions,
  log: Log,
): Promise<Experiment> {
  const rows: Row[] = [];
  const keep = (outcome: Outcome) => {
    const row = rowOf(outcome, train, test);
    log(Object.values(row).join("  "));
    rows.push(row);
  };
  for (const rate of rates) keep(await network(device, { train, test }, { rate, epochs, batch }));
  keep(await kMeans(device, { train, test }));
  const classical = await scikitLearn({ train, test }, few);
  for (const outcome of classical ?? []) keep(outcome);
  return {
    title: "(d) 6,000 digits without labels",
    about: [
      `${train.count.toLocaleString("en")} digits of MNIST, ${CLUSTERS} clusters. Network: ImageClusterer with hidden ` +
        `${HIDDEN}, ${epochs} epochs in batches of ${batch}, at three learning rates.`,
      "Accuracy: clusters matched to digits one to one, for scoring only; of the forest, its predictions, those of the " +
        "labelled digits included. New images: " +
        `${test.count.toLocaleString("en")} digits that none has seen. NMI on those it learned from.`,
      classical
        ? "Mixture, agglomerative clustering and forest are scikit-learn's; parameters of a forest are its nodes."
        : "Mixture, agglomerative clustering and forest need scikit-learn, which was not found: left out.",
    ],
    rows,
  };
}

function rowOf(outcome: Outcome, train: ImageSet, test: ImageSet): Row {
  const accuracyOf = (labels: Int32Array, found: ArrayLike<number>) => {
    if (outcome.labels === 0) return clusteringAccuracy(labels, found).accuracy;
    return labels.reduce((right, label, i) => right + (label === found[i] ? 1 : 0), 0) / labels.length;
  };
  return {
    method: outcome.method,
    "labels used": outcome.labels,
    "learning rate": outcome.rate ?? "-",
    "accuracy, its own": accuracyOf(train.labels!, outcome.train),
    "accuracy, new images": outcome.test ? accuracyOf(test.labels!, outcome.test) : "no prediction",
    NMI: outcome.labels === 0 ? normalizedMutualInformation(train.labels!, outcome.train) : "-",
    "seconds of fitting": outcome.seconds,
    "ms per 1,000 new": outcome.predictSeconds === null ? "-" : (1e6 * outcome.predictSeconds) / test.count,
    parameters: outcome.parameters,
    complexity: outcome.complexity,
  };
}

async function network(
  device: Device,
  { train, test }: Split,
  { rate, epochs, batch }: { rate: number; epochs: number; batch: number },
): Promise<Outcome> {
  const clusterer = new ImageClusterer(
    { clusters: CLUSTERS, hidden: HIDDEN, epochs, batch, learningRate: rate, seed: 0 },
    device,
  );
  try {
    const [, seconds] = await timed(() => clusterer.fit(train));
    const [found, predictSeconds] = await timed(() => clusterer.predict(test));
    return {
      ...{ method: "recurrent network", labels: 0, rate, seconds, predictSeconds, test: found },
      parameters: clusterer.network.count(),
      train: await clusterer.predict(train),
      complexity: COMPLEXITY.network,
    };
  } finally {
    await clusterer.close();
  }
}

async function kMeans(device: Device, { train, test }: Split): Promise<Outcome> {
  const columns = train.height * train.width;
  using x = tensor(device, scaledPixels(train), [train.count, columns]);
  using held = tensor(device, scaledPixels(test), [test.count, columns]);
  const kmeans = new KMeans({ clusters: CLUSTERS, nInit: 10, seed: 0 });
  const [, seconds] = await timed(() => kmeans.fit(x));
  const [found, predictSeconds] = await timed(() => kmeans.predict(held));
  return {
    ...{
      method: "k-means, 10 starts",
      labels: 0,
      seconds,
      predictSeconds,
      test: found,
      train: kmeans.labels,
    },
    parameters: CLUSTERS * columns,
    complexity: COMPLEXITY.kMeans,
  };
}

/** Null where no Python has scikit-learn. */
async function scikitLearn({ train, test }: Split, few: readonly number[]): Promise<Outcome[] | null> {
  const folder = await mkdtemp(join(tmpdir(), "skein-articles-"));
  const file = async (name: string, values: NodeJS.ArrayBufferView) => {
    await writeFile(join(folder, name), values);
    return join(folder, name);
  };
  try {
    const order = {
      train: await file("train", scaledPixels(train)),
      test: await file("test", scaledPixels(test)),
      labels: await file("labels", train.labels!),
      ...{ columns: train.height * train.width, clusters: CLUSTERS, few, seed: 0 },
    };
    const found = (await runPython("sklearn_clusters.py", order)) as Omit<Outcome, "complexity">[] | null;
    return found?.map((outcome) => ({ ...outcome, complexity: complexityOf(outcome.method) })) ?? null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function complexityOf(method: string): string {
  return Object.entries(COMPLEXITY).find(([name]) => method.startsWith(name))?.[1] ?? "-";
}
