/** Classes that follow brightness, colour, or an object's size or place. */
import { percent } from "../../../format.js";
import { registerCheck } from "../check.js";

/** A statistic's votes are this good, above chance, where classes follow it. */
const FOLLOWS = 0.6;
/** Features that tell the classes much better than the statistic are a better reason for them. */
const BETTER = 0.1;

registerCheck({
  name: "statistic",
  about: "whether brightness, colour, size or position of the object explains the classes",
  async look(study) {
    const found = [];
    for (const statistic of study.statistics) {
      const support = await study.supportOfStatistic(statistic);
      if (support && support.kappa >= FOLLOWS) found.push({ ...statistic, ...support });
    }
    const best = found.sort((a, b) => b.kappa - a.kappa)[0];
    if (!best) return [];
    const shapes = (await study.supports()).find(({ feature }) => feature === "hog");
    if (shapes && shapes.kappa > best.kappa - BETTER) return [];
    return [
      {
        severity: "failed" as const,
        classes: [],
        message:
          `the classes follow the ${best.name}, which alone tells the class of ${percent(best.agreement)} of the images: ` +
          `if that is not what you want, ${best.remedy}`,
      },
    ];
  },
});
