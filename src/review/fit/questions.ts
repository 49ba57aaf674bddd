/** What to ask a person next: images that look alike and whose class is least certain, as groups with one answer. */
import { ArgumentError, ShapeError } from "../../errors.js";
import type { ReviewState } from "../state.js";
import type { ClassBeliefs } from "./beliefs.js";
import type { ReviewGraph } from "./review_graph.js";

export interface ReviewQuestion {
  /** Those that look alike, the one in the middle first. */
  readonly images: readonly number[];
  /** Ids of the class that they are believed to be, and of the next best one. */
  readonly candidates: readonly [number, number];
  /** Of the first candidate, 0 to 1: the middle image's. */
  readonly confidence: number;
}

export interface QuestionsOptions {
  /** Questions at most. Default 20. */
  readonly count?: number;
  /** Images of a question at most. Default 24. */
  readonly size?: number;
}

/**
 * The questions whose answers matter most, first: groups of undecided look-alikes whose classes are least certain, in parts
 * where many others are uncertain, too, and far from what is decided. No two questions share an image.
 *
 * @throws {ArgumentError} if an option is out of its range. @throws {ShapeError} where graph, beliefs and state are not of the same
 *   images.
 */
export function questions(
  graph: ReviewGraph,
  beliefs: ClassBeliefs,
  state: ReviewState,
  { count = 20, size = 24 }: QuestionsOptions = {},
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
  const worth = worthOf(graph, beliefs, state, open);
  const order = Array.from(worth.keys()).filter((image) => open[image]);
  order.sort((a, b) => worth[b]! - worth[a]! || a - b);
  const asked: ReviewQuestion[] = [];
  for (const middle of order) {
    if (asked.length === count) break;
    if (!open[middle]) continue;
    const group = lookAlikes(graph, beliefs, open, middle, size);
    for (const image of group) open[image] = 0;
    asked.push({
      images: group,
      candidates: [beliefs.classOf[middle]!, beliefs.second[middle]!],
      confidence: beliefs.confidence[middle]!,
    });
  }
  return asked;
}

/** How uncertain an image and its look-alikes are, less where many of them are decided. */
function worthOf(
  graph: ReviewGraph,
  beliefs: ClassBeliefs,
  state: ReviewState,
  open: Uint8Array,
): Float64Array {
  const { starts, columns, values } = graph.affinity;
  const doubt = Float64Array.from(open, (isOpen, image) =>
    isOpen ? 1 - (beliefs.confidence[image]! - beliefs.secondConfidence[image]!) : 0,
  );
  return doubt.map((own, i) => {
    let sum = own;
    let decided = 0;
    for (let e = starts[i]!; e < starts[i + 1]!; e++) {
      sum += values[e]! * doubt[columns[e]!]!;
      decided += values[e]! * state.decided[columns[e]!]!;
    }
    return sum * Math.exp(-2 * decided);
  });
}

/** An image and the nearest open ones, by way of others, that are believed to be of the same two classes. */
function lookAlikes(
  graph: ReviewGraph,
  beliefs: ClassBeliefs,
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
