/** Numbers and tables as the report and the README write them. */
export { digits } from "../format.js";
/** `12,345 images/s`. */
export declare function rate(perSecond: number, unit: string): string;
/** 0.98 as "98 %". */
export declare function percent(share: number): string;
/** A table with aligned columns; the first `left` of them to the left. */
export declare function markdownTable(header: readonly string[], rows: readonly (readonly string[])[], left?: number): string;
