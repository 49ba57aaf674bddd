/** Images that are unlike the others of their set by brightness or contrast. */
import { ArgumentError } from "../../errors.js";
import { outlierRows } from "../outliers.js";
import { choice, number } from "../parameters.js";
import { moments } from "../statistics.js";
import { registerStep } from "../step.js";

registerStep({
  name: "drop-outliers",
  about:
    "leaves out images whose brightness or contrast is far from the others': empty, black or blown-out ones",
  parameters: {
    method: choice(
      "z-score",
      ["z-score", "quantile"],
      "by a robust z-score, 0.6745 (x - median) / MAD, or outside of two quantiles of the set",
    ),
    score: number(3.5, 0.01, 1e6, "of z-score: the largest that stays"),
    low: number(0.01, 0, 1, "of quantile: the lower one"),
    high: number(0.99, 0, 1, "of quantile: the upper one"),
  },
  check({ low, high }) {
    if (low >= high) {
      throw new ArgumentError(`drop-outliers: low is ${low}, high ${high}: give a low that is below high`);
    }
  },
  keep(pixels, count, { height, width, channels }, options) {
    const size = height * width * channels;
    const rows = new Float64Array(2 * count);
    for (let i = 0; i < count; i++) {
      const { mean, deviation } = moments(pixels.subarray(i * size, (i + 1) * size));
      rows.set([mean, deviation], 2 * i);
    }
    const outliers = new Set(outlierRows(rows, 2, options).rows);
    return Uint32Array.from({ length: count }, (_, i) => i).filter((i) => !outliers.has(i));
  },
});
