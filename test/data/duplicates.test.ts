import { expect, it } from "vitest";
import { duplicateImages } from "../../src/data/duplicates.js";

/** Images of 2 x 2 grey pixels, each of one value but for the last pixel. */
function images(values: readonly (readonly [number, number])[]) {
  const pixels = Uint8Array.from(values.flatMap(([value, last]) => [value, value, value, last]));
  return { count: values.length, height: 2, width: 2, channels: 1 as const, pixels };
}

it("finds images that are equal in every pixel, wherever they stand", () => {
  const set = images([
    [7, 7],
    [1, 1],
    [7, 8],
    [1, 1],
    [7, 7],
    [1, 1],
  ]);
  expect(duplicateImages(set)).toEqual([
    [0, 4],
    [1, 3, 5],
  ]);
  expect(duplicateImages(images([[1, 2]]))).toEqual([]);
});

it("agrees with a comparison of all pairs where many hashes collide in their low bits", () => {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 28;
  };
  const values = Array.from({ length: 400 }, () => [random(), random()] as const);
  const expected = values
    .map((value) => values.flatMap((other, i) => (String(other) === String(value) ? [i] : [])))
    .filter((group, i) => group.length > 1 && group[0] === i);
  expect(duplicateImages(images(values))).toEqual(expected);
});
