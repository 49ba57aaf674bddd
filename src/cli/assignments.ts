/** The class of each image, and how sure the model is of it. */
import { argmaxRows, type Matrix } from "../models/image_model.js";

export interface Assignments {
  /** N classes. */
  readonly clusters: Int32Array;
  /** N probabilities of the assigned class. */
  readonly confidence: Float32Array;
}

/** The most probable class of each row. */
export function mostProbable(probabilities: Matrix): Assignments {
  const { columns, data } = probabilities;
  const clusters = argmaxRows(probabilities);
  return { clusters, confidence: Float32Array.from(clusters, (best, row) => data[row * columns + best]!) };
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
