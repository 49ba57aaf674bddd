import { describe, expect, it } from "vitest";
import { runLengths } from "../../src/io/run_lengths.js";

/** A mask by a condition on row and column. */
function where(height: number, width: number, inside: (y: number, x: number) => boolean) {
  const mask = Uint8Array.from({ length: height * width }, (_, i) =>
    inside(Math.floor(i / width), i % width) ? 1 : 0,
  );
  return [mask, height, width] as const;
}

/*
 * Values of pycocotools 2.0 and NumPy:
 *
 *   import numpy as np, pycocotools.mask as m
 *   away = lambda h, w, y, x: np.hypot(*(np.indices((h, w)) - np.array([y, x]).reshape(2, 1, 1)))
 *   d = away(150, 9, 70, 4)
 *   for mask in [np.zeros((2, 3)), np.ones((2, 3)), np.array([[1, 0], [0, 0], [0, 0]]), np.indices((4, 5)).sum(0) % 2,
 *                away(40, 60, 19.5, 30) < 15, (d < 60) & (d > 3)]:
 *       print(m.encode(np.asfortranarray(mask.astype(np.uint8)))["counts"].decode())
 */
const GOLDEN = [
  ["no pixel", where(2, 3, () => false), "6"],
  ["all pixels", where(2, 3, () => true), "06"],
  ["a corner", where(3, 2, (y, x) => y === 0 && x === 0), "015"],
  ["a chessboard", where(4, 5, (y, x) => (y + x) % 2 === 1), "11110O10O10O10O0"],
  [
    "a disc",
    where(40, 60, (y, x) => Math.hypot(y - 19.5, x - 30) < 15),
    "_d0:l04L4M2N2N2N2O0O2O000O2O000000000001N10001N101N2N2N2N3L4L[b0",
  ],
  [
    "a ring",
    where(150, 9, (y, x) => Math.hypot(y - 70, x - 4) < 60 && Math.hypot(y - 70, x - 4) > 3),
    ";g3o0TNRO0n0NVO0j00VO0j0OXO0h01VO0j00VO0j02RO0n0l1E",
  ],
] as const;

describe("runLengths", () => {
  it.each(GOLDEN)("gives the text of pycocotools: %s", (_, [mask, height, width], counts) => {
    expect(runLengths(mask, height, width)).toEqual({ size: [height, width], counts });
  });

  it("refuses a mask that does not fit the size", () => {
    expect(() => runLengths(new Uint8Array(5), 2, 3)).toThrow("5 values, a mask of 2 x 3 has 6");
  });
});
