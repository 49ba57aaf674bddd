/** Which class of a new run is which of an earlier one. */
import { ShapeError } from "../errors.js";
import { linearSumAssignment } from "../metrics/assignment.js";

/** What became of the classes of an earlier run. */
export interface ClassMatch {
  /** The earlier class that each new one is, by new class; those that are new have none. */
  readonly kept: ReadonlyMap<number, number>;
  /** New classes that are none of the earlier ones. */
  readonly added: readonly number[];
  /** Earlier classes that most images of several new ones come from: [earlier, new ones]. */
  readonly split: readonly (readonly [number, readonly number[]])[];
  /** New classes that most images of several earlier ones went to: [new, earlier ones]. */
  readonly merged: readonly (readonly [number, readonly number[]])[];
  /** Earlier classes that no new one is. */
  readonly gone: readonly number[];
}

/**
 * Compares two labellings of the same images. A new class is an earlier one where more than half of its images were in that;
 * of several such, or of an earlier class that went into one with others, the pairs are kept that have most images in common
 * in all (Hungarian method).
 *
 * @param earlier N class ids; those below 0 belong to none and are left out.
 * @param now N classes, likewise.
 * @throws {ShapeError} when the numbers of images differ.
 */
export function matchClasses(earlier: ArrayLike<number>, now: ArrayLike<number>): ClassMatch {
  if (earlier.length !== now.length) {
    throw new ShapeError(
      `matchClasses: ${earlier.length} images of the earlier run and ${now.length} of the new one`,
    );
  }
  const before = distinct(earlier);
  const after = distinct(now);
  const placeBefore = new Map(before.map((id, place) => [id, place]));
  const placeAfter = new Map(after.map((id, place) => [id, place]));
  const common = new Float64Array(before.length * after.length);
  const sizesBefore = new Float64Array(before.length);
  const sizesAfter = new Float64Array(after.length);
  for (let image = 0; image < now.length; image++) {
    const [row, column] = [placeBefore.get(earlier[image]!), placeAfter.get(now[image]!)];
    if (row === undefined || column === undefined) continue;
    common[row * after.length + column]!++;
    sizesBefore[row]!++;
    sizesAfter[column]!++;
  }
  const at = (row: number, column: number) => common[row * after.length + column]!;
  const mostOf = (row: number, column: number) => 2 * at(row, column) > sizesAfter[column]!;
  const gain = common.map((images, i) =>
    mostOf(Math.floor(i / after.length), i % after.length) ? images : 0,
  );
  const pairs = linearSumAssignment(gain, before.length, after.length, { maximize: true });
  const kept = new Map<number, number>();
  pairs.rows.forEach((row, i) => {
    const column = pairs.columns[i]!;
    if (mostOf(row, column)) kept.set(after[column]!, before[row]!);
  });
  const stays = new Set(kept.values());
  const split = before.flatMap((id, row) => {
    const parts = after.filter((_, column) => mostOf(row, column));
    return parts.length > 1 ? [[id, parts] as const] : [];
  });
  const merged = after.flatMap((id, column) => {
    const parts = before.filter((_, row) => 2 * at(row, column) > sizesBefore[row]!);
    return parts.length > 1 ? [[id, parts] as const] : [];
  });
  return {
    kept,
    added: after.filter((id) => !kept.has(id)),
    split,
    merged,
    gone: before.filter((id) => !stays.has(id)),
  };
}

/** Ids from 0 up, ascending. */
function distinct(ids: ArrayLike<number>): number[] {
  return [...new Set(Array.from(ids))].filter((id) => id >= 0).sort((a, b) => a - b);
}
