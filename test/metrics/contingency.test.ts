import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors.js";
import { applyMapping } from "../../src/metrics/accuracy.js";
import { confusionMatrix, contingencyMatrix } from "../../src/metrics/contingency.js";
import { clusters, truth } from "./fixture.js";

describe("contingencyMatrix", () => {
  it("agrees with scikit-learn", () => {
    // from sklearn.metrics.cluster import contingency_matrix
    // print(contingency_matrix(truth, clusters(8)).tolist(), np.unique(clusters(8)))
    expect(contingencyMatrix(truth, clusters(8))).toEqual({
      rowLabels: Int32Array.of(0, 1, 2, 3, 4),
      columnLabels: Int32Array.of(0, 1, 3, 5, 7),
      counts: Uint32Array.of(
        ...[3, 9, 0, 1, 0],
        ...[0, 0, 13, 3, 0],
        ...[0, 0, 0, 12, 0],
        ...[1, 0, 0, 2, 7],
        ...[1, 7, 0, 1, 0],
      ),
    });
  });

  it("has one row or column for one class or cluster, and sorts labels as numbers", () => {
    expect(contingencyMatrix([10, -2, 9, 9], [3, 3, 3, 3])).toEqual({
      rowLabels: Int32Array.of(-2, 9, 10),
      columnLabels: Int32Array.of(3),
      counts: Uint32Array.of(1, 2, 1),
    });
    expect(contingencyMatrix([1], [2]).counts).toEqual(Uint32Array.of(1));
  });

  it("refuses lengths that differ and empty input", () => {
    expect(() => contingencyMatrix([1, 2], [1])).toThrow(ShapeError);
    expect(() => contingencyMatrix([1, 2], [1])).toThrow("truth has 2 values, predicted has 1");
    expect(() => contingencyMatrix([], [])).toThrow("truth is empty");
    expect(() => contingencyMatrix([0.5], [1])).toThrow(ArgumentError);
  });
});

describe("confusionMatrix", () => {
  it("agrees with scikit-learn", () => {
    // from sklearn.metrics import confusion_matrix
    // mapping = {0: 2, 1: 0, 2: 3, 3: 1, 4: 4}
    // print(confusion_matrix(truth, [mapping[c] for c in clusters(5)]).tolist())
    const mapping = new Map([
      [0, 2],
      [1, 0],
      [2, 3],
      [3, 1],
      [4, 4],
    ]);
    expect(confusionMatrix(truth, applyMapping(clusters(5), mapping)).counts).toEqual(
      Uint32Array.of(
        ...[10, 0, 1, 2, 0],
        ...[1, 14, 1, 0, 0],
        ...[0, 0, 12, 0, 0],
        ...[2, 1, 0, 7, 0],
        ...[0, 2, 0, 0, 7],
      ),
    );
  });

  it("is square over the labels of both sides", () => {
    // print(confusion_matrix([0, 0, 4], [0, -1, 2]).tolist())
    const { rowLabels, columnLabels, counts } = confusionMatrix([0, 0, 4], [0, -1, 2]);
    expect(rowLabels).toEqual(Int32Array.of(-1, 0, 2, 4));
    expect(columnLabels).toEqual(rowLabels);
    expect([...counts]).toEqual([...[0, 0, 0, 0], ...[1, 1, 0, 0], ...[0, 0, 0, 0], ...[0, 0, 1, 0]]);
  });
});
