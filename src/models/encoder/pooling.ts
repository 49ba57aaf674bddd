/** From a layer's value to one row of features for each image. */
import type { Tape } from "../../autograd/index.js";
import { ArgumentError } from "../../errors.js";
import { amax, avgPool2d, mean, reshape, slice } from "../../ops/index.js";
import { type Shape, show, sizeOf, type Tensor } from "../../tensor/index.js";

/**
 * "mean" and "max" over the cells of a map or over the tokens of patches, "cls": the first token, "none": all values side by
 * side; "recurrent": the cells of a map or the tokens of patches, for `RecurrentClusterer` to read one after the other, at most 8 x 8:
 * means of neighbouring ones where there are more.
 */
export type Pooling = "mean" | "max" | "cls" | "none" | "recurrent";
export const POOLINGS: readonly Pooling[] = ["mean", "max", "cls", "none", "recurrent"];

/** Cells of a map, row by row; a sequence of tokens that are no square is a column. */
export interface Cells {
  readonly rows: number;
  readonly columns: number;
}

/** Rows and columns of a map that is read cell by cell, at most. */
const MOST_CELLS = 8;

/** Tokens in front of the patches, of networks whose first one stands for the whole image: itself, and four registers at most. */
const FRONT_TOKENS = [1, 5];

/** How many tokens stand in front of a square of patches; 0 where the tokens are a square themselves, or no square. */
export function frontTokens(tokens: number): number {
  const isSquare = (count: number) => count > 0 && Number.isInteger(Math.sqrt(count));
  if (isSquare(tokens)) return 0;
  return FRONT_TOKENS.find((front) => isSquare(tokens - front)) ?? 0;
}

/** The map that a value is, and where its patches begin among tokens. */
function mapOf(shape: Shape): Cells & { readonly front: number } {
  if (shape.length === 4) return { rows: shape[1]!, columns: shape[2]!, front: 0 };
  const tokens = shape[1]!;
  const front = frontTokens(tokens);
  const side = Math.sqrt(tokens - front);
  return Number.isInteger(side)
    ? { rows: side, columns: side, front }
    : { rows: tokens, columns: 1, front: 0 };
}

/** Neighbouring cells that are one along an axis, and how many there are then. */
function windows({ rows, columns }: Cells) {
  const along = (extent: number) => {
    const window = Math.ceil(extent / MOST_CELLS);
    return { window, cells: Math.ceil(extent / window) };
  };
  // A column of tokens keeps as many as a map.
  if (columns > 1) return { rows: along(rows), columns: along(columns) };
  const window = Math.ceil(rows / MOST_CELLS ** 2);
  return { rows: { window, cells: Math.ceil(rows / window) }, columns: { window: 1, cells: 1 } };
}

/** The cells of a value under pooling "recurrent". */
export function cellsOf(shape: Shape): Cells {
  const { rows, columns } = windows(mapOf(shape));
  return { rows: rows.cells, columns: columns.cells };
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
  if (shape.length === 2 && pooling === "recurrent") {
    throw new ArgumentError(`${what}, a row without cells: give the layer of a map or of tokens`);
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
  if (pooling === "recurrent") return cellRows(tape, value);
  const places = sizeOf(rest) / features;
  const rows = reshape(tape, value, [batch, places, features]);
  if (pooling === "cls") return reshape(tape, slice(tape, rows, 1, 0, 1), [batch, features]);
  const front = rest.length === 2 ? frontTokens(places) : 0;
  const patches = front > 0 ? slice(tape, rows, 1, front, places) : rows;
  return pooling === "mean" ? mean(tape, patches, 1) : amax(tape, patches, 1);
}

/** The cells of a value, side by side: [B, rows * columns * C]. */
function cellRows(tape: Tape, value: Tensor): Tensor {
  const { rows, columns, front } = mapOf(value.shape);
  const [batch, channels] = [value.shape[0]!, value.shape.at(-1)!];
  const patches = front > 0 ? slice(tape, value, 1, front, value.shape[1]!) : value;
  const map = reshape(tape, patches, [batch, rows, columns, channels]);
  const { rows: down, columns: across } = windows({ rows, columns });
  const pooled =
    down.window * across.window === 1
      ? map
      : avgPool2d(tape, map, [down.window, across.window], {
          ...{ stride: [down.window, across.window], ceilMode: true, countIncludePad: false },
        });
  return reshape(tape, pooled, [batch, down.cells * across.cells * channels]);
}
