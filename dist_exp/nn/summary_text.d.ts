import type { Summary } from "./summary.js";
/** The summary as a table for a terminal, a line for each call of a layer, and the sums below it. */
export declare function formatSummary(summary: Summary): string;
