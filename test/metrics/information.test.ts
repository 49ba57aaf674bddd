import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors.js";
import {
  adjustedMutualInformation,
  homogeneityCompletenessVMeasure,
  normalizedMutualInformation,
} from "../../src/metrics/information.js";
import { clusters, truth } from "./fixture.js";

// from sklearn.metrics import adjusted_mutual_info_score as ami, homogeneity_completeness_v_measure as hcv
// for a, b in cases: print(hcv(a, b), hcv(a, b, beta=0.5)[2], ami(a, b))
const CASES = [
  {
    name: "5 clusters",
    a: truth,
    b: clusters(5),
    hcv: [0.6784082111719276, 0.6894487025210514, 0.6838839008523611],
    half: 0.6820488758974738,
    ami: 0.6488359863233037,
  },
  {
    name: "3 clusters",
    a: truth,
    b: clusters(3),
    hcv: [0.3212062909713173, 0.48897480083714046, 0.3877201868652567],
    half: 0.3626857632200618,
    ami: 0.35102964191971137,
  },
  {
    name: "8 clusters",
    a: truth,
    b: clusters(8),
    hcv: [0.610220307433803, 0.6439468212450681, 0.6266300850112619],
    half: 0.6210629671315547,
    ami: 0.584227456431816,
  },
  { name: "one group on both sides", a: [0, 0, 0], b: [1, 1, 1], hcv: [1, 1, 1], half: 1, ami: 1 },
  { name: "all in one cluster", a: [0, 1, 2], b: [5, 5, 5], hcv: [0, 1, 0], half: 0, ami: 0 },
  { name: "renamed", a: [0, 1, 2], b: [2, 0, 1], hcv: [1, 1, 1], half: 1, ami: 1 },
  { name: "independent", a: [0, 0, 1, 1], b: [0, 1, 0, 1], hcv: [0, 0, 0], half: 0, ami: -0.5 },
  { name: "a single sample", a: [4], b: [2], hcv: [1, 1, 1], half: 1, ami: 1 },
  {
    name: "a cluster per sample",
    a: [0, 0, 0, 1],
    b: [0, 1, 2, 3],
    hcv: [1, 0.4056390622295664, 0.5771596324111234],
    half: 0.6718555092427253,
    ami: 0,
  },
];

describe("information shared by two labelings, as scikit-learn", () => {
  it.each(CASES)("homogeneity, completeness and V-measure: $name", ({ a, b, hcv, half }) => {
    const found = homogeneityCompletenessVMeasure(a, b);
    [found.homogeneity, found.completeness, found.vMeasure].forEach((value, i) => {
      expect(value).toBeCloseTo(hcv[i]!, 14);
    });
    expect(homogeneityCompletenessVMeasure(a, b, 0.5).vMeasure).toBeCloseTo(half, 14);
  });

  it.each(CASES)("V-measure is the normalised mutual information: $name", ({ a, b }) => {
    expect(homogeneityCompletenessVMeasure(a, b).vMeasure).toBeCloseTo(normalizedMutualInformation(a, b), 14);
  });

  it.each(CASES)("adjustedMutualInformation: $name", ({ a, b, ami }) => {
    expect(adjustedMutualInformation(a, b)).toBeCloseTo(ami, 13);
  });

  it("adjusts 20,000 samples", () => {
    // a = [(i * i * 3 + i) // 7 % 11 for i in range(20000)]
    // b = [(t * 2 + 1) % 7 if i % 4 else (i * i // 3) % 7 for i, t in enumerate(a)]
    const a = Array.from({ length: 20000 }, (_, i) => Math.floor((i * i * 3 + i) / 7) % 11);
    const b = a.map((t, i) => (i % 4 ? (t * 2 + 1) % 7 : Math.floor((i * i) / 3) % 7));
    expect(adjustedMutualInformation(a, b)).toBeCloseTo(0.5028435403535596, 10);
  });

  it.each([homogeneityCompletenessVMeasure, adjustedMutualInformation, normalizedMutualInformation])(
    "$name refuses what is not two labelings of the same samples",
    (score) => {
      expect(() => score([0, 1], [0])).toThrow(ShapeError);
      expect(() => score([], [])).toThrow(ShapeError);
      expect(() => score([0, Number.NaN], [0, 1])).toThrow(ArgumentError);
    },
  );

  it("refuses a beta that is no weight", () => {
    for (const beta of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => homogeneityCompletenessVMeasure([0, 1], [0, 1], beta)).toThrow(
        `homogeneityCompletenessVMeasure: beta is ${beta}; give a finite number above 0`,
      );
    }
  });
});
