import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors.js";
import { applyMapping } from "../../src/metrics/accuracy.js";
import { type ClassScores, classificationReport } from "../../src/metrics/classification_report.js";
import { clusters, truth } from "./fixture.js";

/** Precision, recall, F1 and support, compared to 15 digits: each is a quotient or two of counts. */
function expectScores(actual: ClassScores, [precision, recall, f1, support]: readonly number[]): void {
  expect(actual.precision).toBeCloseTo(precision!, 15);
  expect(actual.recall).toBeCloseTo(recall!, 15);
  expect(actual.f1).toBeCloseTo(f1!, 15);
  expect(actual.support).toBe(support);
}

// from sklearn.metrics import classification_report
// print(classification_report(truth, predicted, labels=range(5), output_dict=True, zero_division=0))
const CASES = [
  {
    // predicted = [{0: 2, 1: 0, 2: 3, 3: 1, 4: 4}[c] for c in clusters(5)]
    name: "5 clusters",
    predicted: applyMapping(
      clusters(5),
      new Map([
        [0, 2],
        [1, 0],
        [2, 3],
        [3, 1],
        [4, 4],
      ]),
    ),
    classes: [
      [0.7692307692307693, 0.7692307692307693, 0.7692307692307693, 13],
      [0.8235294117647058, 0.875, 0.8484848484848485, 16],
      [0.8571428571428571, 1.0, 0.923076923076923, 12],
      [0.7777777777777778, 0.7, 0.7368421052631577, 10],
      [1.0, 0.7777777777777778, 0.8750000000000001, 9],
    ],
    accuracy: 0.8333333333333334,
    macro: [0.845536163183222, 0.8244017094017094, 0.8305269292111397, 60],
    weighted: [0.8373327108621227, 0.8333333333333334, 0.8316016950885372, 60],
  },
  {
    // predicted = [{0: 1, 1: 0, 2: 2}[c] for c in clusters(3)]
    name: "3 clusters: two classes are never predicted",
    predicted: applyMapping(
      clusters(3),
      new Map([
        [0, 1],
        [1, 0],
        [2, 2],
      ]),
    ),
    classes: [
      [0.45, 0.6923076923076923, 0.5454545454545455, 13],
      [0.5, 0.875, 0.6363636363636364, 16],
      [0.8333333333333334, 0.8333333333333334, 0.8333333333333334, 12],
      [0.0, 0.0, 0.0, 10],
      [0.0, 0.0, 0.0, 9],
    ],
    accuracy: 0.55,
    macro: [0.35666666666666663, 0.4801282051282051, 0.403030303030303, 60],
    weighted: [0.3975, 0.55, 0.45454545454545453, 60],
  },
  {
    // predicted = [t if i % 3 else -1 for i, t in enumerate(truth)]
    name: "a third unmapped",
    predicted: truth.map((t, i) => (i % 3 ? t : -1)),
    classes: [
      [1.0, 0.6153846153846154, 0.761904761904762, 13],
      [1.0, 0.6875, 0.8148148148148148, 16],
      [1.0, 0.5833333333333334, 0.7368421052631579, 12],
      [1.0, 0.8, 0.888888888888889, 10],
      [1.0, 0.6666666666666666, 0.8, 9],
    ],
    accuracy: 40 / 60,
    macro: [1.0, 0.6705769230769231, 0.8004901141743247, 60],
    weighted: [1.0, 0.6666666666666666, 0.7978798848974288, 60],
  },
];

describe("classificationReport", () => {
  it.each(CASES)("agrees with scikit-learn: $name", ({ predicted, classes, accuracy, macro, weighted }) => {
    const report = classificationReport(truth, predicted);
    expect(report.classes.map(({ label }) => label)).toEqual([0, 1, 2, 3, 4]);
    for (const [i, scores] of report.classes.entries()) expectScores(scores, classes[i]!);
    expect(report.accuracy).toBeCloseTo(accuracy, 15);
    expectScores(report.macroAverage, macro);
    expectScores(report.weightedAverage, weighted);
  });

  it("lists a class that is predicted but never true, with support 0", () => {
    // print(classification_report([0, 0], [0, 3], output_dict=True, zero_division=0))
    const report = classificationReport([0, 0], [0, 3]);
    expect(report.classes.map(({ label }) => label)).toEqual([0, 3]);
    expectScores(report.classes[1]!, [0, 0, 0, 0]);
    expectScores(report.macroAverage, [0.5, 0.25, 1 / 3, 2]);
    expectScores(report.weightedAverage, [1, 0.5, 2 / 3, 2]);
  });

  it("takes a single sample, right or wrong", () => {
    expect(classificationReport([7], [7]).macroAverage).toEqual({
      precision: 1,
      recall: 1,
      f1: 1,
      support: 1,
    });
    expect(classificationReport([7], [-1]).macroAverage).toEqual({
      precision: 0,
      recall: 0,
      f1: 0,
      support: 1,
    });
  });

  it("refuses lengths that differ, empty input and true classes below 0", () => {
    expect(() => classificationReport([1, 2], [1])).toThrow(ShapeError);
    expect(() => classificationReport([1, 2], [1])).toThrow("truth has 2 values, predicted has 1");
    expect(() => classificationReport([], [])).toThrow(ShapeError);
    expect(() => classificationReport([-1], [0])).toThrow(ArgumentError);
  });
});
