/** What the line of a training shows on terminals of different widths. */
import { describe, expect, it } from "vitest";
import { trainingLine } from "../../src/cli/progress.js";

const figures = { epoch: "12/60", step: "1200/3600", loss: "-1.534", rate: "12,345", left: "1:02:03" };

describe("the line of a training", () => {
  it("shows everything where there is room", () => {
    expect(trainingLine(0.5, figures, 120)).toBe(
      `training ${"█".repeat(12)}${"░".repeat(12)} epoch 12/60 | step 1200/3600 | loss -1.534 | 12,345 images/s | 1:02:03 left`,
    );
  });

  it.each([200, 101, 100, 80, 60, 50, 40])("fits %d columns, and ends with the time left", (columns) => {
    for (const share of [0, 0.33, 1]) {
      const line = trainingLine(share, figures, columns);
      expect(line.length).toBeLessThan(columns);
      expect(line).toContain("epoch 12/60");
      expect(line).toMatch(/1:02:03 left$/);
      if (columns >= 50) expect(line).toMatch(/^training [█░]{8,24} /);
    }
  });

  it("is cut where even that is too long", () => {
    expect(trainingLine(0.5, figures, 20)).toBe("epoch 12/60 | 1:02:");
  });
});
