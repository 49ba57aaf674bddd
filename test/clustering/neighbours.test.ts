import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kNeighbours, kNeighboursOf } from "../../src/clustering/neighbours/k_neighbours.js";
import { NearestNeighbors } from "../../src/clustering/neighbours/nearest_neighbors.js";
import type { Device } from "../../src/device/index.js";
import { ArgumentError, DataError, ShapeError } from "../../src/errors.js";
import { Random } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { testDevices } from "../support/devices.js";

/** Float64 distances of all pairs, sorted. */
function bruteForce(queries: Float32Array, x: Float32Array, columns: number, k: number, own: boolean) {
  const [m, n] = [queries.length / columns, x.length / columns];
  const indices: number[] = [];
  const distances: number[] = [];
  for (let i = 0; i < m; i++) {
    const all = Array.from({ length: n }, (_, index) => {
      let squared = 0;
      for (let c = 0; c < columns; c++) squared += (queries[i * columns + c]! - x[index * columns + c]!) ** 2;
      return { index, squared };
    }).filter(({ index }) => !(own && index === i));
    all.sort((a, b) => a.squared - b.squared || a.index - b.index);
    indices.push(...all.slice(0, k).map(({ index }) => index));
    distances.push(...all.slice(0, k).map(({ squared }) => Math.fround(Math.sqrt(squared))));
  }
  return { indices: Int32Array.from(indices), distances: Float32Array.from(distances) };
}

const draw = (size: number, value: (random: Random) => number) => {
  const random = new Random(7);
  return Float32Array.from({ length: size }, () => value(random));
};

const cases = [
  { name: "normal rows", rows: 700, columns: 20, k: 7, value: (r: Random) => r.normal() },
  { name: "far from the origin", rows: 300, columns: 3, k: 4, value: (r: Random) => 4096 + r.normal() },
  { name: "equal distances", rows: 400, columns: 3, k: 10, value: (r: Random) => r.integer(3) },
  { name: "all rows equal", rows: 90, columns: 2, k: 5, value: () => 0.3 },
  { name: "one column", rows: 500, columns: 1, k: 3, value: (r: Random) => r.normal() },
  { name: "tiny values", rows: 120, columns: 5, k: 3, value: (r: Random) => 1e-30 * r.normal() },
  { name: "huge values", rows: 120, columns: 5, k: 3, value: (r: Random) => 1e30 * r.normal() },
  { name: "few rows among many columns", rows: 9, columns: 1100, k: 8, value: (r: Random) => r.normal() },
  {
    name: "more neighbours than a kernel keeps",
    rows: 400,
    columns: 4,
    k: 390,
    value: (r: Random) => r.normal(),
  },
];

describe.each(testDevices)("nearest neighbours [$kind]", ({ skip, open }) => {
  let device: Device;
  beforeAll(async () => {
    if (!skip) device = await open();
  });
  afterAll(() => device?.close());

  it.skipIf(skip).each(cases)("equals float64 distances of all pairs: $name", async (c) => {
    const values = draw(c.rows * c.columns, c.value);
    using x = tensor(device, values, [c.rows, c.columns]);
    const { indices, distances } = await kNeighbours("test", x, c.k);
    expect({ indices, distances }).toEqual(bruteForce(values, values, c.columns, c.k, true));
    const few = values.subarray(0, Math.ceil(c.rows / 3) * c.columns).map((value) => value * 1.01);
    using queries = tensor(device, few, [few.length / c.columns, c.columns]);
    const of = await kNeighboursOf("test", queries, x, c.k);
    expect({ indices: of.indices, distances: of.distances }).toEqual(
      bruteForce(few, values, c.columns, c.k, false),
    );
  });

  it.skipIf(skip)("finds the nearest of queries that float32 products cannot hold", async () => {
    using x = tensor(device, Float32Array.of(1, 2, 3, 4), [4, 1]);
    using queries = tensor(device, Float32Array.of(3e38, -3e38), [2, 1]);
    const { indices } = await kNeighboursOf("test", queries, x, 1);
    expect([...indices]).toEqual([0, 0]); // All distances are equal in float64.
  });

  it.skipIf(skip)("restores from its state, and refuses others", async () => {
    const values = draw(60, (r) => r.normal());
    using x = tensor(device, values, [20, 3]);
    const model = await new NearestNeighbors({ neighbors: 2 }).fit(x);
    const again = NearestNeighbors.restore(model.state());
    expect(await again.kneighbors(device)).toEqual(await kNeighbours("test", x, 2));
    expect(await again.kneighbors(x, 3)).toEqual(await kNeighboursOf("test", x, x, 3));
    const { options } = model.state();
    expect(() => NearestNeighbors.restore({ options, arrays: {} })).toThrow(DataError);
    const shape = [20, 4];
    expect(() => NearestNeighbors.restore({ options, arrays: { x: { shape, data: values } } })).toThrow(
      DataError,
    );
    expect(() => NearestNeighbors.restore({ options: { neighbors: 0 }, arrays: {} })).toThrow(ArgumentError);
  });

  it.skipIf(skip)("refuses what it cannot answer", async () => {
    using x = tensor(device, Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2]);
    using bad = tensor(device, Float32Array.of(1, 2, Number.NaN, 4), [2, 2]);
    using narrow = tensor(device, Float32Array.of(1, 2), [2, 1]);
    await expect(kNeighbours("test", x, 3)).rejects.toThrow(/3 neighbours of 2 other rows/);
    await expect(kNeighbours("test", x, 0)).rejects.toThrow(ArgumentError);
    await expect(kNeighbours("test", bad, 1)).rejects.toThrow(/row 1 of x holds NaN/);
    await expect(kNeighboursOf("test", bad, x, 1)).rejects.toThrow(DataError);
    await expect(kNeighboursOf("test", narrow, x, 1)).rejects.toThrow(ShapeError);
    await expect(new NearestNeighbors().kneighbors(x)).rejects.toThrow(/call fit first/);
    expect(() => new NearestNeighbors({ neighbors: 1.5 })).toThrow(ArgumentError);
  });
});
