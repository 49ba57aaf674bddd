import { describe, expect, it } from "vitest";
import { clock, count, counted, digits, duration, megabytes, moment, percent } from "../src/format.js";

describe("numbers as text", () => {
  it("counts", () => {
    expect(count(70_000)).toBe("70,000");
    expect(count(2.5e6 + 0.4)).toBe("2,500,000");
    expect([counted(1, "image"), counted(70_000, "image"), counted(2, "class")]).toEqual([
      "1 image",
      "70,000 images",
      "2 classes",
    ]);
    expect(megabytes(12_345_678)).toBe("12.35 MB");
  });

  it.each([
    [0.98314, 2, "98.31 %"],
    [0.98314, 0, "98 %"],
    [0.99999, 2, "99.99 %"],
    [0.9996, 1, "99.9 %"],
    [0.999, 0, "99 %"],
    [1, 2, "100.00 %"],
    [1.5, 0, "150 %"],
    [0, 1, "0.0 %"],
    [Number.NaN, 2, "–"],
  ])("%d to %d places is %s", (share, places, text) => {
    expect(percent(share, places)).toBe(text);
  });

  it.each([
    [1234.5, "1235"],
    [0.012345, "0.0123"],
    [1.5, "1.50"],
    [0, "0.00"],
    [1e-9, "0.000000"],
    [Infinity, "Infinity"],
  ])("%d to three digits is %s", (value, text) => {
    expect(digits(value)).toBe(text);
  });
});

describe("time as text", () => {
  it.each([
    [7, "0:07", "7.0 s"],
    [723, "12:03", "12 min 3 s"],
    [59.6, "1:00", "1 min 0 s"],
    [3723, "1:02:03", "1 h 2 min"],
  ])("%d seconds", (seconds, onClock, inWords) => {
    expect(clock(seconds)).toBe(onClock);
    expect(duration(seconds)).toBe(inWords);
  });

  it("has a dash for what is unknown", () => {
    expect(clock(-1)).toBe("0:00");
    expect(duration(Number.NaN)).toBe("–");
    expect(moment(new Date(Number.NaN))).toBe("–");
    expect(moment(new Date("2026-11-21T07:24:59Z"))).toBe("2026-11-21 07:24 UTC");
  });
});
