/** What is believed of the class of each image. */
import { ArgumentError, DataError, ShapeError } from "../../errors.js";
import type { Matrix } from "../../models/index.js";
import { type ReviewState, UNSORTED_CLASS } from "../state.js";
import type { ReviewGraph } from "./review_graph.js";

/** Of N images: the class, and the next best one. */
export interface ClassBeliefs {
  /** Ids; -1 for an image that belongs to none. */
  readonly classOf: Int32Array;
  /** Of that class, 0 to 1. */
  readonly confidence: Float32Array;
  /** Ids of the next best class; -1 where there is none. */
  readonly second: Int32Array;
  /** Of the second class, 0 to 1; at most 1 - confidence. */
  readonly secondConfidence: Float32Array;
}

/** What a run found. Where `second` is not given, the classes of each image's neighbours tell it. */
export type ReviewPrior = Pick<ClassBeliefs, "classOf" | "confidence"> &
  Partial<Pick<ClassBeliefs, "second" | "secondConfidence">>;

/** @throws {ShapeError} where sizes differ. @throws {DataError} where a confidence is no number from 0 to 1. */
export function checkPrior(caller: string, prior: ReviewPrior, images: number): void {
  const { classOf, confidence, second, secondConfidence } = prior;
  for (const [name, values] of Object.entries({ classOf, confidence, second, secondConfidence })) {
    if (values !== undefined && values.length !== images) {
      throw new ShapeError(
        `${caller}: ${name} has ${values.length} values for ${images} images: give one for each`,
      );
    }
  }
  if ((second === undefined) !== (secondConfidence === undefined)) {
    throw new ArgumentError(`${caller}: second and secondConfidence belong together: give both or neither`);
  }
  for (const values of [confidence, secondConfidence ?? []]) {
    const wrong = values.findIndex((value) => !(value >= 0 && value <= 1));
    if (wrong >= 0) {
      throw new DataError(
        `${caller}: the confidence of image ${wrong} is ${values[wrong]}: give numbers from 0 to 1`,
      );
    }
  }
}

/**
 * The best two classes of rows of probabilities [N, P].
 * @param places the id of each column; several columns may have one id, and their probabilities are summed. Images whose
 *   best column has id -1 belong to none.
 * @throws {ShapeError} where places are not as many as columns.
 */
export function beliefsOf({ rows, columns, data }: Matrix, places: readonly number[]): ClassBeliefs {
  if (places.length !== columns || data.length !== rows * columns) {
    throw new ShapeError(
      `beliefsOf: ${places.length} ids and ${data.length} values for probabilities of [${rows}, ${columns}]: give an id for each column`,
    );
  }
  const ids = [...new Set(places)].sort((a, b) => a - b);
  const slotOf = places.map((id) => ids.indexOf(id));
  const sums = new Float64Array(ids.length);
  const beliefs = noBeliefs(rows);
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    for (let c = 0; c < columns; c++) sums[slotOf[c]!]! += data[row * columns + c]!;
    let best = 0;
    for (let slot = 1; slot < ids.length; slot++) if (sums[slot]! > sums[best]!) best = slot;
    let second = -1;
    for (let slot = 0; slot < ids.length; slot++) {
      if (slot === best || ids[slot] === UNSORTED_CLASS) continue;
      if (second < 0 || sums[slot]! > sums[second]!) second = slot;
    }
    beliefs.classOf[row] = ids[best]!;
    beliefs.confidence[row] = Math.min(1, sums[best]!);
    if (second < 0 || sums[second] === 0) continue;
    beliefs.second[row] = ids[second]!;
    beliefs.secondConfidence[row] = Math.min(1 - beliefs.confidence[row]!, sums[second]!);
  }
  return beliefs;
}

/** Of no class, with no confidence. */
export const noBeliefs = (images: number): ClassBeliefs => ({
  classOf: new Int32Array(images).fill(UNSORTED_CLASS),
  confidence: new Float32Array(images),
  second: new Int32Array(images).fill(UNSORTED_CLASS),
  secondConfidence: new Float32Array(images),
});

/** What the run found, in the classes that there are after merges, splits and links. */
export function currentBeliefs(graph: ReviewGraph, prior: ReviewPrior, state: ReviewState): ClassBeliefs {
  const known = (id: number) => state.mergedInto.get(id) ?? id;
  const classOf = state.classOf.slice();
  const confidence = prior.confidence.slice();
  const others =
    prior.second && prior.secondConfidence
      ? { second: prior.second, secondConfidence: prior.secondConfidence }
      : neighbouring(graph, classOf, confidence);
  const second = others.second.map(known);
  const secondConfidence = others.secondConfidence.slice();
  for (let image = 0; image < classOf.length; image++) {
    const found = known(prior.classOf[image]!);
    if (classOf[image] !== found) {
      // A person put it there: what the run found comes next.
      second[image] = found;
      secondConfidence[image] = 1 - confidence[image]!;
    } else if (second[image] === found) {
      confidence[image] = Math.min(1, confidence[image]! + secondConfidence[image]!);
      second[image] = UNSORTED_CLASS;
      secondConfidence[image] = 0;
    }
  }
  return { classOf, confidence, second, secondConfidence };
}

/** The class, besides its own, that most of an image's neighbours are in, by their affinities. */
function neighbouring({ affinity }: ReviewGraph, classOf: Int32Array, confidence: Float32Array) {
  const { second, secondConfidence } = noBeliefs(classOf.length);
  const weights = new Map<number, number>();
  for (let i = 0; i < classOf.length; i++) {
    weights.clear();
    let total = 0;
    for (let e = affinity.starts[i]!; e < affinity.starts[i + 1]!; e++) {
      const id = classOf[affinity.columns[e]!]!;
      if (id === classOf[i] || id === UNSORTED_CLASS) continue;
      total += affinity.values[e]!;
      weights.set(id, (weights.get(id) ?? 0) + affinity.values[e]!);
    }
    let most = 0;
    for (const [id, weight] of weights) {
      if (weight < most || (weight === most && id > second[i]!)) continue;
      most = weight;
      second[i] = id;
    }
    if (total > 0) secondConfidence[i] = (1 - confidence[i]!) * (most / total);
  }
  return { second, secondConfidence };
}
