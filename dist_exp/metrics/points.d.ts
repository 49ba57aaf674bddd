import { type Labels } from "./labels.js";
/** Points as rows: `[N, columns]`, row-major. */
export type Points = Float32Array | Float64Array;
/**
 * Checks that there is a finite point for each sample.
 *
 * @throws {ShapeError} If `points` and `clusters` disagree on N.
 * @throws {ArgumentError} If `columns` is no positive integer, a point is not finite, or a cluster is no int32.
 */
export declare function checkPoints(caller: string, points: Points, columns: number, clusters: Labels): void;
