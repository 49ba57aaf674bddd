/** Which class is right for each image, where labels are known. */
import { DataError } from "../errors.js";
import { clusteringAccuracy } from "../metrics/accuracy.js";
import type { Images } from "../models/images.js";
import { classesOfLabels } from "../models/known_labels.js";
import type { PredictingModel } from "../models/registry.js";
import { unsortedPlace } from "../models/unsorted.js";

/** Images, with labels or without. An `ImageSet` is one. */
export interface LabelledImages extends Images {
  /** A class of the labels for each image, -1 where it is not known; null for none. */
  readonly labels?: Int32Array | null;
  readonly labelNames?: readonly string[] | null;
}

/**
 * The class that is right for each image, [N]: -1 where its label is not known, and past the last class where no class stands
 * for it; null without labels. A supervised model's classes are matched by name; found ones one to one by how the images
 * without change fall; the place of unsorted images stands for no label.
 * @param found the class of each image without change, [N].
 * @throws {DataError} when labels are not as many as images, or one is none of a supervised model's.
 */
export function rightClasses(
  model: Pick<PredictingModel, "supervised" | "classNames">,
  { count, labels, labelNames }: LabelledImages,
  found: Int32Array,
): Int32Array | null {
  const { supervised, classNames } = model;
  if (!labels?.some((label) => label >= 0)) return null;
  if (labels.length !== count) {
    throw new DataError(`robustness: ${labels.length} labels for ${count} images: give one for each`);
  }
  const classOf = supervised
    ? classesOfLabels(classNames, labels, labelNames ?? null)
    : byCount(labels, found, unsortedPlace(model));
  return labels.map((label) => (label < 0 ? -1 : (classOf.get(label) ?? classNames.length)));
}

function byCount(labels: Int32Array, found: Int32Array, unsorted: number | null) {
  const counts = (_: number, image: number) => labels[image]! >= 0 && found[image] !== unsorted;
  const sorted = found.filter(counts);
  if (sorted.length === 0) return new Map<number, number>();
  const { mapping } = clusteringAccuracy(labels.filter(counts), sorted);
  return new Map([...mapping].map(([cluster, label]) => [label, cluster]));
}
