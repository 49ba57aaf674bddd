/** scikit-image's exposure.rescale_intensity from two percentiles of each image (numpy.percentile), all channels together. */
import { ArgumentError } from "../../errors.js";
import { number } from "../parameters.js";
import { quantileOfSorted } from "../statistics.js";
import { registerStep } from "../step.js";

registerStep({
  name: "contrast-stretch",
  aliases: ["contrast"],
  about: "values between two percentiles of each image are spread over the whole range",
  parameters: {
    low: number(2, 0, 100, "per cent of the values that become 0"),
    high: number(98, 0, 100, "per cent of the values that do not become white"),
  },
  check({ low, high }) {
    if (low >= high) {
      throw new ArgumentError(`contrast-stretch: low is ${low}, high ${high}: give a low that is below high`);
    }
  },
  prepare:
    (_, { low, high }) =>
    (from, to) => {
      const white = to instanceof Uint8Array ? 255 : 1;
      const sorted = from.slice().sort();
      const least = quantileOfSorted(sorted, low / 100);
      const range = quantileOfSorted(sorted, high / 100) - least;
      for (let i = 0; i < to.length; i++) {
        const value = from[i]!;
        // One value is no range: scikit-image then only keeps values within black and white.
        const share = range === 0 ? value / white : (value - least) / range;
        // A byte is what is left before the point, as with astype.
        to[i] = Math.min(1, Math.max(0, share)) * white;
      }
    },
});
