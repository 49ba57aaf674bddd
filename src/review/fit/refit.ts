/** Classes of all images after a person's decisions about some. */
import { yieldToEvents } from "../../device/yield.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { type ReviewState, UNSORTED_CLASS } from "../state.js";
import { type ClassBeliefs, checkPrior, currentBeliefs, type ReviewPrior } from "./beliefs.js";
import { LinkedImages } from "./linked_images.js";
import type { ReviewGraph } from "./review_graph.js";
import { Spreading } from "./spread.js";
import { TopTwo } from "./top_two.js";

export interface RefitOptions {
  /** How far decisions reach, above 0 and below 1: the weight of look-alikes beside the image itself. Default 0.9. */
  readonly alpha?: number;
  /** Of what the run found, beside a decision's weight of 1; above 0, at most 1. Default 0.003. */
  readonly priorWeight?: number;
  readonly signal?: AbortSignal;
  /** Classes that are done, of all that decisions speak of. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface RefitClasses extends ClassBeliefs {
  /**
   * Cannot-linked pairs for which there were too few classes (one of the two is in none then), or that are both locked in
   * one class.
   */
  readonly unmet: readonly (readonly [number, number])[];
}

/**
 * Spreads decisions to images that look alike (`Spreading`), and weighs them with what the run found. Decided and locked
 * images, and parts that were split off, keep their class, with a confidence of 1. Must-linked images share one, and
 * cannot-linked images do not: of decided ones in one class the surer stays. Ignored images stay what they are, and have no
 * part in it. Images that no decision reaches keep class and confidence; without decisions all do.
 *
 * Images that a person put into no class stay there, and say nothing about look-alikes.
 *
 * @throws {ArgumentError} if an option is out of its range. @throws {ShapeError} where graph, prior and state are not of the same
 *   images. @throws {DataError} where a confidence is no number from 0 to 1. @throws the reason of `signal`.
 */
export async function refitClasses(
  graph: ReviewGraph,
  prior: ReviewPrior,
  state: ReviewState,
  { alpha = 0.9, priorWeight = 0.003, signal, onProgress }: RefitOptions = {},
): Promise<RefitClasses> {
  if (!(alpha > 0 && alpha < 1)) {
    throw new ArgumentError(`refitClasses: alpha is ${alpha}: give a number above 0 and below 1`);
  }
  if (!(priorWeight > 0 && priorWeight <= 1)) {
    throw new ArgumentError(`refitClasses: priorWeight is ${priorWeight}: give a number above 0, at most 1`);
  }
  const images = state.classOf.length;
  if (graph.images !== images) {
    throw new ShapeError(
      `refitClasses: a graph of ${graph.images} images for ${images}: make the graph of this run's images`,
    );
  }
  checkPrior("refitClasses", prior, images);
  const before = currentBeliefs(graph, prior, state);
  const placed = placedBySplit(prior, state);
  const labels = labelsOf(prior, state, placed, priorWeight);
  const linked = new LinkedImages(state, placed);
  const best = new TopTwo(before, priorWeight);
  const spreading = new Spreading(graph.affinity, alpha, linked.groups, state.ignored);
  const y = new Float64Array(images);
  let done = 0;
  for (const [id, weights] of labels) {
    // A turn for other work: each class takes some ten milliseconds.
    await yieldToEvents();
    signal?.throwIfAborted();
    y.fill(0);
    for (const [image, weight] of weights) y[image] = weight;
    const z = spreading.of(y);
    best.add(id, z);
    linked.add(id, z);
    onProgress?.(++done, labels.size);
  }
  const found = best.beliefs();
  const unmet = linked.assign(found, before, priorWeight);
  hold(
    found,
    before,
    state,
    (image) => !linked.has(image) && (state.decided[image] === 1 || placed[image] === 1),
  );
  return { ...found, unmet };
}

/** Images that decisions put into another class than the run, but for those that a person put there one by one. */
function placedBySplit(prior: ReviewPrior, state: ReviewState): Uint8Array {
  return Uint8Array.from(state.classOf, (id, image) =>
    Number(!state.decided[image] && !state.ignored[image] && id !== foundClass(prior, state, image)),
  );
}

/** The class that the run found, as it is called after merges. */
function foundClass({ classOf }: ReviewPrior, { mergedInto }: ReviewState, image: number): number {
  const id = classOf[image]!;
  return mergedInto.get(id) ?? id;
}

/**
 * By class: the weight of each image that speaks for it. Decided ones weigh 1. Those of a part that was split off weigh together as
 * much as what is left of their class, each at most 1 and at least as much as the prior: a few seeds draw others, and halves do
 * not draw each other.
 */
function labelsOf(prior: ReviewPrior, state: ReviewState, placed: Uint8Array, priorWeight: number) {
  const labels = new Map<number, Map<number, number>>();
  const parts = new Map<number, number>();
  const left = new Map<number, number>();
  state.classOf.forEach((id, image) => {
    const count = placed[image] ? parts : left;
    count.set(id, (count.get(id) ?? 0) + 1);
  });
  state.classOf.forEach((id, image) => {
    const speaks = state.decided[image] || placed[image];
    if (!speaks || state.ignored[image] || id === UNSORTED_CLASS) return;
    const balanced = (left.get(foundClass(prior, state, image)) ?? 0) / parts.get(id)!;
    const weight = state.decided[image] ? 1 : Math.min(1, priorWeight * Math.max(1, balanced));
    const of = labels.get(id) ?? new Map<number, number>();
    labels.set(id, of.set(image, weight));
  });
  return new Map([...labels].sort(([a], [b]) => a - b));
}

/** Images whose class no fit changes. */
function hold(
  found: ClassBeliefs,
  before: ClassBeliefs,
  state: ReviewState,
  isHeld: (image: number) => boolean,
) {
  for (let image = 0; image < state.classOf.length; image++) {
    const id = state.classOf[image]!;
    if (state.ignored[image]) {
      found.classOf[image] = id;
      found.confidence[image] = before.confidence[image]!;
      found.second[image] = before.second[image]!;
      found.secondConfidence[image] = before.secondConfidence[image]!;
    } else if (isHeld(image)) {
      if (found.classOf[image] !== id) found.second[image] = found.classOf[image]!;
      else if (found.second[image] === id) found.second[image] = UNSORTED_CLASS;
      found.classOf[image] = id;
      found.confidence[image] = 1;
      found.secondConfidence[image] = 0;
    }
  }
}
