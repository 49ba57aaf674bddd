import { ArgumentError, ShapeError } from "../errors.js";
import { checkClasses, checkLabels } from "./labels.js";
/**
 * The share of samples whose class is among the `k` with the largest scores: scikit-learn's `top_k_accuracy_score`.
 * Of equal scores the lower class comes first.
 *
 * @param truth N classes, numbered from 0.
 * @param scores N rows of scores, one for each class, row-major.
 * @throws {ShapeError} If scores are not N rows of one length.
 * @throws {ArgumentError} If a class has no score, or k is not from 1 to the number of classes.
 */
export function topKAccuracy(truth, scores, k) {
    checkLabels("topKAccuracy", { truth });
    checkClasses("topKAccuracy", "truth", truth);
    const classes = scores.length / truth.length;
    if (!Number.isInteger(classes) || classes < 1) {
        throw new ShapeError(`topKAccuracy: ${scores.length} scores for ${truth.length} samples: give a row for each`);
    }
    if (!Number.isInteger(k) || k < 1 || k > classes) {
        throw new ArgumentError(`topKAccuracy: k is ${k}: give a whole number from 1 to ${classes}`);
    }
    let right = 0;
    for (let sample = 0; sample < truth.length; sample++) {
        const label = truth[sample];
        if (label >= classes) {
            throw new ArgumentError(`topKAccuracy: truth[${sample}] is ${label}, of ${classes} classes`);
        }
        const row = scores.subarray(sample * classes, (sample + 1) * classes);
        const own = row[label];
        let before = 0;
        for (let other = 0; other < classes; other++) {
            if (row[other] > own || (row[other] === own && other < label))
                before++;
        }
        if (before < k)
            right++;
    }
    return right / truth.length;
}
//# sourceMappingURL=top_k.js.map