import { type Tensor } from "../../tensor/index.js";
/** `scale` times the centres, minus `origin`. */
export interface PlacedCenters {
    /** [K, D]. */
    readonly centers: Float32Array;
    /** [D]. */
    readonly origin: Float32Array;
    /** A power of two. */
    readonly scale: number;
}
/** The centres [K, D] where the data lie. */
export declare function unplaced({ centers, origin, scale }: PlacedCenters): Float32Array;
/** @throws {ShapeError} if x is not a matrix of float32 with so many columns. */
export declare function checkColumns(caller: string, x: Tensor, columns: number): void;
/**
 * The nearest centre of each row of x [N, D].
 * @throws {DataError} if values of x are not finite.
 */
export declare function nearestCenters(caller: string, x: Tensor, placed: PlacedCenters): Promise<Int32Array>;
/**
 * The Euclidean distances of the rows of x [N, D] to the centres, [N, K].
 * @throws {DataError} if values of x are not finite.
 */
export declare function distancesToCenters(caller: string, x: Tensor, placed: PlacedCenters): Promise<Float32Array>;
