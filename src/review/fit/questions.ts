/** What to ask a person next: images that look alike and whose class is least certain, as groups with one answer. */
import { ArgumentError, ShapeError } from "../../errors.js";
import type { ReviewState } from "../state.js";
import type { ClassBeliefs } from "./beliefs.js";
import type { RefitClasses } from "./refit.js";
import type { ReviewGraph } from "./review_graph.js";

export interface ReviewQuestion {
  /** Those that look alike, the one in the middle first. */
  readonly images: readonly number[];
  /** Ids of the class that they are believed to be, and of the next best one. */
  readonly candidates: readonly [number, number];
  /** Of the first candidate, 0 to 1: the middle image's. */
  readonly confidence: number;
}

/** What `refitClasses` or a run gave. */
export type QuestionBeliefs = ClassBeliefs & Partial<Pick<RefitClasses, "reach">>;

export interface QuestionsOptions {
  /** Questions at most. Default 20. */
  readonly count?: number;
  /** Images of a question at most. Default 12. */
  readonly size?: number;
}

/**
 * The questions whose answers tell most, first: groups of undecided look-alikes that are believed to be of the same two classes,
 * around an image that decisions do not reach, and by which many uncertain ones can be reached. No two questions share an
 * image, and none is about the nearest images of one before it.
 *
 * @throws {ArgumentError} if an option is out of its range. @throws {ShapeError} where graph, beliefs and state are not of the same
 *   images.
 */
export function questions(
  graph: ReviewGraph,
  beliefs: QuestionBeliefs,
  state: ReviewState,
  { count = 20, size = 12 }: QuestionsOptions = {},
): ReviewQuestion[] {
  for (const [name, value] of Object.entries({ count, size })) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new ArgumentError(`questions: ${name} is ${value}: give a whole number from 1 up`);
  }
  const images = state.classOf.length;
  if (graph.images !== images || beliefs.classOf.length !== images) {
    throw new ShapeError(
      `questions: a graph of ${graph.images} images and beliefs of ${beliefs.classOf.length} for ${images}: give those of one run`,
    );
  }
  const open = Uint8Array.from(state.decided, (decided, image) => Number(!decided && !state.ignored[image]));
  const worth = worthOf(graph, beliefs, open);
  const order = Array.from(worth.keys()).filter((image) => open[image]);
  order.sort((a, b) => worth[b]! - worth[a]! || a - b);
  const asked: ReviewQuestion[] = [];
  const near = new Set<number>();
  for (const middle of order) {
    if (asked.length === count) break;
    if (!open[middle] || near.has(middle)) continue;
    const group = lookAlikes(graph, beliefs, open, middle, size);
    for (const image of group) {
      open[image] = 0;
      // An answer tells much about them, too.
      for (const other of graph.nearest(image)) near.add(other);
    }
    asked.push({
      images: group,
      candidates: [beliefs.classOf[middle]!, beliefs.second[middle]!],
      confidence: beliefs.confidence[middle]!,
    });
  }
  return asked;
}

/** What an answer about an image tells: how uncertain it is, and the images from which walks (`DecisionWalks`) step to it. */
function worthOf(
  { transitions, degrees }: ReviewGraph,
  beliefs: QuestionBeliefs,
  open: Uint8Array,
): Float64Array {
  const { starts, columns, values } = transitions;
  const doubt = Float64Array.from(open, (isOpen, image) => {
    const margin = beliefs.confidence[image]! - beliefs.secondConfidence[image]!;
    return isOpen * (1 - margin) * (1 - (beliefs.reach?.[image] ?? 0));
  });
  return doubt.map((own, i) => {
    let sum = own;
    for (let e = starts[i]!; e < starts[i + 1]!; e++) {
      const from = columns[e]!;
      // The weights of edges are symmetric: p_ji = p_ij d_i / d_j.
      sum += ((values[e]! * degrees[i]!) / degrees[from]!) * doubt[from]!;
    }
    return sum;
  });
}

/** An image and the nearest open ones, by way of others, that are believed to be of the same two classes. */
function lookAlikes(
  graph: ReviewGraph,
  beliefs: QuestionBeliefs,
  open: Uint8Array,
  middle: number,
  size: number,
): number[] {
  const group = [middle];
  const seen = new Set(group);
  const pair = (image: number) => {
    const [a, b] = [beliefs.classOf[image]!, beliefs.second[image]!];
    return `${Math.min(a, b)} ${Math.max(a, b)}`;
  };
  const wanted = pair(middle);
  for (let next = 0; next < group.length && group.length < size; next++) {
    if (next > graph.neighbours.neighbours) break;
    for (const near of graph.nearest(group[next]!)) {
      if (seen.has(near) || !open[near] || pair(near) !== wanted) continue;
      seen.add(near);
      group.push(near);
      if (group.length === size) break;
    }
  }
  return group;
}
