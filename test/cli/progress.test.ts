/** What the line of a training shows on terminals of different widths. */
import { setTimeout } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { Output } from "../../src/cli/output.js";
import { countProgress, trainingLine } from "../../src/cli/progress.js";

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

describe("a count without a terminal", () => {
  class Notes extends Output {
    readonly lines: string[] = [];
    override get interactive() {
      return false;
    }
    override note(line: string) {
      this.lines.push(line);
    }
  }

  it("says now and then how far it is, before anything is counted, too, and nothing once it has stopped", async () => {
    const out = new Notes();
    const { signal } = new AbortController();
    const progress = countProgress(out, signal, "reading", "image", 20);
    const lines = async (expected: string) => {
      while (!out.lines.includes(expected)) await setTimeout(5);
    };
    await lines("reading ...");
    progress.update(3, 1200);
    await lines("reading: 3 of 1,200 images");
    progress.update(2000, undefined, "finding");
    await lines("finding: 2,000 images so far");
    progress.stop();
    const { length } = out.lines;
    await setTimeout(80);
    expect(out.lines).toHaveLength(length);
  });

  it("has fewer and fewer lines", async () => {
    vi.useFakeTimers();
    try {
      const out = new Notes();
      const progress = countProgress(out, new AbortController().signal, "reading", "image");
      await vi.advanceTimersByTimeAsync(60_000);
      expect(out.lines.length).toBeGreaterThanOrEqual(4);
      expect(out.lines.length).toBeLessThanOrEqual(6);
      await vi.advanceTimersByTimeAsync(3_540_000);
      expect(out.lines.length).toBeGreaterThan(12);
      expect(out.lines.length).toBeLessThan(30);
      progress.stop();
      const { length } = out.lines;
      await vi.advanceTimersByTimeAsync(3_600_000);
      expect(out.lines).toHaveLength(length);
    } finally {
      vi.useRealTimers();
    }
  });

  it("ends when the command is interrupted", async () => {
    const out = new Notes();
    const stop = new AbortController();
    countProgress(out, stop.signal, "reading", "image", 20);
    stop.abort();
    await setTimeout(80);
    expect(out.lines).toEqual([]);
  });
});
