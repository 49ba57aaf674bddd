/** The comparison that every conformance test trusts: what it must not let pass. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare, hostArray } from "../../src/kernels/compare.js";

const { NaN: nan, POSITIVE_INFINITY: inf, NEGATIVE_INFINITY: minusInf } = Number;
const tolerance = { absolute: 0.5, relative: 0.1, because: "round figures" };
const exact = { absolute: 0, relative: 0, because: "integers" };

describe("compare", () => {
  it.each<[string, number, number]>([
    ["the same", 3, 3],
    ["NaN for NaN", nan, nan],
    ["infinity for infinity", inf, inf],
    ["-infinity for -infinity", minusInf, minusInf],
    ["zero for negative zero", 0, -0],
    ["what the tolerance allows", 101.5, 100],
  ])("takes %s", (_, got, want) => {
    // Behind another element: the first one is where the worst index begins.
    expect(compare([1, got], [1, want], tolerance).passed).toBe(true);
    expect(compare([got], [want], tolerance).passed).toBe(true);
  });

  it.each<[string, number, number]>([
    ["NaN for a number", nan, 1],
    ["a number for NaN", 1, nan],
    ["infinity for a number", inf, 1],
    ["a number for infinity", 3e38, inf],
    ["a number for -infinity", 0, minusInf],
    ["infinity for -infinity", inf, minusInf],
    ["NaN for infinity", nan, inf],
    ["infinity for NaN", inf, nan],
    ["more than the tolerance", 111, 100],
  ])("refuses %s, wherever it stands", (_, got, want) => {
    for (const allowed of [tolerance, exact]) {
      for (const place of [0, 1, 2]) {
        const [a, b] = [
          [1, 1, 1],
          [1, 1, 1],
        ];
        a[place] = got;
        b[place] = want;
        const result = compare(a, b, allowed);
        expect(result.passed, `at ${place}`).toBe(false);
        expect(result.worstIndex).toBe(place);
        expect(result.worstRatio).toBeGreaterThan(1);
      }
    }
  });

  it("refuses other lengths and takes no elements", () => {
    expect(compare([1], [1, 2], tolerance).passed).toBe(false);
    expect(compare([], [1], tolerance).passed).toBe(false);
    expect(compare([], [], tolerance)).toEqual({ passed: true, maxError: 0, worstIndex: -1, worstRatio: 0 });
  });

  it("finds the worst in units of what is allowed, not the largest", () => {
    const result = compare([1.5, 1009], [1, 1000], tolerance);
    expect(result).toMatchObject({ passed: true, maxError: 9, worstIndex: 0 });
    expect(result.worstRatio).toBeCloseTo(0.5 / 0.6, 10);
  });

  it("agrees with the definition of the tolerance", () => {
    const element = fc.tuple(
      fc.float({ noNaN: true, noDefaultInfinity: true }),
      fc.float({ min: -1, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(element), (elements) => {
        const want = elements.map(([value]) => value);
        const got = elements.map(([value, shift]) => value + shift);
        const within = got.every((a, i) => Math.abs(a - want[i]!) <= 0.5 + 0.1 * Math.abs(want[i]!));
        expect(compare(got, want, tolerance).passed).toBe(within);
      }),
    );
  });
});

describe("hostArray", () => {
  it("views bytes as the type says", () => {
    const { buffer } = Uint8Array.of(0, 0, 128, 191);
    expect([...hostArray("f32", buffer)]).toEqual([-1]);
    expect([...hostArray("u32", buffer)]).toEqual([0xbf800000]);
    expect([...hostArray("i32", buffer)]).toEqual([0xbf800000 | 0]);
    expect([...hostArray("u8", buffer)]).toEqual([0, 0, 128, 191]);
  });
});
