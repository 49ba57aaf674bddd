import { registerOutlierReason } from "../reason.js";
import { fences, medianOf } from "../statistics.js";
import { ONE_COLOUR } from "./one_colour.js";

/** Below it the variance of the Laplacian of a picture of about 500 pixels a side is commonly called blurred. */
const BLURRED = 100;

registerOutlierReason({
  name: "blurred",
  about: `variance of the Laplacian (Pech-Pacheco et al. 2000) at no more than 512 pixels a side, below ${BLURRED} and below Tukey's fence of its logarithm`,
  find({ measures: { sharpness, spread } }) {
    const logs = Float64Array.from(sharpness, (value) => Math.log(value + 1));
    const threshold = Math.min(BLURRED, Math.exp(fences(logs).low) - 1);
    const middle = medianOf(sharpness);
    return (
      [...sharpness.entries()]
        // A picture of one colour has nothing to be sharp.
        .filter(([image, score]) => score < threshold && spread[image]! >= ONE_COLOUR)
        .map(([image, score]) => ({
          ...{ image, score, threshold },
          text: `sharpness ${score.toPrecision(2)}; the others have ${middle.toPrecision(2)} in the middle`,
        }))
    );
  },
});
