/** What a list of times says: the middle and how far the middle half of them lies apart. */
export interface Summary {
    readonly median: number;
    /** First and third quartile. */
    readonly q1: number;
    readonly q3: number;
    readonly min: number;
    readonly samples: number;
}
/** The value below which a share of sorted values lies, interpolated between neighbours (Hyndman and Fan's type 7). */
export declare function quantile(sorted: readonly number[], share: number): number;
/** Summarises at least one value. */
export declare function summarize(values: readonly number[]): Summary;
/** The interquartile range as a share of the median. */
export declare function spread({ median, q1, q3 }: Summary): number;
export declare function geometricMean(values: readonly number[]): number;
/** Slope of the least-squares line through (log x, log y): 1 where y grows as x does. */
export declare function logLogSlope(points: readonly (readonly [x: number, y: number])[]): number;
