import type { ArrayInput } from "./rows.js";
/** A number from predictions [N, ...] and targets; its function's name is its name in results. */
export type Metric = (predicted: {
    readonly shape: readonly number[];
    readonly data: Float32Array;
}, target: ArrayInput) => number;
export declare const metrics: Readonly<Record<string, Metric>>;
