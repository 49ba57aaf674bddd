import { type Tensor } from "../../tensor/index.js";
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
export declare function kNeighbours(caller: string, x: Tensor, k: number): Promise<Neighbours>;
/**
 * The k nearest rows of x [N, D] to each row of `queries` [M, D], as `kNeighbours`.
 * @throws {ShapeError} if x or queries is not a matrix of float32, or their columns differ.
 * @throws {ArgumentError} if k is not a whole number from 1 up.
 * @throws {DataError} if x has fewer than k rows, or x or queries has values that are not finite.
 */
export declare function kNeighboursOf(caller: string, queries: Tensor, x: Tensor, k: number): Promise<Neighbours>;
