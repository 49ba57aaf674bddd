import { registerOutlierReason } from "../reason.js";
import { highOutliers, medianOf } from "../statistics.js";

registerOutlierReason({
  name: "far from all classes",
  about:
    "distance of the features to the middle of the nearest class, in that class's root mean square; a modified z-score of its logarithm above 3.5 (Iglewicz and Hoaglin 1993)",
  find({ classDistance }) {
    if (classDistance === null) return [];
    const { distance, nearest } = classDistance;
    const [middle, threshold] = [medianOf(distance), highOutliers(distance)];
    return [...distance.entries()]
      .filter(([, score]) => score > threshold)
      .map(([image, score]) => ({
        ...{ image, score, threshold },
        text: `${(score / middle).toFixed(1)} times as far from its nearest class (${nearest[image]}) as images are in the middle`,
      }));
  },
});
