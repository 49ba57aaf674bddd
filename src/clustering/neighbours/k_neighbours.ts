/** Exact nearest neighbours by Euclidean distance. */
import { ArgumentError, DataError, ShapeError } from "../../errors.js";
import { show, type Tensor } from "../../tensor/index.js";
import { moveBy, nearOrigin, unusableRow } from "../centring.js";
import { checkMatrix } from "../check_matrix.js";
import { nearestPoints } from "./candidates.js";
import { Measure } from "./measure.js";
import type { Neighbours } from "./neighbours.js";

/**
 * The k nearest other rows of each row of x [N, D]: the same as by float64 distances of all pairs. Products are
 * float32, on the device; the order of rows that rounding may have decided is measured again in float64.
 *
 * Memory on the host: two copies of x, and N k numbers.
 * @throws {ShapeError} if x is not a matrix of float32.
 * @throws {ArgumentError} if k is not a whole number from 1 up.
 * @throws {DataError} if x has k rows or fewer, or values that are not finite.
 */
export async function kNeighbours(caller: string, x: Tensor, k: number): Promise<Neighbours> {
  const [rows] = checkMatrix(caller, x);
  checkCount(caller, k, rows - 1, "other rows");
  const { x: moved, around, scale } = await nearOrigin(caller, x);
  using _ = moved;
  const values = (await x.data()) as Float32Array;
  const measure = new Measure(values, values, around, scale);
  return await nearestPoints(moved, moved, measure, k, true);
}

/**
 * The k nearest rows of x [N, D] to each row of `queries` [M, D], as `kNeighbours`.
 * @throws {ShapeError} if x or queries is not a matrix of float32, or their columns differ.
 * @throws {ArgumentError} if k is not a whole number from 1 up.
 * @throws {DataError} if x has fewer than k rows, or x or queries has values that are not finite.
 */
export async function kNeighboursOf(
  caller: string,
  queries: Tensor,
  x: Tensor,
  k: number,
): Promise<Neighbours> {
  const [rows, columns] = checkMatrix(caller, x);
  const [, width] = checkMatrix(caller, queries);
  if (width !== columns) {
    throw new ShapeError(
      `${caller}: queries are ${show(queries.shape)}, rows ${show(x.shape)}: give queries of ${columns} columns`,
    );
  }
  checkCount(caller, k, rows, "rows");
  const { x: points, around, scale } = await nearOrigin(caller, x);
  using _ = points;
  using moved = moveBy(queries, around, scale);
  const [of, values] = (await Promise.all([queries.data(), x.data()])) as [Float32Array, Float32Array];
  if (!of.every(Number.isFinite)) throw await unusableRow(caller, queries);
  return await nearestPoints(moved, points, new Measure(of, values, around, scale), k, false);
}

function checkCount(caller: string, k: number, most: number, what: string): void {
  if (!(Number.isInteger(k) && k >= 1)) {
    throw new ArgumentError(`${caller}: k is ${k}: give a whole number from 1 up`);
  }
  if (k > most) {
    throw new DataError(`${caller}: ${k} neighbours of ${most} ${what}: ask for fewer or give more rows`);
  }
}
