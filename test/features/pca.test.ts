import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { ArgumentError, DataError, ShapeError } from "../../src/errors.js";
import type { EstimatorState } from "../../src/estimators/estimator.js";
import { restoreEstimator } from "../../src/estimators/registry.js";
import { Pca, type PcaOptions } from "../../src/features/pca/pca.js";
import { loadEstimator, saveEstimator } from "../../src/models/estimator_file.js";
import { Random } from "../../src/random/philox.js";
import { tensor, zeros } from "../../src/tensor/index.js";
import { onEachDevice, testDevices } from "../support/devices.js";

/*
 * From scikit-learn 1.4.2, with the largest coefficient of each component made positive, as from 1.5 on:
 *
 *   n = np.arange(40); j = np.arange(6)
 *   x = np.float32(np.sin(n[:, None] * (j + 1) * 0.7) * (6 - j) + 100 + (n[:, None] * (j + 3) % 7) / 5).astype(float)
 *   p = PCA(3, svd_solver="full").fit(x)
 *   s = np.sign(p.components_[range(3), np.abs(p.components_).argmax(1)])
 *   p.explained_variance_, p.explained_variance_ratio_, p.mean_, (p.components_ * s[:, None])[0]
 *   (p.transform(x) * s)[[0, 1, 39]], p.inverse_transform(p.transform(x))[1]
 *   PCA(3, whiten=True, svd_solver="full").fit(x).transform(x)[[0, 1, 39]] * s
 *   PCA(4, svd_solver="full").fit(x[:5]), whose transform(x[:5])[4] and explained_variance_ follow as `wide`
 */
const data = Float32Array.from({ length: 240 }, (_, i) => {
  const [n, j] = [Math.floor(i / 6), i % 6];
  return Math.sin(n * (j + 1) * 0.7) * (6 - j) + 100 + ((n * (j + 3)) % 7) / 5;
});
const golden = {
  variance: [18.9231192189, 13.092944373, 8.6193093544],
  ratio: [0.4013227648, 0.2776760308, 0.1827988832],
  mean: [100.9879253387, 100.6284879684, 100.6115251541, 100.6518930435, 99.9700689316, 100.5796039581],
  first: [
    9.9929962371e-1, 1.7508243139e-2, 8.8187709643e-3, 3.1229468866e-2, -6.3316473521e-3, 7.6372706286e-4,
  ],
  rows: [
    [-1.0246204854, -0.6069637215, -0.5080314773],
    [3.6498928921, 5.1280657261, 3.9681476946],
    [4.9754681198, -5.0379355895, 1.7954370515],
  ],
  white: [
    [-0.2355410853, -0.1677428712, -0.1730431402],
    [0.839042109, 1.417212328, 1.3516106158],
    [1.1437670605, -1.3923036105, 0.6115527862],
  ],
  inverse: [104.5045799554, 105.6439763201, 104.7223608456, 101.0196652413, 99.8389019451, 99.6899085088],
  wide: {
    variance: [14.5250628904, 12.6152948015, 7.3204140981, 5.0344379881],
  },
};

/*
 * What the device multiplies, from scikit-learn 1.4.2, signs as above:
 *
 *   n, j = np.ogrid[:rows, :columns]
 *   x = sum(2.0 ** (3 - k) * (n * (37 + 12 * k) % 101 / 50 - 1) * (j * (29 + 10 * k) % 89 / 44 - 1) for k in range(3))
 *   x = np.float32(x + (n * j + 7 * j) % 97 / 970 + 3).astype(float)
 *   p = PCA(3, svd_solver="full").fit(x)
 *   p.explained_variance_, (p.transform(x) * s)[[5, 299]]
 */
function patterns(rows: number, columns: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: rows * columns }, (_, i) => {
    const [n, j] = [Math.floor(i / columns), i % columns];
    let x = 0;
    for (let k = 0; k < 3; k++) {
      x += 2 ** (3 - k) * (((n * (37 + 12 * k)) % 101) / 50 - 1) * (((j * (29 + 10 * k)) % 89) / 44 - 1);
    }
    return x + ((n * j + 7 * j) % 97) / 970 + 3;
  });
}
const large = [
  {
    shape: [3000, 300],
    variance: [2243.367294168234, 553.007570663645, 133.660220735186],
    rows: [
      [-50.888492781363, -8.008899339817, -19.901886688151],
      [-2.995800790361, -36.233570795286, 1.125912420578],
    ],
  },
  {
    shape: [300, 3000],
    variance: [22474.043935652575, 5529.114280241466, 1349.40244613816],
    rows: [
      [-162.573801530352, -25.664840719079, -62.942178529539],
      [-13.096241080753, -114.364048102618, 4.679682856],
    ],
  },
] as const;

