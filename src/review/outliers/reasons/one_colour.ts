import { registerOutlierReason } from "../reason.js";
import { fences, medianOf } from "../statistics.js";

/** Levels of 255: noise of a camera's sensor and of JPEG's rounding deviates by so much. */
export const ONE_COLOUR = 4;

registerOutlierReason({
  name: "one colour",
  about: `the greatest standard deviation of red, green and blue, below ${ONE_COLOUR} of 255 levels (the noise of a camera) and below Tukey's fence of its logarithm`,
  find({ measures: { spread } }) {
    const logs = spread.map((value) => Math.log(value + 1));
    const threshold = Math.min(ONE_COLOUR, Math.exp(fences(logs).low) - 1);
    const middle = medianOf(spread);
    return [...spread.entries()]
      .filter(([, score]) => score < threshold)
      .map(([image, score]) => ({
        ...{ image, score, threshold },
        text: `its colours deviate by ${score.toFixed(1)} of 255 levels; those of others by ${middle.toFixed(0)} in the middle`,
      }));
  },
});
