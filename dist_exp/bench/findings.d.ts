import type { BenchRow } from "./result.js";
/** Rows with the same key, in the order of the first of each. */
export declare function groupRows(rows: readonly BenchRow[], keyOf: (row: BenchRow) => string): BenchRow[][];
/** Ratios of several rows. */
export interface Ratios {
    readonly count: number;
    readonly mean: number;
    readonly lowest: number;
}
/** At least one ratio. */
export declare function summarizeRatios(ratios: readonly number[]): Ratios;
/** A peer's times over Skein's in these rows; null where it was not measured. */
export declare function peerRatios(rows: readonly BenchRow[], peer: string): Ratios | null;
/** Threads that a comparison is made with: all on both sides, where a peer may do with one if it is faster so; or one. */
export type Setting = "all" | "one";
export interface Strongest {
    readonly name: string;
    readonly ratio: number;
    readonly threads: number | null;
}
/** The fastest peer of a row; null where none was measured. */
export declare function strongest({ peers }: BenchRow, setting: Setting): Strongest | null;
export interface StrongestRatios extends Ratios {
    /** The strongest peers' names, the most frequent first, and how many rows each is the strongest of. */
    readonly names: readonly (readonly [name: string, rows: number])[];
}
/** Each row's strongest peer; null where none has one. */
export declare function strongestRatios(rows: readonly BenchRow[], setting: Setting): StrongestRatios | null;
/** How many times faster all threads are than one; null where that was not measured. */
export declare function threadSpeedup({ time, oneThread }: BenchRow): number | null;
export declare function threadRatios(rows: readonly BenchRow[]): Ratios | null;
export interface Bound {
    readonly row: BenchRow;
    /** The part that takes longest alone. */
    readonly part: string;
    /** Its time alone over the time of the whole. */
    readonly share: number;
}
/** Of rows whose parts were timed too. */
export declare function bounds(rows: readonly BenchRow[]): Bound[];
/** The rates of a work and of its parts alone, or their times where it counts no items. */
export declare function partRates({ time, items, parts }: BenchRow): {
    whole: string;
    alone: string;
};
/** Peaks of memory, of rows where they were measured. */
export declare function memoryLines(rows: readonly BenchRow[]): string[];
