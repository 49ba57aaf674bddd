/** Classes that are softmax(W x + b) of rows: what clusterers that train a linear map keep of it. */
import { Tape } from "../../autograd/index.js";
import type { EstimatorState, StateArray } from "../../estimators/estimator.js";
import { stateArray } from "../../estimators/state_array.js";
import { linear, softmax } from "../../ops/index.js";
import { type Tensor, tensor } from "../../tensor/index.js";
import { magnitude, subtractRow, unusableRow } from "../centring.js";
import { checkColumns } from "../kmeans/placed_centers.js";
import { rowBlocks } from "../row_blocks.js";
import type { ScaledRows } from "./scaled_rows.js";

/** Elements of a block of rows. */
const BLOCK_ELEMENTS = 2 ** 22;

/** A linear classifier of `scale` times a row, minus `origin`. */
export interface LinearClasses {
  /** [K, D]. */
  readonly weight: Float32Array<ArrayBuffer>;
  /** [K]. */
  readonly bias: Float32Array<ArrayBuffer>;
  /** [D]. */
  readonly origin: Float32Array;
  readonly scale: number;
}

/** The classifier of rows as they were given, of one of scaled rows whose logits count `sharpness` times. */
export function unscaledClasses(
  weight: Float32Array,
  bias: Float32Array,
  { origin, scale, factor }: ScaledRows,
  sharpness: number,
): LinearClasses {
  return {
    weight: Float32Array.from(weight, (value) => value * factor * sharpness),
    bias: Float32Array.from(bias, (value) => value * sharpness),
    origin,
    scale,
  };
}

/**
 * The probability of each class for each row of x [N, D], [N, K] row by row.
 * @throws {ShapeError} if x is not a matrix of float32 with the classes' columns.
 * @throws {DataError} if values of x are not finite.
 */
export async function classProbabilities(
  caller: string,
  x: Tensor,
  { weight, bias, origin, scale }: LinearClasses,
): Promise<Float32Array<ArrayBuffer>> {
  const [columns, classes] = [origin.length, bias.length];
  checkColumns(caller, x, columns);
  if (!Number.isFinite(await magnitude(x))) throw await unusableRow(caller, x);
  const { device } = x;
  using row = tensor(device, new Float32Array(origin), [1, columns]);
  using weights = tensor(device, weight, [classes, columns]);
  using biases = tensor(device, bias, [classes]);
  const parts: Promise<Float32Array>[] = [];
  for (const { part } of rowBlocks(x, BLOCK_ELEMENTS / columns)) {
    const { x: moved, squares } = subtractRow(part, row, scale);
    using _ = moved;
    squares.release();
    using tape = new Tape(device, { gradient: false });
    parts.push(softmax(tape, linear(tape, moved, weights, biases)).data());
  }
  const probabilities = new Float32Array(x.shape[0]! * classes);
  let at = 0;
  for (const part of await Promise.all(parts)) {
    probabilities.set(part, at);
    at += part.length;
  }
  return probabilities;
}

/** The first of the most probable classes of each row, of probabilities [N, K]. */
export function mostProbable(probabilities: Float32Array, classes: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / classes }, (_, row) => {
    const own = probabilities.subarray(row * classes, (row + 1) * classes);
    return own.reduce((best, value, k) => (value > own[best]! ? k : best), 0);
  });
}

/** What a state holds of them, by names that begin with `prefix`. `scale` is a detail. */
export function arraysOf(
  prefix: string,
  { weight, bias, origin }: LinearClasses,
): Record<string, StateArray> {
  return {
    [`${prefix}weight`]: { shape: [bias.length, origin.length], data: weight },
    [`${prefix}bias`]: { shape: [bias.length], data: bias },
    [`${prefix}origin`]: { shape: [origin.length], data: origin },
  };
}

/** The reverse of `arraysOf`. @throws {DataError} if the arrays do not fit `classes` classes. */
export function classesOf(
  kind: string,
  prefix: string,
  state: EstimatorState,
  classes: number,
  scale: number,
): LinearClasses {
  const { data: origin } = stateArray(kind, state, `${prefix}origin`, "f32", [null]);
  const { data: weight } = stateArray(kind, state, `${prefix}weight`, "f32", [classes, origin.length]);
  const { data: bias } = stateArray(kind, state, `${prefix}bias`, "f32", [classes]);
  return { weight: new Float32Array(weight), bias: new Float32Array(bias), origin, scale };
}
