import { describe, expect, it } from "vitest";
import { BalancedKMeans, type BalancedKMeansOptions } from "../../src/clustering/balanced/balanced_kmeans.js";
import { toSizes, wholeSizes } from "../../src/clustering/balanced/exact_sizes.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DataError, ShapeError } from "../../src/errors.js";
import { clusteringAccuracy } from "../../src/metrics/accuracy.js";
import { Random } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

/** Clouds of given sizes about places on a line, in two columns. */
function clouds(sizes: readonly number[], apart: number): Float32Array<ArrayBuffer> {
  const random = new Random(6);
  return Float32Array.from(
    sizes.flatMap((size, k) =>
      Array.from({ length: 2 * size }, (_, i) => (i % 2 === 0 ? apart * k : 0) + random.normal()),
    ),
  );
}

function sizesOf(labels: Int32Array, clusters: number): number[] {
  const sizes = Array(clusters).fill(0);
  for (const label of labels) sizes[label]++;
  return sizes;
}

describe("BalancedKMeans options", () => {
  const rejected: [string, BalancedKMeansOptions, RegExp][] = [
    ["no cluster", { clusters: 0 }, /^BalancedKMeans: clusters is 0: give a whole number from 1 up/],
    ["no softness", { clusters: 2, epsilon: 0 }, /epsilon is 0: give a number above 0/],
    ["a size too few", { clusters: 2, sizes: [1] }, /sizes has 1 numbers for 2 clusters: give one for each/],
    ["an empty cluster", { clusters: 2, sizes: [1, 0] }, /sizes are 1, 0: give numbers above 0/],
    ["a tolerance of NaN", { clusters: 2, tolerance: Number.NaN }, /tolerance is NaN/],
    ["half a seed", { clusters: 2, seed: 0.5 }, /seed is 0.5/],
  ];
  it.each(rejected)("rejects %s", (_, options, message) => {
    expect(() => new BalancedKMeans(options)).toThrow(ArgumentError);
    expect(() => new BalancedKMeans(options)).toThrow(message);
  });
});

describe("labels of given sizes", () => {
  it("shares out what is left by the largest remainders", () => {
    expect([...wholeSizes(Float64Array.of(0.5, 0.3, 0.2), 7)]).toEqual([4, 2, 1]);
    expect([...wholeSizes(Float64Array.of(0.25, 0.25, 0.25, 0.25), 6)]).toEqual([2, 2, 1, 1]);
  });

  it.each([1, 2, 3, 4, 5, 6])("cost least of all, as trying all of them finds (seed %d)", (seed) => {
    const random = new Random(seed);
    const costs = Float32Array.from({ length: 24 }, () => random.normal());
    const sizes = Int32Array.of(2, 3, 3);
    let least = Number.POSITIVE_INFINITY;
    for (let code = 0; code < 3 ** 8; code++) {
      const labels = Int32Array.from({ length: 8 }, (_, row) => Math.floor(code / 3 ** row) % 3);
      if (sizesOf(labels, 3).some((size, k) => size !== sizes[k])) continue;
      least = Math.min(least, costOf(labels));
    }
    const labels = Int32Array.from({ length: 8 }, (_, row) => {
      const own = costs.subarray(3 * row, 3 * row + 3);
      return own.indexOf(Math.min(...own));
    });
    toSizes(labels, costs, new Float64Array(3), sizes);
    expect(sizesOf(labels, 3)).toEqual([...sizes]);
    expect(costOf(labels)).toBeCloseTo(least, 5);

    function costOf(labels: Int32Array): number {
      return labels.reduce((sum, label, row) => sum + costs[3 * row + label]!, 0);
    }
  });
});

describe("BalancedKMeans on the native device", () => {
  it("ends with the signal's reason", async () => {
    using device = await openDevice("native");
    using x = tensor(device, clouds([20, 20], 5), [40, 2]);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(new BalancedKMeans({ clusters: 2 }).fitPredict(x, { signal })).rejects.toThrow("enough");
  });

  it("gives the same bits for any number of threads", async () => {
    const results = [];
    for (const threads of [1, 2]) {
      using device = await openDevice("native", { threads });
      using x = tensor(device, clouds([500, 300, 700], 3), [1500, 2]);
      const { clusterCenters, labels, inertia } = await new BalancedKMeans({ clusters: 4 }).fit(x);
      results.push({ clusterCenters, labels, inertia });
    }
    expect(results[1]).toEqual(results[0]);
  });
});

