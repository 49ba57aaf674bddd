import { expect, it } from "vitest";
import { ArgumentError, DataError, ShapeError } from "../../src/errors.js";
import type { Transformer } from "../../src/estimators/estimator.js";
import { restoreEstimator } from "../../src/estimators/registry.js";
import { Normalizer } from "../../src/features/normalizer.js";
import { Pixels } from "../../src/features/pixels.js";
import { StandardScaler } from "../../src/features/standard_scaler.js";
import { Random } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

/*
 * From scikit-learn 1.4.2:
 *
 *   x = np.array([[1, 5, -2], [2, 5, 4], [4, 5, 0.5], [9, 5, -7]]); s = StandardScaler().fit(x)
 *   s.mean_, s.scale_, s.transform(x)
 *   Normalizer(norm=norm).transform([[3, -4, 0], [0, 0, 0], [1, 2, 2]])
 */
const rows = [1, 5, -2, 2, 5, 4, 4, 5, 0.5, 9, 5, -7];
const scaled = [
  -0.9733285268, 0, -0.2184302678, -0.6488856845, 0, 1.2793772828, 0, 0, 0.4056562116, 1.6222142113, 0,
  -1.4666032266,
];
const normalized = {
  l2: [0.6, -0.8, 0, 0, 0, 0, 0.3333333333, 0.6666666667, 0.6666666667],
  l1: [0.4285714286, -0.5714285714, 0, 0, 0, 0, 0.2, 0.4, 0.4],
  max: [0.75, -1, 0, 0, 0, 0, 0.5, 1, 1],
};

onEachDevice("Scaling", (device) => {
  const run = async (transformer: Transformer, values: ArrayLike<number>, shape: readonly number[]) => {
    using x = tensor(device, Float32Array.from(values), shape);
    using y = await (await transformer.fit(x)).transform(x);
    const restored = restoreEstimator(transformer.kind, transformer.state()) as Transformer;
    using again = await restored.transform(x);
    const found = await y.data();
    expect(await again.data()).toEqual(found);
    expect(y.shape.length).toBe(2);
    return found;
  };
  const expectClose = (found: ArrayLike<number>, want: ArrayLike<number>) => {
    expect(found.length).toBe(want.length);
    for (let i = 0; i < want.length; i++) expect(found[i]).toBeCloseTo(want[i]!, 5);
  };

  it("standardises as scikit-learn does, and leaves constant columns", async () => {
    const scaler = new StandardScaler();
    expectClose(await run(scaler, rows, [4, 3]), scaled);
    expectClose(scaler.mean, [4, 5, -1.125]);
    expectClose(scaler.scale, [3.082207, 1, 4.00585509]);
    expectClose(
      await run(new StandardScaler({ withStd: false }), rows, [4, 3]),
      rows.map((value, i) => value - [4, 5, -1.125][i % 3]!),
    );
    expectClose(
      await run(new StandardScaler({ withMean: false }), rows, [4, 3]),
      rows.map((value, i) => value / [3.082207, 1, 4.00585509][i % 3]!),
    );
  });

  it("standardises many rows far from 0, huge and tiny values, one row and one column", async () => {
    const random = new Random(5, 0);
    const values = Float32Array.from({ length: 60_000 * 3 }, (_, i) => 1000 + 2 ** (i % 3) * random.normal());
    const y = await run(new StandardScaler(), values, [60_000, 3]);
    for (let column = 0; column < 3; column++) {
      let [sum, square] = [0, 0];
      for (let i = column; i < y.length; i += 3) {
        sum += y[i]!;
        square += y[i]! ** 2;
      }
      expect(sum / 60_000).toBeCloseTo(0, 4);
      expect(square / 60_000).toBeCloseTo(1, 4);
    }
    for (const size of [1e30, 1e-30]) {
      expectClose(
        await run(
          new StandardScaler(),
          rows.map((value) => size * value),
          [4, 3],
        ),
        scaled,
      );
    }
    expectClose(await run(new StandardScaler(), [3, 4], [1, 2]), [0, 0]);
    expectClose(await run(new StandardScaler(), [1, 3], [2, 1]), [-1, 1]);
    // 0.1 is no sum of powers of two: its column is constant all the same.
    expectClose(await run(new StandardScaler(), Array(999).fill(0.1), [999, 1]), Array(999).fill(0));
  });

  it("subtracts means that float32 does not hold", async () => {
    expectClose(await run(new StandardScaler(), [1000, 1000.00006], [2, 1]), [-1, 1]);
    const values = Float32Array.from({ length: 1001 }, (_, i) => 1e5 + 10 * Math.sin(i));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const want = Float64Array.from(values, (value) => (value - mean) / Math.sqrt(variance));
    const found = await run(new StandardScaler(), values, [1001, 1]);
    // An error of the mean of half a unit in its last place would be 4e-4.
    for (const [i, value] of want.entries()) expect(Math.abs(found[i]! - value)).toBeLessThan(2e-6);
  });

  it("normalises as scikit-learn does, whatever the rows' size", async () => {
    for (const size of [1, 1e30, 1e-30]) {
      for (const norm of ["l2", "l1", "max"] as const) {
        const values = [3, -4, 0, 0, 0, 0, 1, 2, 2].map((value) => size * value);
        expectClose(await run(new Normalizer({ norm }), values, [3, 3]), normalized[norm]);
      }
    }
  });

  it("flattens images", async () => {
    const values = Float32Array.from({ length: 24 }, (_, i) => i / 24);
    expect(await run(new Pixels(), values, [2, 2, 3, 2])).toEqual(values);
    await expect(run(new Pixels(), values, [12, 2])).rejects.toThrow(ShapeError);
  });

  it("names the row that is not finite", async () => {
    for (const transformer of [new StandardScaler(), new Normalizer()]) {
      for (const bad of [Number.NaN, Number.NEGATIVE_INFINITY]) {
        const error = run(transformer, [1, 2, 3, bad, 5, 6], [3, 2]);
        await expect(error).rejects.toThrow("row 1 of x holds NaN or infinite values");
      }
      await expect(run(transformer, [1, 2], [2])).rejects.toThrow(ShapeError);
    }
  });
});

it("refuses options that are none, other columns and damaged states", () => {
  expect(() => new StandardScaler({ withMean: 1 as unknown as boolean })).toThrow(ArgumentError);
  expect(() => new Normalizer({ norm: "l3" as "l2" })).toThrow(ArgumentError);
  expect(() => new StandardScaler().mean).toThrow("call fit first");
  const array = (data: Float64Array) => ({ shape: [data.length], data });
  const state = (means: Float64Array, variances: Float64Array, details: object = { scale: 1 }) => ({
    options: {},
    arrays: { means: array(means), variances: array(variances) },
    details,
  });
  const two = new Float64Array(2);
  expect(restoreEstimator("standard_scaler", state(two, two)).kind).toBe("standard_scaler");
  for (const damaged of [
    state(two, new Float64Array(3)),
    state(two, Float64Array.of(1, -1)),
    state(two, two, {}),
    { options: {}, arrays: {} },
  ]) {
    expect(() => restoreEstimator("standard_scaler", damaged)).toThrow(DataError);
  }
});
