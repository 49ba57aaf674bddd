/** Learning rates by step: functions of the step's number, from 0. */
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
