import { describe, expect, it } from "vitest";
import { markdown, type Row } from "../../src/experiments/watchdog/rows.js";

const row = (set: string, column: string, nmi: number | null, alarms: readonly string[]): Row => ({
  ...{ set, column, seed: 0, count: 300, nmi, alarms, date: "2026-01-02", machine: "a machine", load: 1 },
});

describe("experiment:watchdog", () => {
  it("counts failed clusterings by their NMI, and alarms on good ones of three sets alone", () => {
    const text = markdown([
      row("icons", "random", 0.02, ["unsupported"]),
      row("icons", "brightness", 0.09, []),
      row("icons", "contrast", 0.3, []),
      row("icons", "colour", null, []),
      row("icons", "labels", 1, ["unsupported"]),
      row("digits", "labels", 1, []),
      row("digits", "network", 0.9, ["unstable"]),
    ]);
    expect(text).toContain("Of 2 clusterings with NMI below 0.1, 1 are said to have failed: 50.0 %.");
    expect(text).toContain("Of 2 good clusterings of mnist, digits, textures, 1 are said to have failed.");
    const [failed, good] = text.split("\n").filter((line) => line.startsWith("| icons"));
    expect(failed).toBe("| icons | 0.020 unsupported | 0.090 - | (0.300 -) |  |");
    expect(good).toBe("| icons | 1.000 unsupported |  |");
  });
});
