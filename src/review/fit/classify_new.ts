/** Classes of new images, from those of a run's. */
import { kNeighboursOf } from "../../clustering/neighbours/k_neighbours.js";
import { evenly } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import { ArgumentError, DataError, ShapeError } from "../../errors.js";
import type { Matrix } from "../../models/index.js";
import { tensor } from "../../tensor/index.js";
import { type ReviewState, UNSORTED_CLASS } from "../state.js";
import { beliefsOf, type ClassBeliefs, checkPrior, noBeliefs, type ReviewPrior } from "./beliefs.js";
import { type Calibration, calibrate, calibrated } from "./calibration.js";
import { NeighbourVotes, type OtherVote } from "./neighbour_votes.js";
import { hostUnitRows } from "./unit_rows.js";

export interface ClassifyNewInput {
  /** The run's N images. */
  readonly known: {
    /** [N, F]. */
    readonly features: Matrix;
    readonly state: ReviewState;
    /** What the run found. */
    readonly prior: ReviewPrior;
    /** N ids that `refitClasses` gave. Default those of `state`. */
    readonly classOf?: Int32Array;
  };
  /** M new images. */
  readonly images: {
    /** [M, F]. */
    readonly features: Matrix;
    /** Of the run's model [M, P], and the id of each column (`RunClasses.places`). Default: look-alikes alone decide. */
    readonly probabilities?: Matrix;
    readonly places?: readonly number[];
  };
}

export interface ClassifyNewOptions {
  /** Nearest images that vote. Default 15. */
  readonly neighbours?: number;
  /** Weight of the model's probabilities beside the votes, 0 to 1. Default 0.5. */
  readonly modelWeight?: number;
  /** An image belongs to no class where it is less likely than this to be right. Default 0.5. */
  readonly threshold?: number;
  readonly signal?: AbortSignal;
}

/** Of M new images; -1 in `classOf` where confidence is below the threshold. */
export interface NewClasses extends ClassBeliefs {
  /** The class that suits best, whatever its confidence; -1 where those that look alike belong to none. */
  readonly best: Int32Array;
  /** What confidence was learned from: images that a person decided, or whether held-out ones get their class again. */
  readonly calibration: Calibration & { readonly from: "decided" | "held-out"; readonly images: number };
}

/** Images that are held out, each from the others, to learn what a confidence is worth. */
const HELD_OUT = 2000;
/** Decided images from which confidence is learned: with fewer, it is learned from all. */
const DECIDED = 50;

/**
 * The class of each new image: the votes of the nearest images of the run, of classes after decisions, together with what
 * the model says. An image that is far from all of them is unsure. Confidence is the probability that the answer is right
 * (`calibrate`): that a person would say the same where 50 images and more are decided, else that an image of the run,
 * held out, gets its own class.
 *
 * @throws {ArgumentError} if an option is out of its range. @throws {ShapeError} where sizes do not fit. @throws {DataError} where
 *   values are not finite, or all images of the run are ignored. @throws the reason of `signal`.
 */
