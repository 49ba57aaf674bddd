import { type BenchResult, type BenchRow } from "./result.js";
export interface ComparedRow {
    /** A row, or a point of a growth series. */
    readonly row: Pick<BenchRow, "device" | "work" | "sizes" | "time">;
    /** Median of the earlier run in milliseconds. */
    readonly before: number;
    /** Time now over time then: above 1, it became slower. */
    readonly ratio: number;
    readonly regressed: boolean;
}
export interface ComparedRuns {
    readonly rows: readonly ComparedRow[];
    readonly regressions: readonly ComparedRow[];
    /** Rows that only one of the runs has. */
    readonly unmatched: number;
    /** Why the times may differ for other reasons than the code. */
    readonly warnings: readonly string[];
}
/** Compares by device kind, work and sizes; `limit` is the largest ratio that is no regression. */
export declare function compareRuns(now: BenchResult, before: BenchResult, limit: number): ComparedRuns;
