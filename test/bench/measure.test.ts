import { describe, expect, it } from "vitest";
import { type Contestant, measure } from "../../src/bench/measure.js";

/** Claims a time without taking it, and writes down its turns. */
function pretender(name: string, ms: number, turns: string[]): Contestant {
  return {
    name,
    async time(runs) {
      turns.push(`${name}${runs}`);
      const end = performance.now() + Math.min(2, ms);
      while (performance.now() < end);
      return ms;
    },
  };
}

describe("measure", () => {
  it("lets everyone take turns", async () => {
    const turns: string[] = [];
    const pace = { seconds: 0, rounds: 1, minSamples: 4 };
    const samples = await measure([pretender("a", 1, turns), pretender("b", 1, turns)], pace);
    expect(samples).toEqual([
      [1, 1, 1, 1],
      [1, 1, 1, 1],
    ]);
    // One warm-up each, then a, b, a, b.
    expect(turns.map((turn) => turn[0]).join("")).toBe(`ab${"ab".repeat(4)}`);
  });

  it("goes on until the time is up", async () => {
    const start = performance.now();
    const [samples] = await measure([pretender("a", 2, [])], { seconds: 0.1, rounds: 5, minSamples: 3 });
    expect(performance.now() - start).toBeGreaterThan(100);
    expect(samples!.length).toBeGreaterThan(3);
  });

  it("makes short work a sample of many runs, and does not repeat what takes seconds", async () => {
    const turns: string[] = [];
    const pace = { seconds: 0.01, rounds: 1, minSamples: 3 };
    await measure([pretender("a", 0.5, turns)], pace);
    expect(turns.at(-1)).toBe("a10");
    const [slow] = await measure([pretender("b", 6000, [])], { ...pace, seconds: 0 });
    expect(slow).toEqual([6000]);
  });

  it("gives the time of one where a run does the work several times", async () => {
    const ten = { ...pretender("a", 20, []), timesPerRun: 10 };
    const [samples] = await measure([ten], { seconds: 0, rounds: 1, minSamples: 2 });
    expect(samples).toEqual([2, 2]);
  });
});
