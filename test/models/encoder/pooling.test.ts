/** How maps and tokens of encoders become rows. */
import { describe, expect, it } from "vitest";
import { withTape } from "../../../src/autograd/index.js";
import { cellsOf, frontTokens, pooled } from "../../../src/models/encoder/pooling.js";
import { onEachDevice } from "../../support/devices.js";

describe("pooling", () => {
  it("knows tokens in front of patches", () => {
    expect([257, 256, 50, 261, 12, 1].map(frontTokens)).toEqual([1, 0, 1, 5, 0, 0]);
  });
});

onEachDevice("pooled", (device) => {
  it("takes the first token, or the patches without it", async () => {
    const values = Float32Array.from({ length: 2 * 5 * 2 }, (_, i) => i * (i % 3 === 0 ? -1 : 1));
    const run = (pooling: "cls" | "mean" | "max" | "none") =>
      withTape(device, (tape) => pooled(tape, tape.constant(values, [2, 5, 2]), pooling).data(), {
        gradient: false,
      });
    const at = (n: number, t: number, f: number) => values[(n * 5 + t) * 2 + f]!;
    const both = [0, 1].flatMap((n) => [0, 1].map((f) => [n, f] as const));
    const patches = (n: number, f: number) => [1, 2, 3, 4].map((t) => at(n, t, f));
    expect([...(await run("cls"))]).toEqual(both.map(([n, f]) => at(n, 0, f)));
    expect([...(await run("mean"))]).toEqual(both.map(([n, f]) => patches(n, f).reduce((a, b) => a + b) / 4));
    expect([...(await run("max"))]).toEqual(both.map(([n, f]) => Math.max(...patches(n, f))));
    expect([...(await run("none"))]).toEqual([...values]);
  });

  it("reads maps and tokens cell by cell, at most 8 x 8", async () => {
    const run = async (shape: number[]) => {
      const size = shape.reduce((product, extent) => product * extent);
      const values = Float32Array.from({ length: size }, (_, i) => Math.sin(i));
      const rows = await withTape(
        device,
        (tape) => pooled(tape, tape.constant(values, shape), "recurrent").data(),
        { gradient: false },
      );
      return { values, rows };
    };
    // A first token, then a square of four.
    const tokens = await run([2, 5, 2]);
    expect(cellsOf([2, 5, 2])).toEqual({ rows: 2, columns: 2 });
    expect([...tokens.rows]).toEqual([...tokens.values.subarray(2, 10), ...tokens.values.subarray(12)]);
    expect(cellsOf([1, 12, 3])).toEqual({ rows: 12, columns: 1 });
    expect((await run([1, 12, 3])).rows.length).toBe(36);
    expect(cellsOf([1, 257, 3])).toEqual({ rows: 8, columns: 8 });
    expect(cellsOf([1, 150, 3])).toEqual({ rows: 50, columns: 1 });
    // Windows of two by two, of one row in the last.
    const [height, width] = [9, 10];
    const { values, rows } = await run([1, height, width, 1]);
    expect(cellsOf([1, height, width, 1])).toEqual({ rows: 5, columns: 5 });
    for (let row = 0; row < 5; row++) {
      for (let column = 0; column < 5; column++) {
        const own: number[] = [];
        for (let y = 2 * row; y < Math.min(height, 2 * row + 2); y++) {
          for (let x = 2 * column; x < 2 * column + 2; x++) own.push(values[y * width + x]!);
        }
        const mean = own.reduce((sum, value) => sum + value) / own.length;
        expect(rows[row * 5 + column]).toBeCloseTo(mean, 6);
      }
    }
  });
});
