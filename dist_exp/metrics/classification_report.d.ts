import { type Labels } from "./labels.js";
/** Precision, recall and their harmonic mean; each is 0 where its denominator is. */
export interface ClassScores {
    /** The share of samples predicted as this class that are of it. */
    readonly precision: number;
    /** The share of samples of this class that are predicted as it. */
    readonly recall: number;
    /** Harmonic mean of precision and recall. */
    readonly f1: number;
    /** Samples of this class. */
    readonly support: number;
}
/** The result of {@link classificationReport}. */
export interface ClassificationReport {
    /** One entry per class that occurs in the truth or the prediction, ascending. */
    readonly classes: readonly (ClassScores & {
        readonly label: number;
    })[];
    /** Share of samples predicted right. */
    readonly accuracy: number;
    /** Mean over classes, each counting the same. */
    readonly macroAverage: ClassScores;
    /** Mean over classes weighted by their support. */
    readonly weightedAverage: ClassScores;
}
/**
 * Scores per class: scikit-learn's `classification_report` with `zero_division=0`.
 *
 * A sample predicted as UNMAPPED (-1, see `applyMapping`) is predicted as no class: it lowers the recall of
 * its own, and gets no row.
 *
 * @param truth N classes, numbered from 0.
 * @param predicted N predicted classes in the same numbering, or UNMAPPED.
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is no int32 or a true class is negative.
 */
export declare function classificationReport(truth: Labels, predicted: Labels): ClassificationReport;
