import type { Estimator, EstimatorState } from "../../estimators/estimator.js";
import { type Tensor } from "../../tensor/index.js";
import type { Neighbours } from "./neighbours.js";
export interface NearestNeighborsOptions {
    /** How many neighbours `kneighbors` finds where it is not told, from 1 up. Default 5. */
    readonly neighbors?: number;
}
/**
 * The nearest rows by Euclidean distance:
 *
 * ```ts
 * const model = await new NearestNeighbors({ neighbors: 10 }).fit(x); // x: a tensor [N, D]
 * const { indices, distances } = await model.kneighbors(queries); // of each query [M, D]
 * ```
 *
 * Exact: all distances are compared, on the device of the queries; of equal distances the smaller row number comes
 * first.
 */
export declare class NearestNeighbors implements Estimator {
    #private;
    readonly kind = "nearest_neighbors";
    /** @throws {ArgumentError} if `neighbors` is not a whole number from 1 up. */
    constructor({ neighbors }?: NearestNeighborsOptions);
    /**
     * Keeps a copy of x [N, D] on the host.
     * @throws {ShapeError} if x is not a matrix of float32.
     * @throws {DataError} if x has values that are not finite.
     */
    fit(x: Tensor): Promise<this>;
    /**
     * The nearest rows of x to each row of `queries` [M, D]; without queries, the nearest other rows to each row of x, on
     * the device given instead.
     * @param neighbors How many. Default as constructed.
     * @throws {ArgumentError} before `fit`, or if `neighbors` is not a whole number from 1 up.
     * @throws {ShapeError} if `queries` is not a matrix of float32 with x's columns.
     * @throws {DataError} if x has too few rows, or `queries` values that are not finite.
     */
    kneighbors(queries: Tensor | Tensor["device"], neighbors?: number): Promise<Neighbours>;
    state(): EstimatorState;
    /** @throws {SkeinError} if the state is not one of nearest neighbours. */
    static restore({ options, arrays: { x } }: EstimatorState): NearestNeighbors;
}
