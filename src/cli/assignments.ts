/** The class of each image, and how sure the model is of it. */
import { roundProbability as round } from "../format.js";
import { argmaxRows, type Matrix } from "../models/image_model.js";
import { type ReviewClass, UNSORTED_CLASS } from "../review/index.js";

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
    clusters: places.map((place) => (place === unsorted ? UNSORTED_CLASS : place)),
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
  /** Its id; -1: images that belong to no class. */
  readonly cluster: number;
  /** Absent for a class without one. */
  readonly name?: string;
  readonly images: number;
  /** Null for an empty class. */
  readonly meanConfidence: number | null;
}

/** All classes in their order, then the images that belong to none, if there are some. */
export function classSizes(
  { clusters, confidence }: Assignments,
  classes: readonly ReviewClass[],
): ClassSize[] {
  const totals = new Map(
    [...classes.map(({ id }) => id), UNSORTED_CLASS].map((id) => [id, { images: 0, sum: 0 }]),
  );
  clusters.forEach((id, i) => {
    const total = totals.get(id)!;
    total.images++;
    total.sum += confidence[i]!;
  });
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  return [...totals]
    .filter(([id, { images }]) => id !== UNSORTED_CLASS || images > 0)
    .map(([id, { images, sum }]) => {
      const name = names.get(id) ?? null;
      return {
        ...{ cluster: id, ...(name !== null && { name }), images },
        meanConfidence: images === 0 ? null : round(sum / images),
      };
    });
}

/** Classes without names, called by the numbers of a model's columns. */
export const numberedClasses = (count: number): ReviewClass[] =>
  Array.from({ length: count }, (_, id) => ({ id, name: null }));
