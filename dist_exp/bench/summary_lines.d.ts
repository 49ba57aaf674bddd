/** The lines of the README's table: which rows of a run each one sums up. */
import type { Sizes } from "./case.js";
/** A line of the table. */
export interface Line {
    readonly device: "native" | "webgpu";
    readonly what: string;
    readonly shapes: string;
    readonly works: readonly string[];
    /** Which of the works' rows count. Default: all. */
    readonly only?: (sizes: Sizes) => boolean;
}
export declare const LINES: readonly Line[];
