import { countPairs } from "./contingency.js";
import { checkClasses, checkLabels, distinctLabels, type Labels, UNMAPPED } from "./labels.js";

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
  readonly classes: readonly (ClassScores & { readonly label: number })[];
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
 * A sample predicted as -1 (see `applyMapping`) is predicted as no class: it lowers the recall of
 * its own, and gets no row.
 *
 * @param truth N classes, numbered from 0.
 * @param predicted N predicted classes in the same numbering, or -1.
 * @throws {ShapeError} If the lengths differ or are zero.
 * @throws {ArgumentError} If a label is no int32 or a true class is negative.
 */
export function classificationReport(truth: Labels, predicted: Labels): ClassificationReport {
  checkLabels("classificationReport", { truth, predicted });
  checkClasses("classificationReport", "truth", truth);
  const labels = distinctLabels(truth, predicted);
  const { samples, rowSums, columnSums, cells } = countPairs(truth, predicted, labels, labels);
  const correct = new Float64Array(labels.length);
  for (const { row, column, count } of cells) if (row === column) correct[row] = count;

  const classes = Array.from(labels, (label, i) => ({
    label,
    precision: ratio(correct[i]!, columnSums[i]!),
    recall: ratio(correct[i]!, rowSums[i]!),
    f1: ratio(2 * correct[i]!, columnSums[i]! + rowSums[i]!),
    support: rowSums[i]!,
  })).filter(({ label }) => label !== UNMAPPED);
  return {
    classes,
    accuracy: correct.reduce((sum, count) => sum + count, 0) / samples,
    macroAverage: average(classes, samples, () => 1 / classes.length),
    weightedAverage: average(classes, samples, ({ support }) => support / samples),
  };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function average(
  classes: readonly ClassScores[],
  support: number,
  weight: (scores: ClassScores) => number,
): ClassScores {
  const mean = (pick: (scores: ClassScores) => number) =>
    classes.reduce((sum, scores) => sum + weight(scores) * pick(scores), 0);
  return {
    precision: mean((scores) => scores.precision),
    recall: mean((scores) => scores.recall),
    f1: mean((scores) => scores.f1),
    support,
  };
}
