/** How a kernel's test inputs are drawn. */
import type { Random } from "../random/philox.js";
/** Element `index` of an input, for a case with parameters `params`. */
export type Sampler<V> = (random: Random, params: V, index: number) => number;
/** Normal with the given mean and standard deviation. */
export declare const normal: <V>(mean?: number, deviation?: number | ((params: V) => number)) => Sampler<V>;
/** Uniform in [low, high). */
export declare const uniform: <V>(low: number, high: number) => Sampler<V>;
/** Whole numbers from low to high - 1. */
export declare const integers: <V>(low: number, high: number | ((params: V) => number)) => Sampler<V>;
/** The same value everywhere. */
export declare const constant: <V>(value: number) => Sampler<V>;
