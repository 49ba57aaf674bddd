/** What is compared: scikit-learn's clusterings on the pixels that Skein reads, and Skein's command line on the folder. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { ImageSet } from "../../data/image_set.js";
import { clusteringAccuracy } from "../../metrics/accuracy.js";
import { normalizedMutualInformation } from "../../metrics/information.js";
import { runPython } from "../python.js";
import { type PictureSet, readPictures, sideOf } from "./picture_set.js";

const MAIN = fileURLToPath(new URL("../../cli/main.js", import.meta.url));

export interface Outcome {
  readonly seed: number;
  readonly nmi: number;
  readonly accuracy: number;
  readonly seconds: number;
}

export interface Column {
  readonly name: string;
  readonly title: string;
  readonly peer: boolean;
  /** Draws no random numbers: one seed stands for all. */
  readonly deterministic?: boolean;
  run(set: PictureSet, seeds: readonly number[], threads: number): AsyncIterable<Outcome>;
}

/** A clustering of scikit-learn, by its name in bench/peers/sklearn_pictures.py. */
function peer(name: string, title: string, deterministic = false): Column {
  return { name, title, peer: true, deterministic, run: (...job) => runPeer(name, ...job) };
}

/** `skein cluster FOLDER -k K` with these options. */
function skein(name: string, title: string, options: readonly string[]): Column {
  return { name, title, peer: false, run: (set, seeds) => runSkein(options, set, seeds) };
}

export const COLUMNS: readonly Column[] = [
  peer("kmeans", "k-means"),
  peer("pca-kmeans", "PCA, k-means"),
  peer("hog-kmeans", "HOG, k-means"),
  peer("hog-ward", "HOG, Ward", true),
  peer("pca-mixture", "PCA, mixture"),
  peer("pca-spectral", "PCA, spectral"),
  peer("tsne-kmeans", "t-SNE, k-means"),
  peer("hog-tsne-kmeans", "HOG, t-SNE, k-means"),
  skein("skein", "skein cluster", []),
  // Too little time for the network, so that the first result stays.
  skein("quick", "its first result", ["--minutes", "0.001"]),
  skein("network", "its network alone", ["--method", "network"]),
];

let last: { folder: string; images: ImageSet } | null = null;

/** The pictures as Skein reads them; those of the last set stay in memory. */
async function imagesOf({ folder }: PictureSet): Promise<ImageSet> {
  if (last?.folder !== folder) last = { folder, images: await readPictures(folder, await sideOf(folder)) };
  return last.images;
}

async function* runPeer(
  method: string,
  set: PictureSet,
  seeds: readonly number[],
  threads: number,
): AsyncIterable<Outcome> {
  const { count, height, width, channels, pixels, labels } = await imagesOf(set);
  const folder = await mkdtemp(join(tmpdir(), "skein-pictures-"));
  try {
    const file = join(folder, "pixels");
    await writeFile(file, pixels);
    const shape = [count, height, width, channels];
    const order = { method, pixels: file, shape, clusters: set.classes, seeds, threads };
    const found = (await runPython("sklearn_pictures.py", order)) as Found[] | null;
    if (!found) throw new Error("scikit-learn and scikit-image are missing: run npm run bench:peers:setup");
    for (const { seed, seconds, labels: own } of found) {
      const nmi = normalizedMutualInformation(labels!, own);
      yield { seed, nmi, accuracy: clusteringAccuracy(labels!, own).accuracy, seconds };
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Found {
  readonly seed: number;
  readonly labels: readonly number[];
  readonly seconds: number;
}

/** The whole command, decoding and writing included. */
async function* runSkein(
  options: readonly string[],
  set: PictureSet,
  seeds: readonly number[],
): AsyncIterable<Outcome> {
  for (const seed of seeds) {
    const folder = await mkdtemp(join(tmpdir(), "skein-pictures-"));
    try {
      const asked = ["-k", String(set.classes), "--seed", String(seed), ...options];
      const out = ["--out", join(folder, "run"), "--no-report", "--labels", "folders", "--json", "--quiet"];
      const start = performance.now();
      const command = [MAIN, "cluster", set.folder, ...asked, ...out];
      const { stdout } = await promisify(execFile)(process.execPath, command, { maxBuffer: 2 ** 28 });
      const seconds = (performance.now() - start) / 1000;
      const { nmi, accuracy } = JSON.parse(stdout).scores.all;
      yield { seed, nmi, accuracy, seconds };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
