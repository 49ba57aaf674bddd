/** What folders of classes are called. */
import type { ReviewClass } from "../review/index.js";

/** By the name of each class, or by its id where it has none. */
export function namesOfFolders(classes: readonly ReviewClass[]): string[] {
  const digits = String(classes.reduce((most, { id }) => Math.max(most, id), 0)).length;
  return classes.map(({ id, name }) => name ?? `class-${String(id).padStart(digits, "0")}`);
}
