/** Which label of a set of images each class of a classifier stands for. */
import type { ImageSet } from "../data/image_set.js";
import { DataError } from "../errors.js";
import { UNMAPPED } from "../metrics/labels.js";
import { labelName } from "./scores.js";

/**
 * Matches classes and labels by name; a label without a name is called by its number.
 * @throws {DataError} when the images have a label that the model has no class for.
 */
export function knownLabels(
  classNames: readonly string[],
  { labels, labelNames }: ImageSet,
): ReadonlyMap<number, number> {
  const labelOf = new Map<string, number>();
  for (const label of new Set(labels!)) labelOf.set(labelName(labelNames, label), label);
  const unknown = [...labelOf.keys()].find((name) => !classNames.includes(name));
  if (unknown !== undefined) {
    throw new DataError(
      `label ${unknown} is none of the ${classNames.length} classes that the model knows: ` +
        "leave such images out, or train again with them",
    );
  }
  return new Map(classNames.map((name, place) => [place, labelOf.get(name) ?? UNMAPPED]));
}
