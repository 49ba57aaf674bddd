/** Values far from the others of their image, all channels together, become the nearest value that is not. */
import { ArgumentError } from "../../errors.js";
import { choice, number } from "../parameters.js";
import { quantileOfSorted, robustLimits } from "../statistics.js";
import { registerStep } from "../step.js";

registerStep({
  name: "clip-outliers",
  about: "extreme values of each image become less extreme",
  parameters: {
    method: choice(
      "z-score",
      ["z-score", "quantile"],
      "beyond a robust z-score, 0.6745 (x - median) / MAD, or beyond two quantiles",
    ),
    score: number(3.5, 0.01, 1e6, "of z-score: the largest that stays"),
    low: number(0.01, 0, 1, "of quantile: the lower one"),
    high: number(0.99, 0, 1, "of quantile: the upper one"),
  },
  reports: true,
  check({ low, high }) {
    if (low >= high) {
      throw new ArgumentError(`clip-outliers: low is ${low}, high ${high}: give a low that is below high`);
    }
  },
  prepare:
    (_, { method, score, low, high }) =>
    (from, to) => {
      const sorted = from.slice().sort();
      const limits =
        method === "z-score"
          ? robustLimits(sorted, score)
          : { low: quantileOfSorted(sorted, low), high: quantileOfSorted(sorted, high) };
      // Bytes are whole: the limits move inwards.
      const bytes = to instanceof Uint8Array;
      const least = bytes ? Math.ceil(limits.low) : limits.low;
      const most = bytes ? Math.floor(limits.high) : limits.high;
      for (let i = 0; i < to.length; i++) to[i] = Math.min(most, Math.max(least, from[i]!));
    },
});
