/**
 * How far two labelings of the same samples agree, in terms of information. All take the labels' numbering for
 * nothing: renaming classes or clusters changes no value.
 */
import { ArgumentError } from "../errors.js";
import { countPairs } from "./contingency.js";
import { checkLabels } from "./labels.js";
/**
 * Mutual information divided by the arithmetic mean of both entropies, 0 to 1: scikit-learn's
 * `normalized_mutual_info_score` with its default `average_method`.
 *
 * Two labelings with one group each agree perfectly (1); if only one of them has one group, 0.
 *
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is no int32.
 */
export function normalizedMutualInformation(truth, predicted) {
    checkLabels("normalizedMutualInformation", { truth, predicted });
    const counts = countPairs(truth, predicted);
    const { samples, rowSums, columnSums } = counts;
    if (rowSums.length === 1 && columnSums.length === 1)
        return 1;
    const information = mutualInformation(counts);
    if (information === 0)
        return 0;
    return Math.min(1, information / ((entropy(rowSums, samples) + entropy(columnSums, samples)) / 2));
}
/**
 * Homogeneity, completeness and V-measure: scikit-learn's `homogeneity_completeness_v_measure`.
 *
 * A. Rosenberg and J. Hirschberg, "V-Measure: a conditional entropy-based external cluster evaluation measure",
 * EMNLP-CoNLL (2007).
 *
 * @param beta Weight of completeness against homogeneity, above 0. Default 1: V-measure is then the normalised
 * mutual information.
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is no int32, or `beta` is not above 0.
 */
export function homogeneityCompletenessVMeasure(truth, predicted, beta = 1) {
    checkLabels("homogeneityCompletenessVMeasure", { truth, predicted });
    if (!(beta > 0 && Number.isFinite(beta))) {
        throw new ArgumentError(`homogeneityCompletenessVMeasure: beta is ${beta}; give a finite number above 0`);
    }
    const counts = countPairs(truth, predicted);
    const { samples, rowSums, columnSums } = counts;
    const information = mutualInformation(counts);
    const [classes, clusters] = [entropy(rowSums, samples), entropy(columnSums, samples)];
    const homogeneity = classes === 0 ? 1 : Math.min(1, information / classes);
    const completeness = clusters === 0 ? 1 : Math.min(1, information / clusters);
    const sum = beta * homogeneity + completeness;
    const vMeasure = sum === 0 ? 0 : ((1 + beta) * homogeneity * completeness) / sum;
    return { homogeneity, completeness, vMeasure };
}
/**
 * Mutual information corrected for chance, at most 1; 0 is what random labelings get on average: scikit-learn's
 * `adjusted_mutual_info_score` with its default `average_method`.
 *
 * Time: the sum over all pairs of a class and a cluster of the smaller one's size.
 *
 * N. X. Vinh, J. Epps and J. Bailey, "Information theoretic measures for clusterings comparison", Journal of Machine
 * Learning Research 11 (2010).
 *
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is no int32.
 */
export function adjustedMutualInformation(truth, predicted) {
    checkLabels("adjustedMutualInformation", { truth, predicted });
    const counts = countPairs(truth, predicted);
    const { samples, rowSums, columnSums, cells } = counts;
    // The same groups on both sides, also where all samples are alone and chance does as well.
    if (cells.length === rowSums.length && cells.length === columnSums.length)
        return 1;
    const expected = expectedInformation(counts);
    const average = (entropy(rowSums, samples) + entropy(columnSums, samples)) / 2;
    const range = average - expected;
    return (mutualInformation(counts) - expected) / range;
}
/** In nats. Independent labelings give 0: what remains is rounding, and it may be negative. */
function mutualInformation({ samples, rowSums, columnSums, cells }) {
    let information = 0;
    for (const { row, column, count } of cells) {
        // log(joint / (row share * column share)); the logarithm of the products keeps large N exact.
        const surprise = Math.log(count) + Math.log(samples) - Math.log(rowSums[row]) - Math.log(columnSums[column]);
        information += (count / samples) * surprise;
    }
    return information <= Number.EPSILON ? 0 : information;
}
/** Mean mutual information of random labelings with the same sizes of classes and clusters (hypergeometric model). */
function expectedInformation({ samples, rowSums, columnSums }) {
    const factorial = logFactorials(samples);
    // Many classes have the same size: each pair of sizes is computed once.
    const [rows, columns] = [tally(rowSums), tally(columnSums)];
    let expected = 0;
    for (const [a, aTimes] of rows) {
        for (const [b, bTimes] of columns) {
            const fixed = factorial[a] +
                factorial[b] +
                factorial[samples - a] +
                factorial[samples - b] -
                factorial[samples];
            const logScale = Math.log(samples) - Math.log(a) - Math.log(b);
            let sum = 0;
            for (let n = Math.max(1, a + b - samples); n <= Math.min(a, b); n++) {
                const logChance = fixed - factorial[n] - factorial[a - n] - factorial[b - n] - factorial[samples - a - b + n];
                sum += (n / samples) * (Math.log(n) + logScale) * Math.exp(logChance);
            }
            expected += aTimes * bTimes * sum;
        }
    }
    return expected;
}
/** How often each size occurs. */
function tally(sizes) {
    const times = new Map();
    for (const size of sizes)
        times.set(size, (times.get(size) ?? 0) + 1);
    return times;
}
/** log(n!) for n from 0 to `most`, with a compensated sum (Kahan 1965). */
function logFactorials(most) {
    const logs = new Float64Array(most + 1);
    let lost = 0;
    for (let n = 1; n <= most; n++) {
        const term = Math.log(n) - lost;
        logs[n] = logs[n - 1] + term;
        lost = logs[n] - logs[n - 1] - term;
    }
    return logs;
}
function entropy(counts, samples) {
    let sum = 0;
    for (const count of counts)
        sum -= (count / samples) * (Math.log(count) - Math.log(samples));
    return sum;
}
//# sourceMappingURL=information.js.map