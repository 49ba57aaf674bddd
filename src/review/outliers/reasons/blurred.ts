import { registerOutlierReason } from "../reason.js";
import { fences, medianOf } from "../statistics.js";
import { ONE_COLOUR } from "./one_colour.js";

/** Below it the variance of the Laplacian of a picture of about 500 pixels a side is commonly called blurred. */
const BLURRED = 100;
/**
 * Below it pictures lack detail for their contrast: after Gaussian blur of 2 pixels photographs and drawings have 0.01 to 0.02 in the
 * middle, before it 0.7 to 0.9.
 */
const DETAIL = 0.05;

registerOutlierReason({
  name: "blurred",
  about: `variance of the Laplacian (Pech-Pacheco et al. 2000) of the sharpest of 4 x 4 parts, at up to 512 pixels a side, below ${BLURRED} and below Tukey's fence of its logarithm; that of the whole also below ${DETAIL} of the grey levels' variance`,
  find({ measures: { sharpness, spread, detail } }) {
    const logs = sharpness.map((value) => Math.log(value + 1));
    const threshold = Math.min(BLURRED, Math.exp(fences(logs).low) - 1);
    const middle = medianOf(sharpness);
    return (
      [...sharpness.entries()]
        // A picture of one colour has nothing to be sharp.
        .filter(
          ([image, score]) => score < threshold && detail[image]! < DETAIL && spread[image]! >= ONE_COLOUR,
        )
        .map(([image, score]) => ({
          ...{ image, score, threshold },
          text: `sharpness ${Math.round(score)}; the others have ${Math.round(middle)} in the middle`,
        }))
    );
  },
});