/** Rows of a few strong directions among many columns; more than the host takes at once. */
function strongDirections(rows: number, columns: number, directions = 5): Float32Array<ArrayBuffer> {
  const random = new Random(3, 0);
  const basis = Float64Array.from({ length: directions * columns }, () => random.normal());
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < directions; k++) {
      const share = random.normal() * 2 ** (directions - k);
      for (let i = 0; i < columns; i++) values[row * columns + i]! += share * basis[k * columns + i]!;
    }
    for (let i = 0; i < columns; i++) values[row * columns + i]! += 0.05 * random.normal() + 3;
  }
  return values;
}

function expectNear(found: ArrayLike<number>, want: ArrayLike<number>, share = 1e-5): void {
  const size = Math.max(...Array.from(want, Math.abs));
  expect(found.length).toBe(want.length);
  for (let i = 0; i < want.length; i++) expect(Math.abs(found[i]! - want[i]!) / size).toBeLessThan(share);
}

const folder = mkdtempSync(join(tmpdir(), "skein-pca-"));
afterAll(() => rmSync(folder, { recursive: true }));

onEachDevice("Pca", (device) => {
  const fitted = async (options: PcaOptions, values = data, columns = 6) => {
    using x = tensor(device, values, [values.length / columns, columns]);
    const pca = await new Pca(options).fit(x);
    using y = await pca.transform(x);
    return { pca, y: await y.data(), width: y.shape[1]! };
  };

  it("agrees with scikit-learn", async () => {
    for (const solver of ["full", "auto", "randomized"] as const) {
      const { pca, y } = await fitted({ components: 3, solver });
      expectNear(pca.explainedVariance, golden.variance);
      expectNear(pca.explainedVarianceRatio, golden.ratio);
      expectNear(pca.mean, golden.mean);
      expectNear(pca.components.subarray(0, 6), golden.first);
      [0, 1, 39].forEach((row, i) => {
        expectNear(y.subarray(3 * row, 3 * row + 3), golden.rows[i]!);
      });
      using projected = tensor(device, y, [40, 3]);
      using back = await pca.inverseTransform(projected);
      expectNear((await back.data()).subarray(6, 12), golden.inverse);
    }
  });

  it.each(large)("agrees with scikit-learn on $shape", async ({ shape, variance, rows }) => {
    for (const solver of ["full", "randomized"] as const) {
      const { pca, y } = await fitted({ components: 3, solver }, patterns(shape[0], shape[1]), shape[1]);
      expectNear(pca.explainedVariance, variance);
      expectNear(y.subarray(15, 18), rows[0]);
      expectNear(y.subarray(897, 900), rows[1]);
    }
  });

  it("whitens as scikit-learn does, and takes it back", async () => {
    const { pca, y } = await fitted({ components: 3, whiten: true });
    [0, 1, 39].forEach((row, i) => {
      expectNear(y.subarray(3 * row, 3 * row + 3), golden.white[i]!);
    });
    using projected = tensor(device, y, [40, 3]);
    using back = await pca.inverseTransform(projected);
    expectNear((await back.data()).subarray(6, 12), golden.inverse);
  });

  it("keeps as many components as hold a share of the variance, or all", async () => {
    expect((await fitted({ components: 0.8 })).width).toBe(3);
    expect((await fitted({})).width).toBe(6);
  });

  it("takes fewer rows than columns", async () => {
    const { pca, y } = await fitted({}, data.slice(0, 30));
    expectNear(pca.explainedVariance.subarray(0, 4), golden.wide.variance);
    // Five rows have four directions.
    expect(pca.explainedVariance[4]! / pca.explainedVariance[0]!).toBeLessThan(1e-12);
    expect(y.length).toBe(25);
  });

  it("finds the same on the device and on the host, for rows and columns", async () => {
    for (const [rows, columns] of [
      [3000, 300],
      [300, 3000],
    ] as const) {
      const values = strongDirections(rows, columns);
      const exact = await fitted({ components: 5, solver: "full" }, values, columns);
      const approximate = await fitted({ components: 5, solver: "randomized" }, values, columns);
      expectNear(approximate.y, exact.y);
      expectNear(approximate.pca.explainedVariance, exact.pca.explainedVariance);
      // The components are orthonormal, and their variances those of the transformed rows.
      const { components, explainedVariance } = exact.pca;
      for (let i = 0; i < 5; i++) {
        for (let j = 0; j <= i; j++) {
          let product = 0;
          let covariance = 0;
          for (let k = 0; k < columns; k++)
            product += components[i * columns + k]! * components[j * columns + k]!;
          for (let row = 0; row < rows; row++) covariance += exact.y[5 * row + i]! * exact.y[5 * row + j]!;
          expect(product).toBeCloseTo(i === j ? 1 : 0, 10);
          const size = Math.sqrt(explainedVariance[i]! * explainedVariance[j]!);
          expect(covariance / (rows - 1) / size).toBeCloseTo(i === j ? 1 : 0, 5);
        }
      }
    }
  });

  it("takes huge and tiny values and constant columns", async () => {
    const want = (await fitted({ components: 3 })).y;
    for (const size of [1e30, 1e-30]) {
      const { y } = await fitted(
        { components: 3 },
        data.map((value) => value * size),
      );
      expectNear(
        y.map((value) => value / size),
        want,
        1e-4,
      );
    }
    const constant = Float32Array.from({ length: 24 }, (_, i) => (i % 2 ? 7 : i));
    const { pca, y } = await fitted({ whiten: true }, constant, 2);
    expect(pca.explainedVarianceRatio[0]).toBeCloseTo(1, 12);
    expect([...y].every((value, i) => i % 2 === 0 || value === 0)).toBe(true);
  });

  it("takes rows that are all equal, and 1-D data", async () => {
    const { pca, y } = await fitted({ whiten: true }, new Float32Array(20).fill(3), 2);
    expect([...pca.explainedVarianceRatio]).toEqual([0, 0]);
    expect([...y].every((value) => value === 0)).toBe(true);
    expectNear((await fitted({}, Float32Array.of(1, 2, 6), 1)).y, [-2, -1, 3]);
  });

  it("says what is wrong with data", async () => {
    await expect(fitted({ components: 7 })).rejects.toThrow(
      "Pca.fit: 40 rows of 6 columns have no 7 components: give 6 components at most",
    );
    await expect(fitted({}, data.slice(0, 6))).rejects.toThrow(DataError);
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(fitted({}, Float32Array.of(1, 2, bad, 4), 2)).rejects.toThrow("row 1 of x holds NaN");
    }
    const { pca } = await fitted({ components: 2 });
    using other = tensor(device, data, [48, 5]);
    await expect(pca.transform(other)).rejects.toThrow(ShapeError);
    await expect(pca.inverseTransform(other)).rejects.toThrow(ShapeError);
    using whole = tensor(device, data, [240]);
    await expect(pca.fit(whole)).rejects.toThrow(ShapeError);
  });

  it("answers as before when it is read from a file", async () => {
    using x = tensor(device, data, [40, 6]);
    const path = join(folder, `${device.info.kind}.safetensors`);
    for (const options of [
      { components: 0.9, whiten: true },
      { components: 2, solver: "randomized" },
    ] as const) {
      const { pca, y } = await fitted(options);
      await saveEstimator(pca, path);
      const read = (await loadEstimator(path)) as Pca;
      using again = await read.transform(x);
      expect(await again.data()).toEqual(y);
      expect(read.state()).toEqual(pca.state());
    }
  });
});

