export type Schedule = (step: number) => number;
/** From `peak` to `final` along half a cosine (Loshchilov and Hutter 2017). */
export declare function cosine(peak: number, steps: number, final?: number): Schedule;
/**
 * One cycle (Smith and Topin 2019) as PyTorch's OneCycleLR with cosine annealing:
 * up from peak / 25 during the first `rise` of all steps, then down to that / 10,000.
 * Where `rise` is less than two steps, it begins at the peak.
 */
export declare function oneCycle(peak: number, steps: number, rise?: number): Schedule;
/** The same rate at every step. */
export declare function constant(rate: number): Schedule;
/** Times `factor` after every `every` steps, as PyTorch's StepLR: rate * factor^floor(step / every). Default factor 0.1. */
export declare function stepDecay(rate: number, every: number, factor?: number): Schedule;
/** Times `factor` after every step, as PyTorch's ExponentialLR: rate * factor^step. */
export declare function exponential(rate: number, factor: number): Schedule;
/**
 * Up in a line to where `then` begins during the first `steps` steps, then `then` from its own step 0 (Goyal et al. 2017),
 * as PyTorch's SequentialLR of LinearLR and another:
 *
 * ```ts
 * schedule: (steps) => warmUp(500, cosine(1e-3, steps - 500))
 * ```
 *
 * @param start the first rate, as a share of `then(0)`. Default 1 / 3.
 */
export declare function warmUp(steps: number, then: Schedule, start?: number): Schedule;
