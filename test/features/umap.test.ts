import { describe, expect, it } from "vitest";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DataError, ShapeError } from "../../src/errors.js";
import { restoreEstimator } from "../../src/estimators/registry.js";
import { fitCurve } from "../../src/features/umap/curve.js";
import { memberships } from "../../src/features/umap/fuzzy_graph.js";
import type { UmapOptions } from "../../src/features/umap/options.js";
import { Umap } from "../../src/features/umap/umap.js";
import { trustworthiness } from "../../src/metrics/trustworthiness.js";
import { Random } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

const COLUMNS = 6;
/** Rows around `groups` centres; row i belongs to group i % groups. */
function grouped(rows: number, groups: number, seed = 1): Float32Array<ArrayBuffer> {
  const centres = Float64Array.from({ length: groups * COLUMNS }, (_, i) => 10 * Math.sin(1 + 7 * i));
  const random = new Random(seed);
  return Float32Array.from({ length: rows * COLUMNS }, (_, i) => {
    const group = Math.floor(i / COLUMNS) % groups;
    return centres[group * COLUMNS + (i % COLUMNS)]! + random.normal();
  });
}

/** Share of places whose nearest among `known` is of their own group. */
function agreement(places: Float32Array, known: Float32Array, groups: number): number {
  let agree = 0;
  for (let i = 0; 2 * i < places.length; i++) {
    let [best, least] = [-1, Number.POSITIVE_INFINITY];
    for (let j = 0; 2 * j < known.length; j++) {
      const distance = (places[2 * i]! - known[2 * j]!) ** 2 + (places[2 * i + 1]! - known[2 * j + 1]!) ** 2;
      if (distance < least && !(places === known && i === j)) [best, least] = [j, distance];
    }
    if (best % groups === i % groups) agree++;
  }
  return agree / (places.length / 2);
}

onEachDevice("Umap", (device) => {
  const learned = async (values: ArrayLike<number>, columns: number, options?: UmapOptions) => {
    using x = tensor(device, Float32Array.from(values), [values.length / columns, columns]);
    return await new Umap(options).fit(x);
  };

  it.each(["spectral", "pca", "random"] as const)("keeps groups together, from %s", async (init) => {
    const x = grouped(200, 4);
    const { embedding } = await learned(x, COLUMNS, { init, epochs: 200 });
    expect(agreement(embedding, embedding, 4)).toBeGreaterThan(0.97);
    expect(trustworthiness(x, COLUMNS, embedding, 2)).toBeGreaterThan(0.85);
  });

  it("places new rows among those of their group, and leaves the others", async () => {
    const umap = await learned(grouped(200, 4), COLUMNS, { epochs: 200 });
    const before = umap.embedding.slice();
    using other = tensor(device, grouped(80, 4, 2), [80, COLUMNS]);
    using places = await umap.transform(other);
    expect(places.shape).toEqual([80, 2]);
    expect(agreement(await places.data(), umap.embedding, 4)).toBeGreaterThan(0.97);
    expect(umap.embedding).toEqual(before);
  });

  it("takes few rows, few columns and rows that are all the same", async () => {
    for (const rows of [1, 2, 3, 5]) {
      const { embedding } = await learned(grouped(rows, 2).slice(0, rows), 1, { epochs: 20 });
      expect(embedding).toHaveLength(2 * rows);
      expect(embedding.every(Number.isFinite)).toBe(true);
    }
    for (const init of ["spectral", "pca", "random"] as const) {
      const same = await learned(new Float32Array(120).fill(3), 4, { epochs: 20, init });
      expect(same.embedding.every(Number.isFinite)).toBe(true);
    }
  });

  it("lays out a graph that is not connected", async () => {
    const far = grouped(60, 1).map((value, i) => value + (i < 180 ? 0 : 1000));
    const { embedding } = await learned(far, COLUMNS, { neighbors: 5, epochs: 100 });
    const half = (from: number) => embedding.slice(60 * from, 60 * (from + 1));
    const mean = (of: Float32Array, c: number) =>
      of.reduce((sum, v, i) => sum + (i % 2 === c ? v / 30 : 0), 0);
    const apart = Math.hypot(mean(half(0), 0) - mean(half(1), 0), mean(half(0), 1) - mean(half(1), 1));
    expect(apart).toBeGreaterThan(3);
  });

  it("is made again from its state", async () => {
    const umap = await learned(grouped(40, 2), COLUMNS, { epochs: 30, neighbors: 8, components: 3 });
    const again = restoreEstimator("umap", umap.state()) as Umap;
    expect(again.embedding).toEqual(umap.embedding);
    using other = tensor(device, grouped(9, 2, 3), [9, COLUMNS]);
    using here = await umap.transform(other);
    using there = await again.transform(other);
    expect(await there.data()).toEqual(await here.data());
  });

  it("says what it cannot do", async () => {
    await expect(learned([1, 2, Number.NaN, 4], 2)).rejects.toThrow(DataError);
    await expect(learned([Number.NaN, 4], 2)).rejects.toThrow(/row 0 of x holds NaN/);
    const umap = await learned(grouped(10, 2), COLUMNS, { epochs: 5 });
    using wide = tensor(device, new Float32Array(14), [2, 7]);
    await expect(umap.transform(wide)).rejects.toThrow(ShapeError);
    using bad = tensor(device, new Float32Array(12).fill(Number.POSITIVE_INFINITY), [2, 6]);
    await expect(umap.transform(bad)).rejects.toThrow(DataError);
    using flat = tensor(device, [1, 2], [2]);
    await expect(new Umap().fit(flat)).rejects.toThrow(ShapeError);
  });
});

