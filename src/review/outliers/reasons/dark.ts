import { percent } from "../../../format.js";
import { registerOutlierReason } from "../reason.js";
import { fences, medianOf } from "../statistics.js";

/** CleanVision's threshold for dark pictures. */
const DARK = 0.32;

registerOutlierReason({
  name: "dark",
  about: `the perceived brightness that 1 % of the pixels exceed, below ${DARK} (CleanVision) and below Tukey's fence`,
  find({ measures: { bright } }) {
    const threshold = Math.min(DARK, fences(bright).low);
    const middle = medianOf(bright);
    return [...bright.entries()]
      .filter(([, score]) => score < threshold)
      .map(([image, score]) => ({
        ...{ image, score, threshold },
        text: `its brightest parts have ${percent(score, 0)} of white's brightness; those of others ${percent(middle, 0)} in the middle`,
      }));
  },
});
