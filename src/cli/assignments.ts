/** The class of each image, and how sure the model is of it. */
import { roundProbability as round } from "../format.js";
import { argmaxRows, type Matrix } from "../models/image_model.js";

export { roundProbability as round } from "../format.js";

export interface Assignments {
  /** N classes; -1 for an image that belongs to none. */
  readonly clusters: Int32Array;
  /** N probabilities of the assigned class. */
  readonly confidence: Float32Array;
}

/** The most probable class of each row; a row whose most probable column is `unsorted` belongs to none. */
export function mostProbable(probabilities: Matrix, unsorted: number | null = null): Assignments {
  const { columns, data } = probabilities;
  const places = argmaxRows(probabilities);
  return {
    clusters: places.map((place) => (place === unsorted ? -1 : place)),
    confidence: Float32Array.from(places, (best, row) => data[row * columns + best]!),
  };
}

/** The classes that `fit` gave, each with its share, which need not be an image's greatest. */
export function ownClasses(
  labels: Int32Array,
  { columns, data }: Matrix,
  unsorted: number | null,
): Assignments {
  const confidence = Float32Array.from(
    labels,
    (label, row) => data[row * columns + (label < 0 ? unsorted! : label)]!,
  );
  return { clusters: labels, confidence };
}

/** Images and mean confidence of one class. */
export interface ClassSize {
  /** -1: images that belong to no class. */
  readonly cluster: number;
  readonly images: number;
  /** Null for an empty class. */
  readonly meanConfidence: number | null;
}

/** All classes in this order, then the images that belong to none, if there are some. */
export function classSizes({ clusters, confidence }: Assignments, ids: readonly number[]): ClassSize[] {
  const images = new Map<number, number>();
  const sums = new Map<number, number>();
  clusters.forEach((cluster, i) => {
    images.set(cluster, (images.get(cluster) ?? 0) + 1);
    sums.set(cluster, (sums.get(cluster) ?? 0) + confidence[i]!);
  });
  return [...ids, ...(images.has(-1) ? [-1] : [])].map((cluster) => {
    const size = images.get(cluster) ?? 0;
    return {
      cluster,
      images: size,
      meanConfidence: size === 0 ? null : round(sums.get(cluster)! / size),
    };
  });
}
