import type { ImageKey, ReviewBase } from "../../src/review/index.js";

/** A hash made of a number. */
export const hashOf = (n: number) => n.toString(16).padStart(32, "0");

/** The image of a number: photos/3.jpg. */
export const key = (n: number): ImageKey => ({ path: `photos/${n}.jpg`, hash: hashOf(n) });

/** Images 0 to N - 1 in these classes. */
export function baseOf(classOf: number[]): ReviewBase {
  const ids = [...new Set(classOf)].filter((id) => id >= 0).sort((a, b) => a - b);
  return {
    images: classOf.map((_, i) => key(i)),
    classes: ids.map((id) => ({ id, name: null })),
    classOf: Int32Array.from(classOf),
  };
}
