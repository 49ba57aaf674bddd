/** Votes of the images that look most like one. */
import type { Neighbours } from "../../clustering/neighbours/neighbours.js";
import { UNSORTED_CLASS } from "../state.js";
import { type ClassBeliefs, noBeliefs } from "./beliefs.js";

/** The neighbour whose distance tells how densely a class lies. */
const SCALE_NEIGHBOUR = 7;
const TINY = 1e-12;
/** What a vote weighs that no image gives: an image for which all votes weigh less is far from all classes. */
const NOBODY = 0.05;

/** Two classes that are known of an image otherwise; null where none are. */
export interface OtherVote {
  readonly classOf: number;
  readonly confidence: number;
  readonly second: number;
  readonly secondConfidence: number;
}

export class NeighbourVotes {
  /** By class: the median distance of its images to their seventh neighbour. */
  readonly #scales = new Map<number, number>();
  #scale = 1;

  /** @param classOf of the images that vote. */
  constructor(private readonly classOf: Int32Array) {}

  /** Learns how densely each class lies, from these images' neighbours, which are each the nearest of its own. */
  measure(images: ArrayLike<number>, neighbours: Neighbours): void {
    const { neighbours: each, distances } = neighbours;
    const of = new Map<number, number[]>();
    const all: number[] = [];
    for (let i = 0; i < images.length; i++) {
      const distance = distances[i * each + Math.min(SCALE_NEIGHBOUR, each - 1)]!;
      const id = this.classOf[images[i]!]!;
      of.set(id, [...(of.get(id) ?? []), distance]);
      all.push(distance);
    }
    this.#scale = Math.max(TINY, median(all));
    // A few images of a class may be copies of each other.
    for (const [id, found] of of)
      if (found.length >= SCALE_NEIGHBOUR) this.#scales.set(id, Math.max(TINY, median(found)));
  }

  /**
   * The two best classes of each row, raw: shares of the votes, of which those that nobody gives are part.
   * @param own the image that each row is, which does not vote for itself; null where the rows are other images.
   * @param other what is known besides, with this weight.
   */
  count(
    neighbours: Neighbours,
    own: ArrayLike<number> | null,
    other: { readonly weight: number; readonly of: (row: number) => OtherVote } | null,
  ): ClassBeliefs {
    const { rows, neighbours: each, indices, distances } = neighbours;
    const found = noBeliefs(rows);
    const shares = new Map<number, number>();
    for (let row = 0; row < rows; row++) {
      shares.clear();
      let total = 0;
      for (let at = row * each; at < (row + 1) * each; at++) {
        const image = indices[at]!;
        if (own && own[row] === image) continue;
        const id = this.classOf[image]!;
        const ratio = distances[at]! / (this.#scales.get(id) ?? this.#scale);
        const weight = Math.exp(-ratio * ratio);
        total += weight;
        shares.set(id, (shares.get(id) ?? 0) + weight);
      }
      const near = total / (total + NOBODY * each);
      const weight = other?.weight ?? 0;
      for (const [id, share] of shares) shares.set(id, (1 - weight) * near * (share / (total || 1)));
      if (other && weight > 0) {
        const { classOf, confidence, second, secondConfidence } = other.of(row);
        shares.set(classOf, (shares.get(classOf) ?? 0) + weight * near * confidence);
        if (second !== UNSORTED_CLASS)
          shares.set(second, (shares.get(second) ?? 0) + weight * near * secondConfidence);
      }
      putBest(found, row, shares);
    }
    return found;
  }
}

/** The two classes with the greatest shares; of equal ones the lower id. */
function putBest(found: ClassBeliefs, row: number, shares: ReadonlyMap<number, number>): void {
  const ranked = [...shares].sort(([a, p], [b, q]) => q - p || a - b);
  const best = ranked[0];
  if (!best) return;
  found.classOf[row] = best[0];
  found.confidence[row] = best[1];
  const second = ranked.find(([id]) => id !== best[0] && id !== UNSORTED_CLASS);
  if (!second) return;
  found.second[row] = second[0];
  found.secondConfidence[row] = second[1];
}

function median(values: number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
