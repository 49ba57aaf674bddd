import { NEIGHBOUR } from "../outlier_set.js";
import { registerOutlierReason } from "../reason.js";
import { highOutliers, medianOf } from "../statistics.js";

registerOutlierReason({
  name: "far from all images",
  about: `distance of the features to the ${NEIGHBOUR}th nearest image (Ramaswamy et al. 2000); a modified z-score of its logarithm above 3.5 (Iglewicz and Hoaglin 1993)`,
  find({ neighbourDistance }) {
    if (neighbourDistance === null) return [];
    const [middle, threshold] = [medianOf(neighbourDistance), highOutliers(neighbourDistance)];
    return [...neighbourDistance.entries()]
      .filter(([, score]) => score > threshold)
      .map(([image, score]) => ({
        ...{ image, score, threshold },
        text: `its ${NEIGHBOUR} nearest images are ${(score / middle).toFixed(1)} times as far away as those of other images in the middle`,
      }));
  },
});
