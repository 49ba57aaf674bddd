import { percent } from "../../../format.js";
import { registerOutlierReason } from "../reason.js";
import { fences, medianOf } from "../statistics.js";

/** CleanVision's threshold for light pictures. */
const BRIGHT = 0.95;

registerOutlierReason({
  name: "bright",
  about: `the perceived brightness that 99 % of the pixels exceed, above ${BRIGHT} (CleanVision) and above Tukey's fence`,
  find({ measures: { dark } }) {
    const threshold = Math.max(BRIGHT, fences(dark).high);
    const middle = medianOf(dark);
    return [...dark.entries()]
      .filter(([, score]) => score > threshold)
      .map(([image, score]) => ({
        ...{ image, score, threshold },
        text: `its darkest parts have ${percent(score, 0)} of white's brightness; those of others ${percent(middle, 0)} in the middle`,
      }));
  },
});
