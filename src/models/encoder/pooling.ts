/** From a layer's value to one row of features for each image. */
import type { Tape } from "../../autograd/index.js";
import { ArgumentError } from "../../errors.js";
import { amax, mean, reshape, slice } from "../../ops/index.js";
import { type Shape, show, sizeOf, type Tensor } from "../../tensor/index.js";

/**
 * "mean" and "max" over the cells of a map or over the tokens of patches, "cls": the first token, "none": all values side by
 * side.
 */
export type Pooling = "mean" | "max" | "cls" | "none";
export const POOLINGS: readonly Pooling[] = ["mean", "max", "cls", "none"];

/** Tokens in front of the patches, of networks whose first one stands for the whole image: itself, and four registers at most. */
const FRONT_TOKENS = [1, 5];

/** How many tokens stand in front of a square of patches; 0 where the tokens are a square themselves, or no square. */
export function frontTokens(tokens: number): number {
  const isSquare = (count: number) => count > 0 && Number.isInteger(Math.sqrt(count));
  if (isSquare(tokens)) return 0;
  return FRONT_TOKENS.find((front) => isSquare(tokens - front)) ?? 0;
}

/** What suits a value: the first token where there is one for the whole image, else means; rows stay as they are. */
export function defaultPooling(shape: Shape): Pooling {
  if (shape.length === 2) return "none";
  return shape.length === 3 && frontTokens(shape[1]!) > 0 ? "cls" : "mean";
}

/**
 * Refuses what has no meaning for a layer's value [B, F], [B, T, F] or [B, H, W, C].
 * @throws {ArgumentError} naming what there is.
 */
export function checkPooling(pooling: Pooling, layer: string, shape: Shape): void {
  const what = `the layer ${layer} gives ${show(shape.slice(1))} for an image`;
  if (shape.length < 2 || shape.length > 4) {
    throw new ArgumentError(`${what}, which is neither a row, tokens nor a map: give another layer`);
  }
  if (shape.length === 2 && pooling !== "none") {
    throw new ArgumentError(`${what}, a row already, and pooling is ${pooling}: leave the pooling out`);
  }
  if (shape.length === 4 && pooling === "cls") {
    throw new ArgumentError(
      `${what}, a map without a token for the whole image: give "mean" or "max" for pooling`,
    );
  }
}

/** Rows [B, F] of a layer's value. Means and maxima of tokens leave out those in front of the patches. */
export function pooled(tape: Tape, value: Tensor, pooling: Pooling): Tensor {
  const [batch, ...rest] = value.shape as [number, ...number[]];
  if (pooling === "none") return reshape(tape, value, [batch, sizeOf(rest)]);
  const features = rest.at(-1)!;
  const places = sizeOf(rest) / features;
  const rows = reshape(tape, value, [batch, places, features]);
  if (pooling === "cls") return reshape(tape, slice(tape, rows, 1, 0, 1), [batch, features]);
  const front = rest.length === 2 ? frontTokens(places) : 0;
  const patches = front > 0 ? slice(tape, rows, 1, front, places) : rows;
  return pooling === "mean" ? mean(tape, patches, 1) : amax(tape, patches, 1);
}
