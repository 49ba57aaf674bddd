import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { KMeans } from "../../src/clustering/kmeans/kmeans.js";
import { ArgumentError, DataError } from "../../src/errors.js";
import { restoreEstimator } from "../../src/estimators/registry.js";
import { FeatureUnion } from "../../src/features/feature_union.js";
import { Normalizer } from "../../src/features/normalizer.js";
import { Pca } from "../../src/features/pca/pca.js";
import { StandardScaler } from "../../src/features/standard_scaler.js";
import { loadEstimator, saveEstimator } from "../../src/models/estimator_file.js";
import { Random } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

const random = new Random(2, 0);
const data = Float32Array.from({ length: 50 * 4 }, () => 3 + random.normal());

const folder = mkdtempSync(join(tmpdir(), "skein-union-"));
afterAll(() => rmSync(folder, { recursive: true }));

onEachDevice("FeatureUnion", (device) => {
  it("puts weighted columns side by side", async () => {
    using x = tensor(device, data, [50, 4]);
    const union = new FeatureUnion(
      { own: new Pca({ components: 2 }), scaled: new StandardScaler() },
      { weights: { own: 0.5 } },
    );
    using y = await (await union.fit(x)).transform(x);
    expect(y.shape).toEqual([50, 6]);
    using first = await (await new Pca({ components: 2 }).fit(x)).transform(x);
    using second = await (await new StandardScaler().fit(x)).transform(x);
    const [found, a, b] = await Promise.all([y.data(), first.data(), second.data()]);
    for (let row = 0; row < 50; row++) {
      for (let i = 0; i < 2; i++) expect(found[6 * row + i]).toBe(a[2 * row + i]! / 2);
      for (let i = 0; i < 4; i++) expect(found[6 * row + 2 + i]).toBe(b[4 * row + i]);
    }
  });

  it("balances parts of different sizes, and leaves constant ones", async () => {
    const values = data.map((value, i) => (i % 4 === 0 ? 1000 * value : value));
    using x = tensor(device, values, [50, 4]);
    const union = new FeatureUnion({ large: new Pca(), small: new Normalizer() }, { balance: true });
    using y = await (await union.fit(x)).transform(x);
    const found = await y.data();
    for (const first of [0, 4]) {
      let squares = 0;
      for (let i = first; i < first + 4; i++) {
        const column = Array.from({ length: 50 }, (_, row) => found[8 * row + i]!);
        const mean = column.reduce((sum, value) => sum + value, 0) / 50;
        squares += column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 50;
      }
      expect(squares).toBeCloseTo(1, 4);
    }
    using same = tensor(device, new Float32Array(8).fill(2), [4, 2]);
    const constant = new FeatureUnion({ one: new Normalizer({ norm: "max" }) }, { balance: true });
    using ones = await (await constant.fit(same)).transform(same);
    expect([...(await ones.data())]).toEqual(Array(8).fill(1));
  });

  it("answers as before when it is read from a file, parts in parts too", async () => {
    using x = tensor(device, data, [50, 4]);
    const inner = new FeatureUnion({ pca: new Pca({ components: 3 }), unit: new Normalizer() });
    const union = new FeatureUnion({ inner, scaled: new StandardScaler() }, { balance: true });
    using y = await (await union.fit(x)).transform(x);
    const path = join(folder, `${device.info.kind}.safetensors`);
    await saveEstimator(union, path);
    const read = (await loadEstimator(path)) as FeatureUnion;
    using again = await read.transform(x);
    expect(await again.data()).toEqual(await y.data());
    expect(Object.keys(read.parts)).toEqual(["inner", "scaled"]);
  });
});

it("refuses parts and options that do not fit, and damaged states", () => {
  const parts = { pca: new Pca() };
  for (const wrong of [
    () => new FeatureUnion({}),
    () => new FeatureUnion({ "a.b": new Pca() }),
    () => new FeatureUnion({ pca: {} as Pca }),
    () => new FeatureUnion({ classes: new KMeans({ clusters: 2 }) as unknown as Pca }),
    () => new FeatureUnion(parts, { weights: { other: 1 } }),
    () => new FeatureUnion(parts, { weights: { pca: -1 } }),
    () => new FeatureUnion(parts, { weights: null as unknown as Record<string, number> }),
    () => new FeatureUnion(parts, { balance: 1 as unknown as boolean }),
    () => new FeatureUnion(parts).state(),
  ]) {
    expect(wrong).toThrow(ArgumentError);
  }
  const factors = { shape: [1], data: Float64Array.of(1) };
  const part = { kind: "normalizer", options: {}, details: {} };
  const state = (details: object, arrays: object = { factors }) => ({
    options: {},
    arrays: arrays as Record<string, typeof factors>,
    details,
  });
  expect(restoreEstimator("feature_union", state({ parts: { a: part } })).kind).toBe("feature_union");
  for (const details of [{}, { parts: { a: null } }, { parts: { a: { kind: 3 } } }]) {
    expect(() => restoreEstimator("feature_union", state(details))).toThrow(DataError);
  }
  expect(() => restoreEstimator("feature_union", state({ parts: { a: part, b: part } }))).toThrow(DataError);
  expect(() => restoreEstimator("feature_union", state({ parts: { a: { ...part, kind: "?" } } }))).toThrow(
    "an estimator of kind ?, which this version of skein does not know: install a newer version of skein",
  );
});
