/** Groups of near-duplicates. */
import type { DuplicatePair } from "./near_duplicates.js";

/**
 * Images that pairs join, also through others: each group's numbers ascending, groups of two or more in the order of their
 * first image.
 */
export function duplicateGroups(pairs: readonly Pick<DuplicatePair, "a" | "b">[]): number[][] {
  const groupOf = new Map<number, number[]>();
  for (const { a, b } of pairs) {
    const [one, other] = [groupOf.get(a) ?? [a], groupOf.get(b) ?? [b]];
    if (one === other) continue;
    const [into, from] = one.length >= other.length ? [one, other] : [other, one];
    into.push(...from);
    // The smaller group moves, so that all moves together take N log N.
    for (const image of [a, b, ...from]) groupOf.set(image, into);
  }
  const groups = [...new Set(groupOf.values())].map((group) => group.sort((a, b) => a - b));
  return groups.sort(([a], [b]) => a! - b!);
}