onEachDevice("BalancedKMeans", (device) => {
  it("finds clouds of one size that lie close", async () => {
    using x = tensor(device, clouds([200, 200, 200, 200], 5), [800, 2]);
    const labels = await new BalancedKMeans({ clusters: 4, nInit: 5 }).fitPredict(x);
    expect(sizesOf(labels, 4)).toEqual([200, 200, 200, 200]);
    const truth = labels.map((_, row) => Math.floor(row / 200));
    expect(clusteringAccuracy(truth, labels).accuracy).toBeGreaterThan(0.98);
  });

  it("cuts clouds of unequal sizes into clusters of one size", async () => {
    using x = tensor(device, clouds([700, 200, 101], 10), [1001, 2]);
    const exact = await new BalancedKMeans({ clusters: 3 }).fit(x);
    expect(sizesOf(exact.labels, 3).sort()).toEqual([333, 334, 334]);
    const near = await new BalancedKMeans({ clusters: 3, exact: false }).fit(x);
    // The plan shares out the rows at the border: by the larger share alone, sizes are off by up to a tenth.
    for (const size of sizesOf(near.labels, 3)) expect(Math.abs(size - 1001 / 3)).toBeLessThan(33.4);
    // Exact sizes come with prices that share out the rows of fit alike, but for ties.
    for (const size of sizesOf(await exact.predict(x), 3)) expect(Math.abs(size - 1001 / 3)).toBeLessThan(5);
  });

  it("finds clouds of sizes that are given", async () => {
    using x = tensor(device, clouds([60, 240, 500], 8), [800, 2]);
    const labels = await new BalancedKMeans({ clusters: 3, sizes: [0.3, 1.2, 2.5], nInit: 3 }).fitPredict(x);
    expect(sizesOf(labels, 3)).toEqual([60, 240, 500]);
  });

  it("takes one row, one cluster, equal rows, a constant column, and as many clusters as rows", async () => {
    const fitted = async (values: number[], columns: number, clusters: number) => {
      using x = tensor(device, values, [values.length / columns, columns]);
      return await new BalancedKMeans({ clusters }).fit(x);
    };
    expect([...(await fitted([3, 4], 2, 1)).clusterCenters]).toEqual([3, 4]);
    const equal = await fitted(Array(12).fill(0.5), 2, 3);
    expect(sizesOf(equal.labels, 3)).toEqual([2, 2, 2]);
    expect(equal.inertia).toBe(0);
    expect(sizesOf((await fitted([0, 7, 1, 7, 9, 7, 8, 7], 2, 2)).labels, 2)).toEqual([2, 2]);
    expect(new Set((await fitted([1, 5, 9, 13], 1, 4)).labels).size).toBe(4);
  });

  it.each([2 ** 90, 2 ** -90])("gives the same labels for rows times %d", async (factor) => {
    const values = clouds([50, 20, 30], 6);
    using x = tensor(device, values, [100, 2]);
    using scaled = tensor(
      device,
      values.map((value) => value * factor),
      [100, 2],
    );
    const want = await new BalancedKMeans({ clusters: 4 }).fit(x);
    const got = await new BalancedKMeans({ clusters: 4 }).fit(scaled);
    expect(sizesOf(got.labels, 4)).toEqual([25, 25, 25, 25]);
    expect(got.inertia / factor / factor / want.inertia).toBeCloseTo(1, 3);
  });

  it("leaves no memory behind, and says what is wrong with the data", async () => {
    using x = tensor(device, clouds([50, 50], 6), [100, 2]);
    using narrow = tensor(device, [1, 2], [2, 1]);
    using infinite = tensor(device, [1, 2, 3, Number.NaN], [2, 2]);
    const before = device.memory.liveBuffers;
    const kmeans = await new BalancedKMeans({ clusters: 3 }).fit(x);
    await kmeans.predict(x);
    await expect(kmeans.predict(narrow)).rejects.toThrow(ShapeError);
    await expect(kmeans.predict(infinite)).rejects.toThrow(/row 1 of x holds NaN/);
    await expect(new BalancedKMeans({ clusters: 3 }).fit(narrow)).rejects.toThrow(
      new DataError("BalancedKMeans.fit: 2 rows cannot fill 3 clusters: give more rows or fewer clusters"),
    );
    await expect(new BalancedKMeans({ clusters: 1 }).fit(infinite)).rejects.toThrow(DataError);
    expect(device.memory.liveBuffers).toBe(before);
  });
});