it("refuses options out of range and states of wrong shapes", async () => {
  for (const options of [
    { components: 0 },
    { components: 1.5 },
    { components: Number.NaN },
    { seed: -1 },
    { solver: "arpack" as "full" },
    { solver: "randomized" as const },
    { whiten: 1 as unknown as boolean },
  ]) {
    expect(() => new Pca(options), JSON.stringify(options)).toThrow(ArgumentError);
  }
  expect(() => new Pca().mean).toThrow("call fit first");
  const device = await testDevices[0]!.open();
  using x = tensor(device, data, [40, 6]);
  const state = (await new Pca().fit(x)).state();
  device.close();
  const { means, variances } = state.arrays;
  for (const arrays of [
    {},
    { ...state.arrays, variances: { shape: [1, 6], data: variances!.data } },
    { ...state.arrays, components: { shape: [3, 12], data: state.arrays.components!.data } },
    { ...state.arrays, means: { shape: [6], data: new Float32Array(6) } },
    { ...state.arrays, means: { ...means!, data: new Float64Array(6).fill(Number.NaN) } },
  ] as EstimatorState["arrays"][]) {
    expect(() => restoreEstimator("pca", { ...state, arrays })).toThrow(DataError);
  }
  expect(() => restoreEstimator("pca", { ...state, details: {} })).toThrow(DataError);
});

it("refuses more rows and columns than the exact solver takes", async () => {
  const device = await testDevices[0]!.open();
  using x = zeros(device, [4097, 4098]);
  for (const options of [{ components: 2, solver: "full" }, { components: 0.5 }, {}] as const) {
    await expect(new Pca(options).fit(x)).rejects.toThrow("too many for the full solver");
  }
  device.close();
});

it("gives the same bits with one thread and two", async () => {
  const values = strongDirections(3000, 300);
  const results: Float32Array[] = [];
  for (const threads of [1, 2]) {
    for (const solver of ["full", "randomized"] as const) {
      const device = await testDevices[0]!.open({ threads });
      using x = tensor(device, values, [3000, 300]);
      using y = await (await new Pca({ components: 5, solver }).fit(x)).transform(x);
      results.push(await y.data());
      device.close();
    }
  }
  expect(results[2]).toEqual(results[0]);
  expect(results[3]).toEqual(results[1]);
});
