/** How a work's time grows with one of its sizes. */
import type { Device } from "../device/index.js";
import { type Family, type GrowthSeries, type Sizes } from "./case.js";
import type { BenchRow, Growth } from "./result.js";
export interface GrowthOptions {
    /** Of measurement, for a row. For a size it is twice that on average: a slope needs more than a ratio does. */
    readonly seconds: number;
    readonly signal?: AbortSignal;
}
/** Of a row's measurement: a turn of one size, and the time of all turns by the number of sizes. */
export declare const TURN = 0.2;
/**
 * Times one family at all sizes of its series, round by round, so that drift of the machine reaches all alike. A
 * sample is a turn: runs back to back and one wait, so that what is done once counts as little for small sizes as
 * for large ones.
 * @returns null where the signal came first.
 * @throws what preparing or running does, with the size it happened at before it.
 */
export declare function measureGrowth(family: Family, { by, shapes }: GrowthSeries, device: Device, { seconds, signal }: GrowthOptions): Promise<Growth | null>;
export declare function without(sizes: Sizes, name: string): Sizes;
/**
 * Of the line through (log size, log time): 1 where time grows as the size does. By the medians, or by the first
 * quartiles, to which others on the machine added less.
 */
export declare function growthSlope({ points }: Growth, time?: "median" | "q1"): number;
/** The points as rows, for who compares runs. */
export declare function growthRows(all: readonly Growth[]): Pick<BenchRow, "device" | "work" | "sizes" | "time">[];
