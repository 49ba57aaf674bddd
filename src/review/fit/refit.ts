/** Classes of all images after a person's decisions about some. */
import { inTurns } from "../../clustering/turns.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { type ReviewState, UNSORTED_CLASS } from "../state.js";
import { type ClassBeliefs, checkPrior, currentBeliefs, type ReviewPrior } from "./beliefs.js";
import { CLASSES_AT_ONCE, DecisionWalks } from "./decision_walks.js";
import { LinkedImages } from "./linked_images.js";
import type { ReviewGraph } from "./review_graph.js";
import { TopTwo } from "./top_two.js";

export interface RefitOptions {
  /** How far decisions reach: walks have 1 / (1 - alpha) steps. Above 0, below 1; default 0.97. */
  readonly alpha?: number;
  /** Of what the run found, beside decisions that tell the class for sure; above 0, at most 1. Default 0.2. */
  readonly priorWeight?: number;
  readonly signal?: AbortSignal;
  /** Classes that are done, of all that decisions speak of. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface RefitClasses extends ClassBeliefs {
  /** N: the probability that decisions tell the class, 0 to 1. */
  readonly reach: Float32Array;
  /**
   * Cannot-linked pairs for which there were too few classes (one of the two is in none then), or that are both locked in
   * one class.
   */
  readonly unmet: readonly (readonly [number, number])[];
}

/** A part that was split off, smaller than this share of what is left, holds seeds that draw others. */
const SEEDS = 0.1;

/**
 * Spreads decisions to images that look alike (`DecisionWalks`), and weighs them with what the run found. Decided and locked
 * images, and parts that were split off, keep their class, with a confidence of 1; parts smaller than a tenth of what is left
 * draw others. Must-linked images share a class, and cannot-linked ones do not: of two decided ones in one class the surer
 * stays. Ignored images stay what they are, and have no part in it. Images that no decision reaches keep class and
 * confidence to the bit; without decisions all do.
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
  { alpha = 0.97, priorWeight = 0.2, signal, onProgress }: RefitOptions = {},
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
  const placed = placedImages(prior, state);
  const linked = new LinkedImages(state, placed);
  const { ids, labels } = labelsOf(prior, state, placed, linked);
  const best = new TopTwo(before, priorWeight);
  const walks = new DecisionWalks(graph, { labels, closed: state.ignored, groups: linked.groups, alpha });
  for (let first = 0; first < ids.length; first += CLASSES_AT_ONCE) {
    onProgress?.(first, ids.length);
    const h = await inTurns(walks.of(first), signal);
    ids.slice(first, first + CLASSES_AT_ONCE).forEach((id, c) => {
      best.add(id, h, c, CLASSES_AT_ONCE);
      linked.add(id, h, c, CLASSES_AT_ONCE);
    });
  }
  onProgress?.(ids.length, ids.length);
  const found = best.beliefs();
  const unmet = linked.assign(found, before, priorWeight, best.reach);
  hold(found, before, state, (image) => {
    return !linked.has(image) && (state.decided[image] === 1 || placed[image] === 1);
  });
  return { ...found, reach: best.reach, unmet };
}

/** 1 for images that splits and links put into another class than the run. */
function placedImages(prior: ReviewPrior, state: ReviewState): Uint8Array {
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
 * Ids of the classes that decisions are about, ascending, and of each image the place there of the class that it speaks for; -1
 * for images that say nothing.
 */
function labelsOf(prior: ReviewPrior, state: ReviewState, placed: Uint8Array, linked: LinkedImages) {
  const draws = drawing(prior, state, placed);
  const speaks = Uint8Array.from(state.classOf, (id, image) => {
    if (state.ignored[image] || id === UNSORTED_CLASS || linked.isFreed(image)) return 0;
    const group = state.links.together(image);
    return Number(draws(image) || (group.length > 1 && group.some(draws)));
  });
  const ids = [...new Set(state.classOf.filter((_, image) => speaks[image]))].sort((a, b) => a - b);
  const placeOf = new Map(ids.map((id, place) => [id, place]));
  const labels = state.classOf.map((id, image) => (speaks[image] ? placeOf.get(id)! : -1));
  return { ids, labels };
}

/** Whether an image draws look-alikes into its class: decided ones do, and those of small parts that were split off. */
function drawing(prior: ReviewPrior, state: ReviewState, placed: Uint8Array): (image: number) => boolean {
  const parts = new Map<number, number>();
  const left = new Map<number, number>();
  state.classOf.forEach((id, image) => {
    const count = placed[image] ? parts : left;
    count.set(id, (count.get(id) ?? 0) + 1);
  });
  const small = (image: number) =>
    parts.get(state.classOf[image]!)! < SEEDS * (left.get(foundClass(prior, state, image)) ?? 0);
  const single = (image: number) => state.links.together(image).length === 1;
  return (image) =>
    !state.ignored[image] &&
    (state.decided[image] === 1 || (placed[image] === 1 && single(image) && small(image)));
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
