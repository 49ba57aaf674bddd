import { ArgumentError } from "../../errors.js";
import { clusteringMethods, imageFeatures } from "../../estimators/registry.js";
import { FeatureUnion } from "../../features/feature_union.js";
import { Pipeline } from "./pipeline.js";
/** K of methods that take it, where none is given. */
export const DEFAULT_CLUSTERS = 10;
/** The features that images get where none are named: shapes, and colours where there are some. */
export function defaultFeatures(channels) {
    return channels === 1 ? ["hog"] : ["hog", "colour"];
}
/**
 * Checks names and K before any image is read.
 * @throws {ArgumentError} for an unknown name, a feature named twice, or K for a method that finds its own.
 */
export function checkPipelineByName({ features, method, clusters }) {
    if (features.length === 0)
        throw new ArgumentError("there are no features: name at least one");
    for (const [i, name] of features.entries()) {
        imageFeatures.get(name);
        if (features.indexOf(name) < i) {
            throw new ArgumentError(`feature ${name} is named twice: name each once`);
        }
    }
    const { takesClusters } = clusteringMethods.get(method);
    if (clusters !== undefined && !takesClusters) {
        throw new ArgumentError(`method ${method} finds the number of clusters itself: leave it out`);
    }
}
/**
 * Makes a pipeline of registered features and a registered clustering method.
 *
 * Several features stand side by side, each divided by its root mean squared distance to its mean, so that none drowns
 * the others.
 * @throws {ArgumentError} as `checkPipelineByName`.
 */
export function pipelineByName(given, device = "auto") {
    checkPipelineByName(given);
    const { features, method, clusters = DEFAULT_CLUSTERS, seed = 0 } = given;
    const parts = features.map((name) => [
        name,
        imageFeatures.get(name).create({ seed }),
    ]);
    const first = parts.length === 1 ? parts[0][1] : new FeatureUnion(Object.fromEntries(parts), { balance: true });
    return new Pipeline([
        ["features", first],
        ["cluster", clusteringMethods.get(method).create({ clusters, seed })],
    ], { device });
}
//# sourceMappingURL=by_name.js.map