/** How a kernel's test inputs are drawn. */
import type { Random } from "../random/philox.js";

/** Element `index` of an input, for a case with parameters `params`. */
export type Sampler<V> = (random: Random, params: V, index: number) => number;

/** Normal with the given mean and standard deviation. */
export const normal =
  <V>(mean = 0, deviation: number | ((params: V) => number) = 1): Sampler<V> =>
  (random, params) =>
    mean + (typeof deviation === "number" ? deviation : deviation(params)) * random.normal();

/** Uniform in [low, high). */
export const uniform =
  <V>(low: number, high: number): Sampler<V> =>
  (random) =>
    low + (high - low) * random.uniform();

/** Whole numbers from low to high - 1. */
export const integers =
  <V>(low: number, high: number | ((params: V) => number)): Sampler<V> =>
  (random, params) =>
    low + random.integer((typeof high === "number" ? high : high(params)) - low);

/** The same value everywhere. */
export const constant =
  <V>(value: number): Sampler<V> =>
  () =>
    value;
