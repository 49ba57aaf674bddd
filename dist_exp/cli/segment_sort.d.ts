import { Output } from "./output.js";
import type { SegmentOptions } from "./segment.js";
import type { SegmentRun } from "./segment_run.js";
/** What became of the cut-outs. */
export interface SortedCutOuts {
    readonly code: number;
    /** For `--json`. */
    readonly json: Record<string, unknown>;
}
/** @throws {ArgumentError} for options that do not go together. */
export declare function checkSorting({ cluster, classify, labels, size }: SegmentOptions, regions: number): void;
/** Does what was asked for, beside the masks. */
export declare function sortCutOuts(run: SegmentRun, options: SegmentOptions, out: Output): Promise<SortedCutOuts>;
