/** Values of scikit-learn 1.2: top_k_accuracy_score(truth, scores, k=k). */
import { describe, expect, it } from "vitest";
import { topKAccuracy } from "../../src/metrics/top_k.js";

describe("topKAccuracy", () => {
  // from sklearn.metrics import top_k_accuracy_score
  // s = [[.5,.2,.3],[.1,.6,.3],[.2,.5,.3],[.4,.3,.3]]; [top_k_accuracy_score([0,2,0,1], s, k=k) for k in (1,2,3)]
  const scores = Float32Array.of(0.5, 0.2, 0.3, 0.1, 0.6, 0.3, 0.2, 0.5, 0.3, 0.4, 0.3, 0.3);
  it.each([
    [1, 0.25],
    [2, 0.75],
    [3, 1],
  ])("of the %i largest", (k, want) => {
    expect(topKAccuracy([0, 2, 0, 1], scores, k)).toBe(want);
  });

  it("refuses scores that do not fit", () => {
    expect(() => topKAccuracy([0, 1], Float32Array.of(1, 2, 3), 1)).toThrow("3 scores for 2 samples");
    expect(() => topKAccuracy([0, 1, 2, 3], scores, 1)).toThrow("truth[3] is 3, of 3 classes");
    expect(() => topKAccuracy([0, 1, 2, 0], scores, 4)).toThrow("k is 4: give a whole number from 1 to 3");
  });
});
