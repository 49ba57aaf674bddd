import { expect, it } from "vitest";
import { compare } from "../../src/kernels/compare.js";

const tolerance = { absolute: 1e-6, relative: 1e-5, because: "a test" };
const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

it.each([
  ["NaN for NaN", nan, nan],
  ["infinity for infinity", infinity, infinity],
  ["a number within the tolerance", 100.0009, 100],
  ["-0 for 0", -0, 0],
])("passes %s", (_, got, want) => {
  expect(compare([1, got], [1, want], tolerance)).toMatchObject({ passed: true });
});

it.each([
  ["a number for NaN", 1, nan],
  ["NaN for a number", nan, 1],
  ["a number for infinity", 3e38, infinity],
  ["NaN for infinity", nan, infinity],
  ["infinity for a number", infinity, 3e38],
  ["-infinity for infinity", -infinity, infinity],
  ["a number beyond the tolerance", 100.0011, 100],
])("fails %s, and says where", (_, got, want) => {
  const result = compare([1, got], [1, want], tolerance);
  expect(result).toMatchObject({ passed: false, worstIndex: 1 });
  expect(result.worstRatio).toBeGreaterThan(1);
});

it("fails a result of another length", () => {
  expect(compare([1], [1, 2], tolerance).passed).toBe(false);
});
