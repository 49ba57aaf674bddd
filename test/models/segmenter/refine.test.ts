import { describe, expect, it } from "vitest";
import { refine } from "../../../src/models/segmenter/refine.js";
import { Random } from "../../../src/random/philox.js";

const SIDE = 48;
const disc = (radius: number) =>
  Float32Array.from({ length: SIDE * SIDE }, (_, i) =>
    Number(Math.hypot(Math.floor(i / SIDE) - 22, (i % SIDE) - 26) < radius),
  );

function iou(a: Float32Array, truth: Float32Array): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    const [p, q] = [a[i]! > 0.5, truth[i]! > 0.5];
    if (p && q) both++;
    if (p || q) either++;
  }
  return both / either;
}

describe("refine", () => {
  const truth = disc(13);
  const random = new Random(3);
  const colours = new Float32Array(3 * SIDE * SIDE);
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < SIDE * SIDE; i++) {
      colours[c * SIDE * SIDE + i] = (truth[i] ? 0.6 - 0.2 * c : 0.35) + 0.05 * random.normal();
    }
  }
  const half = new Float32Array(SIDE * SIDE).fill(0.5);

  for (const radius of [10, 17]) {
    it(`finds the edge of a disc from a disc of radius ${radius} in place of 13`, () => {
      const mask = disc(radius);
      expect(iou(mask, truth)).toBeLessThan(0.65);
      expect(iou(refine(colours, mask, half, SIDE, { rounds: 3, smoothness: 4 }), truth)).toBeGreaterThan(
        0.97,
      );
    });
  }

  it("gives probabilities from 0 to 1, also where all pixels have one colour", () => {
    const flat = refine(new Float32Array(SIDE * SIDE), disc(9), half, SIDE, { rounds: 2, smoothness: 4 });
    expect(flat.every((value) => value >= 0 && value <= 1)).toBe(true);
  });
});
