import { describe, expect, it } from "vitest";
import { markdown, type Row } from "../../src/experiments/segmentation/rows.js";

const row = (column: string, seed: number, figures: Row["figures"]): Row => ({
  ...{ set: "sprites", column, seed, count: 2000, figures },
  ...{ date: "2026-01-02", machine: "a machine", load: 1 },
});

describe("experiment:segmentation", () => {
  it("takes means over seeds, and seconds a picture", () => {
    const figures = { iou: 0.5, boundaryF1: 0.25, segmenting: 200, training: 0 };
    const text = markdown([
      row("clustering", 0, figures),
      row("clustering", 1, { ...figures, iou: 0.7, segmenting: 400 }),
      row("grabcut", 0, figures),
      row("whole", 0, { nmi: 0.4, accuracy: 0.3 }),
    ]);
    const lines = text.split("\n").filter((line) => line.startsWith("| sprites"));
    expect(lines.map((line) => line.split(" | ").slice(2, 4).join(" "))).toEqual([
      ...["0.500 0.600", "0.250 0.250", "0.10 0.15", "0 0"],
      ...["0.400 ", "0.300 "],
    ]);
  });
});
