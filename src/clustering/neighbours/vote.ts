/** Labels of rows by those of their nearest neighbours. */
import type { Neighbours } from "./neighbours.js";

/**
 * What most of each row's nearest neighbours are; of equal numbers the lowest, of none at all 0.
 * @param labels of the rows that the neighbours are among; -1 has no vote.
 */
export function vote(labels: Int32Array, { rows, neighbours, indices }: Neighbours): Int32Array {
  const counts = new Int32Array(labels.reduce((most, label) => Math.max(most, label + 1), 1));
  return Int32Array.from({ length: rows }, (_, row) => {
    counts.fill(0);
    for (const near of indices.subarray(row * neighbours, (row + 1) * neighbours)) {
      if (labels[near]! >= 0) counts[labels[near]!]!++;
    }
    return counts.indexOf(Math.max(...counts));
  });
}
