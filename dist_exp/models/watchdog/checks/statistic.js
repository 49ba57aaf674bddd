/** Classes that follow brightness, colour, or an object's size or place. */
import { percent } from "../../../format.js";
import { registerCheck } from "../check.js";
/** A statistic's votes are this good, above chance, where classes follow it. */
const FOLLOWS = 0.6;
/** Features that tell the classes nearly as well as the statistic are a better reason for them. */
const BETTER = 0.1;
/** A single number whose votes are this good is the reason, whatever features hold it, too, */
const DECIDES = 0.9;
/** unless shapes, which do not hold it, tell the classes nearly as well. */
const SHAPES = 0.25;
registerCheck({
    name: "statistic",
    about: "whether brightness, colour, size or position of the object explains the classes",
    async look(study) {
        const supports = await study.supports();
        const reason = supports[0]?.kappa ?? 1;
        const shapes = supports.find(({ feature }) => feature === "hog")?.kappa ?? reason;
        const found = [];
        for (const statistic of study.statistics) {
            const support = await study.supportOfStatistic(statistic);
            if (!support || support.kappa < FOLLOWS)
                continue;
            const decides = statistic.columns === 1 && support.kappa >= DECIDES && shapes < support.kappa - SHAPES;
            if (decides || reason <= support.kappa - BETTER)
                found.push({ ...statistic, ...support });
        }
        const best = found.sort((a, b) => b.kappa - a.kappa)[0];
        if (!best)
            return [];
        const message = `the classes follow the ${best.name}, which alone tells the class of ${percent(best.agreement)} of the images: ` +
            `if that is not what you want, ${best.remedy}`;
        return [{ severity: "failed", classes: [], message }];
    },
});
//# sourceMappingURL=statistic.js.map