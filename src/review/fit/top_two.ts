/** The best two classes of each image, found while what decisions say comes class by class. */
import { UNSORTED_CLASS } from "../state.js";
import { type ClassBeliefs, noBeliefs } from "./beliefs.js";

/** Probabilities that are rounding of the iteration. */
const NOTHING = 1e-9;
/**
 * Decisions draw an image into another class where they reach it this many times as much as they reach the quarter of all images that they
 * reach least. In a small set walks reach everything a little, which would draw most of it into the few classes that decisions are about.
 */
const LIFT = 2;
/** Images that tell that quarter. */
const SAMPLE = 1000;

/**
 * An image's score for a class is the probability that decisions give it, plus what was believed before, in the share
 * that decisions leave open and times `priorWeight`.
 */
export class TopTwo {
  /** N: the probability that decisions tell the class, whichever it is. */
  readonly reach: Float32Array;
  /** N: the same, of decisions that count for the image. */
  readonly #told: Float32Array;
  /** What decisions say for the classes that were believed best and second. */
  readonly #first: Float32Array;
  readonly #second: Float32Array;
  /** The best two of the other classes. */
  readonly #others: ClassBeliefs;

  constructor(
    private readonly before: ClassBeliefs,
    private readonly priorWeight: number,
  ) {
    const images = before.classOf.length;
    this.reach = new Float32Array(images);
    this.#told = new Float32Array(images);
    this.#first = new Float32Array(images);
    this.#second = new Float32Array(images);
    this.#others = noBeliefs(images);
  }

  /** Probabilities [N, ...] of a class, `step` apart. Each class comes once, ids ascending. */
  add(id: number, probabilities: Float32Array, offset: number, step: number): void {
    const { classOf, second } = this.before;
    const others = this.#others;
    const least = Math.max(NOTHING, LIFT * reachOfLeast(probabilities, offset, step));
    for (let image = 0, at = offset; at < probabilities.length; image++, at += step) {
      const p = probabilities[at]!;
      if (!(p > NOTHING)) continue;
      this.reach[image] = Math.min(1, this.reach[image]! + p);
      if (p < least && classOf[image] !== id) continue;
      this.#told[image] = Math.min(1, this.#told[image]! + p);
      if (classOf[image] === id) this.#first[image] = p;
      else if (second[image] === id) this.#second[image] = p;
      else if (p > others.confidence[image]!) {
        others.second[image] = others.classOf[image]!;
        others.secondConfidence[image] = others.confidence[image]!;
        others.classOf[image] = id;
        others.confidence[image] = p;
      } else if (p > others.secondConfidence[image]!) {
        others.second[image] = id;
        others.secondConfidence[image] = p;
      }
    }
  }

  /** The best classes, once all came. Images that no decision counts for keep what was believed before, to the bit. */
  beliefs(): ClassBeliefs {
    const { before } = this;
    const told = this.#told;
    const others = this.#others;
    const found = noBeliefs(told.length);
    for (let image = 0; image < told.length; image++) {
      if (told[image] === 0) {
        found.classOf[image] = before.classOf[image]!;
        found.confidence[image] = before.confidence[image]!;
        found.second[image] = before.second[image]!;
        found.secondConfidence[image] = before.secondConfidence[image]!;
        continue;
      }
      const open = this.priorWeight * (1 - told[image]!);
      const candidates: [id: number, score: number][] = [
        [before.classOf[image]!, this.#first[image]! + open * before.confidence[image]!],
        [before.second[image]!, this.#second[image]! + open * before.secondConfidence[image]!],
        [others.classOf[image]!, others.confidence[image]!],
        [others.second[image]!, others.secondConfidence[image]!],
      ];
      putBest(found, image, candidates, told[image]! + open);
    }
    return found;
  }
}

/** The lower quartile of a class's probabilities, of some images at even distances. */
function reachOfLeast(probabilities: Float32Array, offset: number, step: number): number {
  const images = probabilities.length / step;
  const count = Math.min(SAMPLE, images);
  const sample = Float32Array.from(
    { length: count },
    (_, i) => probabilities[offset + step * Math.floor((i * images) / count)]!,
  );
  return sample.sort()[count >> 2]!;
}

/** Writes the two best of classes; of equal ones the one that comes first. */
export function putBest(
  found: ClassBeliefs,
  image: number,
  candidates: readonly (readonly [id: number, score: number])[],
  total: number,
): void {
  let [best, second] = [-1, -1];
  for (let k = 0; k < candidates.length; k++) {
    if (candidates[k]![1] > 0 && (best < 0 || candidates[k]![1] > candidates[best]![1])) best = k;
  }
  if (best < 0) return;
  for (let k = 0; k < candidates.length; k++) {
    const [id, score] = candidates[k]!;
    if (k === best || id === UNSORTED_CLASS || !(score > 0)) continue;
    if (second < 0 || score > candidates[second]![1]) second = k;
  }
  found.classOf[image] = candidates[best]![0];
  found.confidence[image] = Math.min(1, candidates[best]![1] / total);
  if (second < 0) return;
  found.second[image] = candidates[second]![0];
  found.secondConfidence[image] = Math.min(1 - found.confidence[image]!, candidates[second]![1] / total);
}