export async function classifyNew(
  device: Device,
  { known, images }: ClassifyNewInput,
  { neighbours = 15, modelWeight = 0.5, threshold = 0.5, signal }: ClassifyNewOptions = {},
): Promise<NewClasses> {
  if (!(Number.isInteger(neighbours) && neighbours >= 1)) {
    throw new ArgumentError(`classifyNew: neighbours is ${neighbours}: give a whole number from 1 up`);
  }
  for (const [name, value] of Object.entries({ modelWeight, threshold })) {
    if (!(value >= 0 && value <= 1)) {
      throw new ArgumentError(`classifyNew: ${name} is ${value}: give a number from 0 to 1`);
    }
  }
  const { state, features, prior } = known;
  const classOf = known.classOf ?? state.classOf;
  const count = state.classOf.length;
  if (features.rows !== count || classOf.length !== count) {
    throw new ShapeError(
      `classifyNew: features of ${features.rows} images and ${classOf.length} classes for a run of ${count}: give those of the run`,
    );
  }
  checkPrior("classifyNew", prior, count);
  const { columns } = features;
  if (images.features.columns !== columns) {
    throw new ShapeError(
      `classifyNew: new images have ${images.features.columns} features, those of the run ${columns}: compute both in one way`,
    );
  }
  const model = modelBeliefs(images, state);
  const theirs = hostUnitRows("classifyNew", images.features);
  const unit = hostUnitRows("classifyNew", features);
  const rows = allRows(count).filter((row) => !state.ignored[row]);
  if (rows.length === 0) {
    throw new DataError("classifyNew: all images of the run are ignored: take some in again");
  }
  using x = tensor(device, picked(unit, columns, rows), [rows.length, columns]);
  const nearest = async (values: Float32Array<ArrayBuffer>, k: number) => {
    signal?.throwIfAborted();
    using queries = tensor(device, values, [values.length / columns, columns]);
    return await kNeighboursOf("classifyNew", queries, x, Math.min(k, rows.length));
  };
  const votes = new NeighbourVotes(rows.map((row) => classOf[row]!));
  const { places, from } = heldOut(state, rows);
  const near = await nearest(
    picked(
      unit,
      columns,
      places.map((place) => rows[place]!),
    ),
    neighbours + 1,
  );
  votes.measure(places, near);
  // What the run found of its own images says how right it is only where a person decided.
  const weight = model && from === "decided" ? modelWeight : 0;
  const again = votes.count(near, places, { weight, of: (i) => beliefAt(prior, state, rows[places[i]!]!) });
  const right = again.classOf.map((id, i) => Number(id === classOf[rows[places[i]!]!]));
  const calibration = { ...calibrate(again.confidence, right), from, images: places.length };
  const found =
    images.features.rows === 0
      ? noBeliefs(0)
      : votes.count(
          await nearest(theirs, neighbours),
          null,
          model && { weight: modelWeight, of: (i) => beliefAt(model, state, i) },
        );
  signal?.throwIfAborted();
  const best = found.classOf.slice();
  for (let i = 0; i < best.length; i++) {
    const confidence = calibrated(calibration, found.confidence[i]!);
    found.confidence[i] = confidence;
    found.secondConfidence[i] = Math.min(
      1 - confidence,
      found.second[i] === UNSORTED_CLASS ? 0 : calibrated(calibration, found.secondConfidence[i]!),
    );
    if (confidence < threshold) found.classOf[i] = UNSORTED_CLASS;
  }
  return { ...found, best, calibration };
}

const allRows = (count: number) => Int32Array.from({ length: count }, (_, row) => row);

function modelBeliefs(
  { features, probabilities, places }: ClassifyNewInput["images"],
  state: ReviewState,
): ClassBeliefs | null {
  if ((probabilities === undefined) !== (places === undefined)) {
    throw new ArgumentError("classifyNew: probabilities and places belong together: give both or neither");
  }
  if (!probabilities || !places) return null;
  if (probabilities.rows !== features.rows) {
    throw new ShapeError(
      `classifyNew: features of ${features.rows} new images and probabilities of ${probabilities.rows}: give both of the same`,
    );
  }
  return beliefsOf(
    probabilities,
    places.map((id) => state.mergedInto.get(id) ?? id),
  );
}

/** What was found of an image, in the classes that there are after merges. */
function beliefAt(
  { classOf, confidence, second, secondConfidence }: ReviewPrior,
  state: ReviewState,
  i: number,
): OtherVote {
  const now = (id: number) => state.mergedInto.get(id) ?? id;
  return {
    classOf: now(classOf[i]!),
    confidence: confidence[i]!,
    second: second ? now(second[i]!) : UNSORTED_CLASS,
    secondConfidence: secondConfidence?.[i] ?? 0,
  };
}

/** Places in `rows` of the images that are held out. */
function heldOut(
  state: ReviewState,
  rows: Int32Array,
): { readonly places: Int32Array; readonly from: "decided" | "held-out" } {
  const decided = allRows(rows.length).filter((place) => state.decided[rows[place]!]);
  const enough = decided.length >= DECIDED;
  const from = enough ? decided : allRows(rows.length);
  return {
    places: Int32Array.from(evenly(from.length, HELD_OUT), (i) => from[i]!),
    from: enough ? "decided" : "held-out",
  };
}

function picked(values: Float32Array, columns: number, rows: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const some = new Float32Array(rows.length * columns);
  for (let i = 0; i < rows.length; i++) {
    some.set(values.subarray(rows[i]! * columns, (rows[i]! + 1) * columns), i * columns);
  }
  return some;
}
