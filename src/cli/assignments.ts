/** The class of each image, and how sure the model is of it. */
import type { Matrix } from "../models/index.js";

export interface Assignments {
  /** N classes. */
  readonly clusters: Int32Array;
  /** N probabilities of the assigned class. */
  readonly confidence: Float32Array;
}

/** The most probable class of each row. */
export function mostProbable({ rows, columns, data }: Matrix): Assignments {
  const clusters = new Int32Array(rows);
  const confidence = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let best = 0;
    for (let k = 1; k < columns; k++) {
      if (data[row * columns + k]! > data[row * columns + best]!) best = k;
    }
    clusters[row] = best;
    confidence[row] = data[row * columns + best]!;
  }
  return { clusters, confidence };
}

/** Images and mean confidence of one class. */
export interface ClassSize {
  readonly cluster: number;
  readonly images: number;
  /** Null for an empty class. */
  readonly meanConfidence: number | null;
}

export function classSizes({ clusters, confidence }: Assignments, count: number): ClassSize[] {
  const images = new Array<number>(count).fill(0);
  const sums = new Array<number>(count).fill(0);
  clusters.forEach((cluster, i) => {
    images[cluster]!++;
    sums[cluster]! += confidence[i]!;
  });
  return images.map((size, cluster) => ({
    cluster,
    images: size,
    meanConfidence: size === 0 ? null : round(sums[cluster]! / size),
  }));
}

/** Probabilities in files carry four digits: float32 sums differ beyond that between devices. */
export function round(probability: number): number {
  return Math.round(probability * 1e4) / 1e4;
}
