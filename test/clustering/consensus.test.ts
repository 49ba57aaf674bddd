import { describe, expect, it } from "vitest";
import { consensusClustering } from "../../src/clustering/consensus/consensus.js";
import { ArgumentError, DataError } from "../../src/errors.js";
import { clusteringAccuracy } from "../../src/metrics/accuracy.js";
import { Random } from "../../src/random/philox.js";

/*
 * From scikit-learn 1.4.2, renumbered in the order of the rows:
 *
 *   n = np.arange(200)
 *   l = np.stack([np.where((n*n*7 + t*31 + n*t*13) % 5 == 0, (n + t) % 4, n*n // 10000) for t in range(11)])
 *   d = 1 - (l[:, :, None] == l[:, None, :]).mean(0)
 *   AgglomerativeClustering(4, metric="precomputed", linkage="average").fit(d).labels_
 */
const golden =
  "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001111111111111111111111111111111111111111112222222222222222222222222222222233333333333333333333333333";
const segments = Array.from({ length: 11 }, (_, t) =>
  Array.from({ length: 200 }, (_, n) =>
    (n * n * 7 + t * 31 + n * t * 13) % 5 === 0 ? (n + t) % 4 : Math.floor((n * n) / 10_000),
  ),
);

/** A labelling of `truth` in which a share of the rows has any label, or is noise. */
function disturbed(truth: readonly number[], share: number, seed: number): number[] {
  const random = new Random(seed);
  const names = random.permutation(4);
  return truth.map((label) => (random.uniform() < share ? random.integer(5) - 1 : names[label]!));
}

describe("consensusClustering", () => {
  it("agrees with scikit-learn's average linkage of co-associations", () => {
    expect([...consensusClustering(segments, { clusters: 4 })].join("")).toBe(golden);
  });

  it("gives one labelling back, numbered in the order of the rows", () => {
    expect([...consensusClustering([[7, 7, 2, -1, 2, 0]], { clusters: 3 })]).toEqual([0, 0, 1, -1, 1, 2]);
  });

  it("lets noise have no vote", () => {
    const labels = consensusClustering(
      [
        [0, 0, -1, 1, 1, -1],
        [-1, 3, 3, 4, 4, -1],
      ],
      { clusters: 2 },
    );
    expect([...labels]).toEqual([0, 0, 0, 1, 1, -1]);
  });

  it("is better than the labellings that it is made of", () => {
    const truth = Array.from({ length: 1000 }, (_, row) => row % 4);
    const labellings = [1, 2, 3, 4, 5].map((seed) => disturbed(truth, 0.3, seed));
    const labels = consensusClustering(labellings, { clusters: 4 });
    expect(clusteringAccuracy(truth, labels).accuracy).toBeGreaterThan(0.9);
  });

  it("joins clusters where more than 20,000 rows are treated differently", () => {
    const truth = Array.from({ length: 60_000 }, (_, row) => row % 4);
    const labellings = Array.from({ length: 12 }, (_, seed) => disturbed(truth, 0.5, seed + 1));
    expect(new Set(truth.map((_, row) => labellings.map((own) => own[row]).join())).size).toBeGreaterThan(
      20_000,
    );
    const labels = consensusClustering(labellings, { clusters: 4 });
    expect(clusteringAccuracy(truth, labels).accuracy).toBeGreaterThan(0.95);
  });

  it("says what is wrong", () => {
    const call = (labellings: number[][], clusters: number) => () =>
      consensusClustering(labellings, { clusters });
    expect(call([], 2)).toThrow(
      new ArgumentError("consensusClustering: there is no labelling: give one at least"),
    );
    expect(call([[0]], 0)).toThrow(/clusters is 0: give a whole number from 1 up/);
    expect(call([[0, 1], [0]], 1)).toThrow(
      /labelling 1 has 1 rows, the first 2: give labels of the same rows/,
    );
    expect(call([[0, -2]], 1)).toThrow(/labelling 0 holds -2 at row 1/);
    expect(call([[0, Number.NaN]], 1)).toThrow(DataError);
    expect(call([[0, 1, 1]], 3)).toThrow(/tell 2 groups of rows apart, fewer than 3 clusters/);
  });
});
