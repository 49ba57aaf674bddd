import { registerOutlierReason } from "../reason.js";
import { fences, medianOf } from "../statistics.js";

/** Times the proportion of sides in the middle: pictures of 4:3 and of 16:9 go together. */
const ODD = 2;

registerOutlierReason({
  name: "odd shape",
  about: `the longer side by the shorter one, more than ${ODD} times what it is in the middle and above Tukey's fence of its logarithm`,
  find({ measures: { width, height } }) {
    const proportion = width.map((columns, image) => {
      const rows = height[image]!;
      return Math.max(columns, rows) / Math.min(columns, rows);
    });
    const middle = medianOf(proportion);
    const threshold = Math.max(
      ODD * middle,
      Math.exp(fences(proportion.map((value) => Math.log(value))).high),
    );
    return [...proportion.entries()]
      .filter(([, score]) => score > threshold)
      .map(([image, score]) => ({
        ...{ image, score, threshold },
        text: `${width[image]} x ${height[image]} pixels, ${score.toFixed(1)} to 1; the others have ${middle.toFixed(1)} to 1 in the middle`,
      }));
  },
});
