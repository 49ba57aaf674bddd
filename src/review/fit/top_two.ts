/** The best two classes of each image, found while scores come class by class. */
import { UNSORTED_CLASS } from "../state.js";
import { type ClassBeliefs, noBeliefs } from "./beliefs.js";

/** A score of an image for a class is what decisions say, plus `priorWeight` times what was believed before. */
export class TopTwo {
  readonly #best: Float64Array;
  readonly #next: Float64Array;
  readonly #total: Float64Array;
  readonly #found: ClassBeliefs;
  readonly #reached: Uint8Array;
  /** Bits: the score of the class that was believed best (1) or second (2) came already. */
  readonly #came: Uint8Array;

  constructor(
    private readonly before: ClassBeliefs,
    private readonly priorWeight: number,
  ) {
    const images = before.classOf.length;
    this.#best = new Float64Array(images);
    this.#next = new Float64Array(images);
    this.#total = new Float64Array(images);
    this.#found = noBeliefs(images);
    this.#reached = new Uint8Array(images);
    this.#came = new Uint8Array(images);
  }

  /** What decisions say of a class. Ids ascend from call to call. */
  add(id: number, scores: Float64Array): void {
    const { classOf, confidence, second, secondConfidence } = this.before;
    for (let image = 0; image < scores.length; image++) {
      let score = Math.max(0, scores[image]!);
      if (score > 0) this.#reached[image] = 1;
      if (classOf[image] === id) {
        score += this.priorWeight * confidence[image]!;
        this.#came[image]! |= 1;
      } else if (second[image] === id) {
        score += this.priorWeight * secondConfidence[image]!;
        this.#came[image]! |= 2;
      }
      this.#offer(image, id, score);
    }
  }

  #offer(image: number, id: number, score: number): void {
    const { classOf, second } = this.#found;
    this.#total[image]! += score;
    if (score > this.#best[image]!) {
      this.#next[image] = this.#best[image]!;
      second[image] = classOf[image]!;
      this.#best[image] = score;
      classOf[image] = id;
    } else if (score > this.#next[image]! && id !== UNSORTED_CLASS) {
      this.#next[image] = score;
      second[image] = id;
    }
  }

  /** The best classes, once all scores came. Images that no decision reaches keep what was believed before, to the bit. */
  beliefs(): ClassBeliefs {
    const { before, priorWeight } = this;
    const found = this.#found;
    for (let image = 0; image < found.classOf.length; image++) {
      if (!this.#reached[image]) {
        for (const name of ["classOf", "confidence", "second", "secondConfidence"] as const) {
          found[name][image] = before[name][image]!;
        }
        continue;
      }
      const came = this.#came[image]!;
      if (!(came & 1)) this.#offer(image, before.classOf[image]!, priorWeight * before.confidence[image]!);
      if (!(came & 2) && before.second[image] !== UNSORTED_CLASS) {
        this.#offer(image, before.second[image]!, priorWeight * before.secondConfidence[image]!);
      }
      found.confidence[image] = this.#best[image]! / this.#total[image]!;
      found.secondConfidence[image] = this.#next[image]! / this.#total[image]!;
    }
    return found;
  }
}
