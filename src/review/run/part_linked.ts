/** Cannot-links of images that a new run put into one class. */
import { type ReviewState, UNSORTED_CLASS } from "../state.js";

/**
 * Has images that must not share a class lie in two: of each pair that does, the one that no person placed, else the less sure one, goes, with all
 * that are linked to it, to its next best class in which none lies that it must not be with, or to none.
 *
 * @param state is changed. @param confidence of N images.
 * @param ranking ids of an image's classes, the best first.
 * @returns pairs that a person put into one class, which stay there.
 */
export function partLinked(
  state: ReviewState,
  confidence: ArrayLike<number>,
  ranking: (image: number) => readonly number[],
): (readonly [number, number])[] {
  const { links, classOf, classes } = state;
  const isHeld = (image: number) =>
    links.together(image).some((member) => state.decided[member] || state.locked[member]);
  const certainty = (image: number) =>
    links.together(image).reduce((most, member) => Math.max(most, confidence[member]!), 0);
  return links.cannot.filter(([a, b]) => {
    if (classOf[a] !== classOf[b] || classOf[a] === UNSORTED_CLASS) return false;
    if (isHeld(a) && isHeld(b)) return true;
    const goes = isHeld(a) || (!isHeld(b) && certainty(a) >= certainty(b)) ? b : a;
    const taken = new Set(links.apart(goes).map((image) => classOf[image]!));
    const id = ranking(goes).find((id) => classes.has(id) && !taken.has(id)) ?? UNSORTED_CLASS;
    for (const member of links.together(goes)) classOf[member] = id;
    return false;
  });
}

/** All images of cannot-links. */
export const linkedApart = ({ links }: ReviewState): number[] => [...new Set(links.cannot.flat())];
