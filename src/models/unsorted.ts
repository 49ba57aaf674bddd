/** Images that belong to no class. */
import { UNSORTED } from "./pipeline/index.js";
import type { PredictingModel } from "./registry.js";

/** The column for images that belong to no class, of models that know such images. */
export function unsortedPlace({
  supervised,
  classNames,
}: Pick<PredictingModel, "supervised" | "classNames">): number | null {
  const place = classNames.indexOf(UNSORTED);
  return supervised || place < 0 ? null : place;
}
