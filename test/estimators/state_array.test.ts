/** Arrays of states: only those of the asked type and shape, with finite values, are taken. */
import { expect, it } from "vitest";
import { KMeans } from "../../src/clustering/kmeans/kmeans.js";
import { openDevice } from "../../src/device/node/index.js";
import { DataError } from "../../src/errors.js";
import type { StateArray } from "../../src/estimators/estimator.js";
import { restoreEstimator } from "../../src/estimators/registry.js";
import { stateArray } from "../../src/estimators/state_array.js";
import { tensor } from "../../src/tensor/index.js";

const read = (array: StateArray) =>
  stateArray("thing", { options: {}, arrays: { array } }, "array", "f64", [null]);

it("takes an array of the asked type and shape", () => {
  const array = { shape: [2], data: Float64Array.of(1, -2) };
  expect(read(array)).toEqual(array);
});

it.each([
  ["NaN", { shape: [2], data: Float64Array.of(1, Number.NaN) }, "holds NaN or infinite values in array"],
  ["infinity", { shape: [1], data: Float64Array.of(-Infinity) }, "holds NaN or infinite values in array"],
  ["another type", { shape: [1], data: new Float32Array(1) }, "holds array of shape [1], not f64 [any]"],
  [
    "another shape",
    { shape: [1, 1], data: new Float64Array(1) },
    "holds array of shape [1, 1], not f64 [any]",
  ],
  ["too few elements", { shape: [2], data: new Float64Array(1) }, "holds array of shape [2], not f64 [any]"],
])("refuses %s", (_, array, message) => {
  expect(() => read(array)).toThrow(DataError);
  expect(() => read(array)).toThrow(message);
});

it("refuses a KMeans whose centres or origin are not finite", async () => {
  using device = await openDevice("native");
  using x = tensor(device, [0, 1, 8, 9], [4, 1]);
  const state = (await new KMeans({ clusters: 2 }).fit(x)).state();
  for (const name of ["centers", "origin"]) {
    const { shape, data } = state.arrays[name]!;
    const arrays = { ...state.arrays, [name]: { shape, data: data.map(() => Number.NaN) as Float32Array } };
    expect(() => restoreEstimator("kmeans", { ...state, arrays }), name).toThrow(DataError);
  }
});
