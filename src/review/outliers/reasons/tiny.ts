import { registerOutlierReason } from "../reason.js";
import { fences, medianOf } from "../statistics.js";

/** Of the pixels in the middle: a quarter of each side. */
const TINY = 1 / 16;

registerOutlierReason({
  name: "tiny",
  about:
    "pixels of the file, fewer than a sixteenth of what images have in the middle (a quarter of each side) and below Tukey's fence of their logarithm",
  find({ measures: { width, height } }) {
    const pixels = width.map((columns, image) => columns * height[image]!);
    const threshold = Math.min(
      medianOf(pixels) * TINY,
      Math.exp(fences(pixels.map((value) => Math.log(value))).low),
    );
    const middle = `${Math.round(medianOf(width))} x ${Math.round(medianOf(height))}`;
    return [...pixels.entries()]
      .filter(([, score]) => score < threshold)
      .map(([image, score]) => ({
        ...{ image, score, threshold },
        text: `${width[image]} x ${height[image]} pixels; the others have ${middle} in the middle`,
      }));
  },
});