describe("Umap", () => {
  it("gives the same bits with one thread and with two", async () => {
    const run = async (threads: number) => {
      const device = await openDevice("native", { threads });
      using x = tensor(device, grouped(700, 3), [700, COLUMNS]);
      const { embedding } = await new Umap({ seed: 5, epochs: 40 }).fit(x);
      await device.close();
      return embedding;
    };
    expect(await run(2)).toEqual(await run(1));
  });

  it("checks its options", () => {
    expect(() => new Umap({ neighbors: 1 })).toThrow("Umap: neighbors is 1: give a whole number from 2 up");
    expect(() => new Umap({ components: 17 })).toThrow("components is 17: give a whole number from 1 to 16");
    expect(() => new Umap({ minDist: 2 })).toThrow(/from 0 to spread, 1/);
    expect(() => new Umap({ spread: 0 })).toThrow(ArgumentError);
    expect(() => new Umap({ init: "ward" as "pca" })).toThrow(/choose one of spectral, pca, random/);
    expect(() => new Umap().embedding).toThrow("call fit first");
  });

  it("refuses states that do not fit", () => {
    const x = { shape: [2, 3], data: new Float32Array(6) };
    const embedding = { shape: [2, 2], data: new Float32Array(4) };
    expect(restoreEstimator("umap", { options: {}, arrays: { x, embedding } })).toBeInstanceOf(Umap);
    const wrong = [
      { x },
      { x: { ...x, shape: [3, 3] }, embedding },
      { x, embedding: x },
      { x: { ...x, shape: [6] }, embedding },
    ];
    for (const arrays of wrong) {
      expect(() => restoreEstimator("umap", { options: {}, arrays: arrays as never })).toThrow(DataError);
    }
  });
});

/*
 * From umap-learn's find_ab_params, which SciPy's curve_fit gives:
 *
 *   xv = np.linspace(0, spread * 3, 300); yv = np.where(xv < d, 1, np.exp(-(xv - d) / spread))
 *   curve_learned(lambda x, a, b: 1 / (1 + a * x ** (2 * b)), xv, yv)
 */
it("fits the curve of umap-learn", () => {
  const near = fitCurve(0.1, 1);
  expect(near.a).toBeCloseTo(1.57694, 4);
  expect(near.b).toBeCloseTo(0.89506, 4);
  const apart = fitCurve(0.5, 1);
  expect(apart.a).toBeCloseTo(0.58303, 4);
  expect(apart.b).toBeCloseTo(1.33417, 4);
});

it("gives memberships that add up to the logarithm of the neighbours", () => {
  const distances = Float32Array.of(0, 1, 1.5, 2, 4, 0.2, 0.3, 0.5, 3, 3);
  const neighbours = { rows: 2, neighbours: 5, indices: new Int32Array(10), distances };
  const found = memberships(neighbours, 6, true);
  for (const row of [0, 1]) {
    const own = found.subarray(5 * row, 5 * row + 5);
    expect(own.reduce((sum, value) => sum + value, 0)).toBeCloseTo(Math.log2(6), 4);
  }
  // The nearest one that does not coincide belongs entirely.
  expect([found[0], found[1], found[5]]).toEqual([1, 1, 1]);
});
