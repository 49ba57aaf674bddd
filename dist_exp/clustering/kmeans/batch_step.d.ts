import type { Random } from "../../random/philox.js";
import { type Tensor } from "../../tensor/index.js";
import type { KMeansOptions } from "./options.js";
import type { PlacedCenters } from "./placed_centers.js";
export interface BatchCenters extends PlacedCenters {
    /** Rows that each centre got so far, [K]. */
    readonly counts: Float64Array;
}
/** Labels of some rows, and the sum of their scaled squared distances to their centres. */
export interface Assignment {
    readonly labels: Int32Array;
    readonly inertia: number;
}
/** Centres of k-means++ among the rows of a sample, or those given. */
export declare function firstCenters(sample: Tensor, scale: number, clusters: number, init: NonNullable<KMeansOptions["init"]>, random: Random): Promise<PlacedCenters>;
/** The nearest centre of each row. */
export declare function assign(rows: Tensor, placed: PlacedCenters): Promise<Assignment>;
/**
 * Moves each centre towards the mean of the batch's rows that are nearest to it, by their share of all rows that it
 * got so far: it stays the mean of those.
 */
export declare function moveToBatch(rows: Tensor, placed: BatchCenters): Promise<Assignment>;
/**
 * Centres with fewer rows than a share of what the largest has begin again at rows of the batch, with as many rows as
 * the least of the others; half as many as the batch has rows at most, the lightest first.
 */
export declare function replaceLight(rows: Tensor, { centers, origin, scale, counts }: BatchCenters, ratio: number, random: Random): Promise<void>;
