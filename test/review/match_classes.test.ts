/** Which class of a new run is which of an earlier one. */
import { expect, it } from "vitest";
import { matchClasses } from "../../src/review/index.js";

const repeat = (...runs: [value: number, times: number][]) =>
  runs.flatMap(([value, times]) => Array<number>(times).fill(value));

it("finds classes that were numbered otherwise, and lost or won a few images", () => {
  const earlier = repeat([10, 100], [20, 100], [30, 50]);
  const now = repeat([1, 95], [0, 5], [0, 100], [2, 50]);
  const { kept, ...changes } = matchClasses(earlier, now);
  expect(Object.fromEntries(kept)).toEqual({ 0: 20, 1: 10, 2: 30 });
  expect(changes).toEqual({ added: [], split: [], merged: [], gone: [] });
});

it("gives the number to the greatest part of a class that was split", () => {
  const { kept, added, split } = matchClasses(repeat([4, 100]), repeat([0, 30], [1, 45], [2, 25]));
  expect([...kept]).toEqual([[1, 4]]);
  expect(added).toEqual([0, 2]);
  expect(split).toEqual([[4, [0, 1, 2]]]);
});

it("gives the number of the greatest class to one that several went into", () => {
  const { kept, merged, gone } = matchClasses(repeat([4, 30], [5, 50]), repeat([0, 80]));
  expect([...kept]).toEqual([[0, 5]]);
  expect(merged).toEqual([[0, [4, 5]]]);
  expect(gone).toEqual([4]);
});

it("calls a class new that no earlier one makes up half of", () => {
  const earlier = repeat([0, 60], [1, 60], [2, 60]);
  const now = repeat([0, 40], [3, 20], [1, 40], [3, 20], [2, 40], [3, 20]);
  const { kept, added, gone } = matchClasses(earlier, now);
  expect(Object.fromEntries(kept)).toEqual({ 0: 0, 1: 1, 2: 2 });
  expect([added, gone]).toEqual([[3], []]);
});

it("gives a number to the class that most of its images come from, not to the pair with most in common", () => {
  const earlier = repeat([0, 51], [0, 100], [1, 49], [1, 99]);
  const now = repeat([5, 51], [6, 100], [5, 49], [6, 99]);
  const { kept, gone } = matchClasses(earlier, now);
  expect(Object.fromEntries(kept)).toEqual({ 6: 0 });
  expect(gone).toEqual([1]);
});

it("leaves out images that belong to none in one of the two", () => {
  const { kept, gone } = matchClasses([-1, -1, -1, 5, 6], [0, 0, 0, 0, -1]);
  expect([...kept]).toEqual([[0, 5]]);
  expect(gone).toEqual([6]);
});

it("refuses labellings of other images", () => {
  expect(() => matchClasses([0, 1], [0])).toThrow("2 images of the earlier run and 1 of the new one");
});
