/** Steps of a pipeline: transformers by name, then at most one clusterer. */
import { ArgumentError } from "../../errors.js";
/**
 * Sorts steps into transformers and a clusterer.
 * @throws {ArgumentError} for no steps, a name that is empty or given twice, something that is no estimator, or a
 * clusterer that is not the last step.
 */
export function checkSteps(steps) {
    if (!Array.isArray(steps) || steps.length === 0) {
        throw new ArgumentError('Pipeline: there are no steps: give at least one, as ["cluster", new KMeans(...)]');
    }
    const transformers = [];
    let clusterer = null;
    const names = new Set();
    for (const [i, step] of steps.entries()) {
        if (!Array.isArray(step) || typeof step[0] !== "string" || step[0] === "") {
            throw new ArgumentError(`Pipeline: step ${i} has no name: give [name, estimator]`);
        }
        const [name, estimator] = step;
        if (names.has(name)) {
            throw new ArgumentError(`Pipeline: two steps are called ${name}: give each a name of its own`);
        }
        names.add(name);
        if (isClusterer(estimator)) {
            if (i < steps.length - 1) {
                throw new ArgumentError(`Pipeline: step ${name} sorts rows into clusters: make it the last step`);
            }
            clusterer = estimator;
        }
        else if (isTransformer(estimator)) {
            transformers.push({ name, transformer: estimator });
        }
        else {
            throw new ArgumentError(`Pipeline: step ${name} has neither transform nor fitPredict: give a transformer or a clusterer`);
        }
    }
    return { all: [...steps], transformers, clusterer };
}
/** Some clusterers have a `transform` of another kind: distances on the host. */
function isClusterer(estimator) {
    return typeof estimator?.fitPredict === "function";
}
function isTransformer(estimator) {
    return typeof estimator?.transform === "function";
}
//# sourceMappingURL=steps.js.map