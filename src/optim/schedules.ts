/** Learning rates by step: functions of the step's number, from 0. */
import { checkNumber, checkWhole } from "../ops/check.js";

/** The learning rate of a step, counted from 0. */
export type Schedule = (step: number) => number;

const cosineBetween = (from: number, to: number, share: number) =>
  to + ((from - to) / 2) * (1 + Math.cos(Math.PI * Math.min(1, share)));

/** From `peak` to `final` along half a cosine (Loshchilov and Hutter 2017). */
export function cosine(peak: number, steps: number, final = 0): Schedule {
  return (step) => cosineBetween(peak, final, step / Math.max(1, steps - 1));
}

/**
 * One cycle (Smith and Topin 2019) as PyTorch's OneCycleLR with cosine annealing:
 * up from peak / 25 during the first `rise` of all steps, then down to that / 10,000.
 * Where `rise` is less than two steps, it begins at the peak.
 */
export function oneCycle(peak: number, steps: number, rise = 0.3): Schedule {
  const start = peak / 25;
  const top = Math.max(0, rise * steps - 1);
  return (step) =>
    step < top
      ? cosineBetween(start, peak, step / top)
      : cosineBetween(peak, start / 1e4, (step - top) / Math.max(1, steps - 1 - top));
}

/** The same rate at every step. */
export function constant(rate: number): Schedule {
  return () => rate;
}

/** Times `factor` after every `every` steps, as PyTorch's StepLR: rate * factor^floor(step / every). Default factor 0.1. */
export function stepDecay(rate: number, every: number, factor = 0.1): Schedule {
  checkWhole("stepDecay", "every", every, 1);
  return (step) => rate * factor ** Math.floor(step / every);
}

/** Times `factor` after every step, as PyTorch's ExponentialLR: rate * factor^step. */
export function exponential(rate: number, factor: number): Schedule {
  return (step) => rate * factor ** step;
}

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
export function warmUp(steps: number, then: Schedule, start = 1 / 3): Schedule {
  checkWhole("warmUp", "steps", steps, 0);
  checkNumber("warmUp", "start", start, { low: 0, high: 1 });
  return (step) => (step < steps ? then(0) * (start + ((1 - start) * step) / steps) : then(step - steps));
}
