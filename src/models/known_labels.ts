/** Which class of a model that learned labels each label of a set of images is. */
import { DataError } from "../errors.js";

/**
 * The place of each label's class, matched by name; a label without a name is called by its number. Labels below 0 are not
 * known and left out.
 * @throws {DataError} when a label is none of the classes.
 */
export function classesOfLabels(
  classNames: readonly string[],
  labels: Int32Array,
  labelNames: readonly string[] | null,
): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  for (const label of new Set(labels)) {
    if (label < 0) continue;
    const name = labelNames?.[label] ?? String(label);
    const place = classNames.indexOf(name);
    if (place < 0) {
      throw new DataError(
        `label ${name} is none of the ${classNames.length} classes that the model knows: ` +
          "leave such images out, or train again with them",
      );
    }
    places.set(label, place);
  }
  return places;
}
