/** OpenCV's threshold with THRESH_OTSU (Otsu 1979): the limit at which the means of both sides differ most. */
import { choice, whole } from "../parameters.js";
import { registerStep } from "../step.js";

/** Of float32: sides with a smaller share of the pixels do not count. */
const EPSILON = 2 ** -23;

registerStep({
  name: "otsu",
  about: "black and white, at a limit that each image has of its own",
  parameters: {
    max: whole(255, 0, 255, "what lighter pixels become"),
    kind: choice(
      "binary",
      ["binary", "binary-inverse"],
      "lighter pixels become max and others 0, or the reverse",
    ),
  },
  takes: { grey: true, bytes: true },
  prepare: (_, { max, kind }) => {
    const histogram = new Int32Array(256);
    const [lighter, others] = kind === "binary" ? [max, 0] : [0, max];
    return (from, to) => {
      histogram.fill(0);
      for (let i = 0; i < from.length; i++) histogram[from[i]!]!++;
      const limit = otsuLimit(histogram, from.length);
      for (let i = 0; i < to.length; i++) to[i] = from[i]! > limit ? lighter : others;
    };
  },
});

/** In OpenCV's order of float64 operations, so that equal variances are decided alike. */
function otsuLimit(histogram: Int32Array, total: number): number {
  const scale = 1 / total;
  let mean = 0;
  for (let i = 0; i < 256; i++) mean += i * histogram[i]!;
  mean *= scale;
  let [below, meanBelow, largest, limit] = [0, 0, 0, 0];
  for (let i = 0; i < 256; i++) {
    const share = histogram[i]! * scale;
    meanBelow *= below;
    below += share;
    const above = 1 - below;
    if (Math.min(below, above) < EPSILON || Math.max(below, above) > 1 - EPSILON) continue;
    meanBelow = (meanBelow + i * share) / below;
    const meanAbove = (mean - below * meanBelow) / above;
    const variance = below * above * (meanBelow - meanAbove) * (meanBelow - meanAbove);
    if (variance > largest) [largest, limit] = [variance, i];
  }
  return limit;
}
