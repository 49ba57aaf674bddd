/** What k-means can be told, and what of it is wrong. */
import { ArgumentError } from "../../errors.js";
export const metrics = ["euclidean", "cosine"];
/** @throws {ArgumentError} if an option is out of its range. */
export function checkOptions({ clusters, init, nInit, maxIterations, tolerance, metric, seed }, owner = "KMeans") {
    checkWhole("clusters", clusters, 1, owner);
    checkWhole("nInit", nInit, 1, owner);
    checkWhole("maxIterations", maxIterations, 1, owner);
    checkWhole("seed", seed, 0, owner);
    if (!(Number.isFinite(tolerance) && tolerance >= 0)) {
        throw new ArgumentError(`${owner}: tolerance is ${tolerance}: give a number from 0 up`);
    }
    if (!metrics.includes(metric)) {
        throw new ArgumentError(`${owner}: metric ${String(metric)} is unknown: choose one of ${metrics.join(", ")}`);
    }
    if (typeof init === "string") {
        if (init !== "k-means++") {
            throw new ArgumentError(`${owner}: init is ${init}: use "k-means++", or give an array of centres`);
        }
        return;
    }
    if (nInit > 1) {
        throw new ArgumentError(`${owner}: given centres start all runs alike: leave nInit at 1`);
    }
    if (Array.from(init).some((value) => !Number.isFinite(Math.fround(value)))) {
        throw new ArgumentError(`${owner}: init holds values that are not finite: give centres without them`);
    }
}
/** @throws {ArgumentError} if an option is not a whole number from `least` up. */
export function checkWhole(name, value, least, owner = "KMeans") {
    if (!Number.isInteger(value) || value < least || value >= 2 ** 32) {
        throw new ArgumentError(`${owner}: ${name} is ${value}: give a whole number from ${least} up`);
    }
}
//# sourceMappingURL=options.js.map