/** Labels as classes: which there are, and which images are kept for validation. */
import { DataError } from "../../errors.js";
import { Random, streamOf } from "../../random/philox.js";

/** Share of each class that is judged and not trained on, where a source brings no test images. */
export const VALIDATION_SPLIT = 0.2;

/** Classes of a training set. */
export interface Classes {
  /** The label of each class, ascending. */
  readonly labels: readonly number[];
  /** The class of each image: the place of its label. */
  readonly indices: Uint32Array;
  /** Images of each class. */
  readonly counts: readonly number[];
}

/**
 * The classes of a training set.
 * @param names of the labels, for messages.
 * @throws {DataError} when labels are not whole numbers from 0 up, one for each image, or there are fewer than two
 *   classes, or a class has a single image.
 */
export function classesOf(
  labels: ArrayLike<number>,
  images: number,
  names: readonly string[] | null = null,
): Classes {
  checkCount(labels, { count: images });
  const counts = new Map<number, number>();
  for (let i = 0; i < labels.length; i++) {
    const label = checkLabel(labels[i], i);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const nameOf = (label: number) => names?.[label] ?? String(label);
  const distinct = [...counts.keys()].sort((a, b) => a - b);
  if (distinct.length < 2) {
    throw new DataError(
      `${images} images of ${distinct.length === 1 ? `one class only (${nameOf(distinct[0]!)})` : "no class"}: give images of two classes or more`,
    );
  }
  const single = distinct.find((label) => counts.get(label) === 1);
  if (single !== undefined) {
    throw new DataError(`class ${nameOf(single)} has a single image: give it two or more, or leave it out`);
  }
  return {
    labels: distinct,
    indices: placesOf(labels, distinct),
    counts: distinct.map((label) => counts.get(label)!),
  };
}

/**
 * The class of each label.
 * @throws {DataError} when a label is none of the model's.
 */
export function placesOf(labels: ArrayLike<number>, known: readonly number[]): Uint32Array {
  const places = new Map(known.map((label, place) => [label, place]));
  return Uint32Array.from({ length: labels.length }, (_, i) => {
    const place = places.get(checkLabel(labels[i], i));
    if (place === undefined) {
      throw new DataError(
        `label ${labels[i]} of image ${i} is none of the ${known.length} classes that the model knows: ` +
          "leave such images out, or train again with them",
      );
    }
    return place;
  });
}

/** @throws {DataError} when there is not one label for each image. */
export function checkCount(
  labels: ArrayLike<number>,
  { count }: { readonly count: number },
): ArrayLike<number> {
  if (labels.length === count) return labels;
  throw new DataError(`${labels.length} labels for ${count} images: give one for each`);
}

function checkLabel(label: number | undefined, image: number): number {
  if (label !== undefined && Number.isSafeInteger(label) && label >= 0) return label;
  throw new DataError(`label ${label} of image ${image} is no class: give whole numbers from 0 up`);
}

/**
 * Parts the images at random, each class by the same share; of each class at least one image is in either part.
 * @returns numbers of images, ascending.
 */
export function stratifiedSplit(
  { indices, counts }: Classes,
  validation: number,
  seed: number,
): { readonly train: Uint32Array; readonly validation: Uint32Array } {
  const wanted = counts.map((count) => Math.min(count - 1, Math.max(1, Math.round(validation * count))));
  const held = new Uint8Array(indices.length);
  for (const image of new Random(seed, streamOf("validation")).permutation(indices.length)) {
    const place = indices[image]!;
    if (wanted[place]! > 0) {
      wanted[place]!--;
      held[image] = 1;
    }
  }
  const part = (kept: number) =>
    Uint32Array.from({ length: indices.length }, (_, i) => i).filter((image) => held[image] === kept);
  return { train: part(0), validation: part(1) };
}
