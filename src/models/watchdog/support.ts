/** How far the nearest images have the same class. */
import type { Neighbours } from "../../clustering/neighbours/neighbours.js";

export interface Support {
  /** Share of the images whose neighbours' vote is their class. */
  readonly agreement: number;
  /** The same above what votes at random would reach: 0 at random, 1 for all (Cohen's kappa). */
  readonly kappa: number;
  /** Images of class a for which class b won, [K, K] row by row. */
  readonly votes: Float64Array;
}

/** Lets the neighbours of each image vote on its class; images of no class (-1) neither vote nor count. */
export function supportOf(
  assignments: Int32Array,
  clusters: number,
  { neighbours, indices }: Neighbours,
): Support {
  const votes = new Float64Array(clusters * clusters);
  let counted = 0;
  for (const [image, own] of assignments.entries()) {
    if (own < 0) continue;
    const count = new Float64Array(clusters);
    for (let rank = 0; rank < neighbours; rank++) {
      const other = assignments[indices[image * neighbours + rank]!]!;
      // Of equal numbers of votes the nearer ones win.
      if (other >= 0) count[other]! += 1 + (neighbours - rank) / 1000;
    }
    const won = count.reduce((best, n, k) => (n > count[best]! ? k : best), 0);
    votes[own * clusters + won]!++;
    counted++;
  }
  let [agreed, chance] = [0, 0];
  for (let k = 0; k < clusters; k++) {
    agreed += votes[k * clusters + k]!;
    let [row, column] = [0, 0];
    for (let other = 0; other < clusters; other++) {
      row += votes[k * clusters + other]!;
      column += votes[other * clusters + k]!;
    }
    chance += (row * column) / Math.max(1, counted * counted);
  }
  const agreement = counted > 0 ? agreed / counted : 1;
  return { agreement, kappa: chance < 1 ? (agreement - chance) / (1 - chance) : 1, votes };
}
