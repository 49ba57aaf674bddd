import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError, segmentationScores } from "../../src/index.js";

interface Golden {
  count: number;
  height: number;
  width: number;
  classes: number;
  match: boolean;
  truth: number[];
  predicted: number[];
  pixelAccuracy: number;
  iou: number[];
  dice: number[];
  iouOfFirst: number[];
  boundaryF1: number[];
  boundaryF1Within2: number[];
}
const golden: Golden[] = JSON.parse(
  readFileSync(new URL("../golden/segmentation.json", import.meta.url), "utf8"),
);

function expectClose(values: Float64Array, expected: readonly number[]): void {
  expect(values).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(values[i]).toBeCloseTo(value, 12);
}

const maps = (masks: ArrayLike<number>, height: number, width: number) => ({
  count: masks.length / (height * width),
  ...{ height, width, masks },
});

describe("segmentationScores", () => {
  for (const [index, expected] of golden.entries()) {
    it(`agrees with scikit-learn and scikit-image on case ${index}`, () => {
      const { height, width, match } = expected;
      const truth = maps(expected.truth, height, width);
      const predicted = maps(expected.predicted, height, width);
      const scores = segmentationScores([truth], [predicted], { match });
      expect(scores.classes).toBe(expected.classes);
      expect(scores.pixelAccuracy).toBeCloseTo(expected.pixelAccuracy, 12);
      expectClose(scores.iou, expected.iou);
      expectClose(scores.dice, expected.dice);
      expectClose(scores.boundaryF1, expected.boundaryF1);
      for (const [k, iou] of expected.iouOfFirst.entries()) {
        const own = scores.iouOfImages[k]!;
        expect(Number.isNaN(own) ? 0 : own).toBeCloseTo(iou, 12);
      }
      const wide = segmentationScores([truth], [predicted], { match, tolerance: 2.5 });
      expectClose(wide.boundaryF1, expected.boundaryF1Within2);
      expect(scores.mapping === null).toBe(!match);
    });
  }

  it("adds up images of different sizes", () => {
    const a = maps([0, 1, 1, 0], 2, 2);
    const b = maps([1, 1, 0], 1, 3);
    const scores = segmentationScores([a, b], [a, maps([1, 0, 0], 1, 3)]);
    expect(scores.pixelAccuracy).toBeCloseTo(6 / 7, 12);
    expectClose(scores.iou, [3 / 4, 3 / 4]);
    expectClose(scores.imageIou, [(1 + 1 / 2) / 2, (1 + 1 / 2) / 2]);
  });

  it("leaves a class that occurs nowhere out of the means", () => {
    const scores = segmentationScores([maps([0, 2, 2, 0], 2, 2)], [maps([0, 2, 0, 0], 2, 2)]);
    expect(scores.iou[1]).toBeNaN();
    expect(scores.meanIou).toBeCloseTo((2 / 3 + 1 / 2) / 2, 12);
  });

  it("takes no time for classes that do not occur", { timeout: 5000 }, () => {
    const side = 300;
    const masks = Uint16Array.from({ length: side * side }, (_, i) => (i % side < 150 ? 0 : 20000));
    const scores = segmentationScores(
      [maps(masks, side, side)],
      [maps(new Uint8Array(side * side), side, side)],
    );
    expect(scores.classes).toBe(20001);
    expect(scores.boundaryF1[20000]).toBe(0);
    expect(scores.boundaryF1.filter((f1) => !Number.isNaN(f1))).toHaveLength(2);
  });

  it("refuses masks that do not fit", () => {
    const a = maps([0, 1, 1, 0], 2, 2);
    expect(() => segmentationScores([a], [])).toThrow(ShapeError);
    expect(() => segmentationScores([a], [maps([0, 1, 1, 0], 1, 4)])).toThrow(/same images/);
    expect(() => segmentationScores([a], [{ ...a, masks: [0, 1] }])).toThrow(ShapeError);
    expect(() => segmentationScores([a], [{ ...a, masks: [0, 1, -1, 0] }])).toThrow(ArgumentError);
    expect(() => segmentationScores([a], [{ ...a, masks: [0, 1, 70000, 0] }])).toThrow(/0 to 65535/);
    expect(() => segmentationScores([a], [a], { tolerance: -1 })).toThrow(ArgumentError);
  });
});
