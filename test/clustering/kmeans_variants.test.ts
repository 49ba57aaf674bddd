import { describe, expect, it } from "vitest";
import { KMeans } from "../../src/clustering/kmeans/kmeans.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DataError } from "../../src/errors.js";
import { Random } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

/** Sixty rows of three columns. */
const patterns = Array.from({ length: 60 }, (_, n) => [
  ((n * 37) % 101) / 10 + 4 * (n % 3),
  ((n * 53) % 97) / 10,
  1000 + ((n * 29) % 89) / 20 - 3 * (n % 2),
]).flat();
/** A quarter of the rows do not count. */
const weights = Array.from({ length: 60 }, (_, n) => n % 4);

/*
 * From scikit-learn 1.4.2:
 *
 *   n = np.arange(60)
 *   x = np.stack([(n*37%101)/10 + 4*(n%3), (n*53%97)/10, 1000 + (n*29%89)/20 - 3*(n%2)], 1)
 *   m = KMeans(4, init=x[:4], n_init=1, algorithm="lloyd").fit(x, sample_weight=n % 4)
 *   m.inertia_, m.n_iter_, m.labels_, m.cluster_centers_
 */
const weighted = {
  inertia: 929.9856188391127,
  iterations: 4,
  labels: "012302312310321011321101012102112012312011310321022131102032",
  centers: [
    [5.2562500000000005, 1.1625, 1000.425],
    [9.355263157894736, 6.1499999999999995, 999.5381578947369],
    [14.269565217391305, 3.252173913043478, 1000.3],
    [3.6692307692307686, 6.661538461538461, 1002.7269230769231],
  ].flat(),
};

/*
 * From NumPy, with the same x:
 *
 *   y = x - [8, 5, 1000]; y /= np.linalg.norm(y, axis=1, keepdims=True); c = y[:4]
 *   for i in range(100):
 *     l = (y @ c.T).argmax(1); new = np.stack([y[l == k].sum(0) for k in range(4)])
 *     new /= np.linalg.norm(new, axis=1, keepdims=True)
 *     if np.allclose(new, c, atol=1e-12): break
 *     c = new
 *   l, ((y - c[l]) ** 2).sum(), c
 */
const spherical = {
  inertia: 23.855748660478277,
  labels: "012302012320322022322002012202212022312021310321022331302032",
  centers: [
    [-0.48712687575994423, -0.8212176712782756, 0.297168262338609],
    [0.34458662659627437, 0.33196157756636524, -0.878101114787272],
    [0.9764815427180115, 0.027488220254878237, 0.21384151719970498],
    [-0.7186250215895086, 0.39228942715944753, 0.574183841364759],
  ].flat(),
};
const directions = patterns.map((value, i) => value - [8, 5, 1000][i % 3]!);

const digits = (labels: string) => Array.from(labels, Number);
const largestDifference = (a: ArrayLike<number>, b: readonly number[]) =>
  Math.max(...b.map((value, i) => Math.abs(value - a[i]!)));

describe("KMeans options", () => {
  it("rejects an unknown metric", () => {
    const metric = "manhattan" as "cosine";
    expect(() => new KMeans({ clusters: 2, metric })).toThrow(
      new ArgumentError("KMeans: metric manhattan is unknown: choose one of euclidean, cosine"),
    );
  });
});

describe("KMeans on the native device", () => {
  it.each(["euclidean", "cosine"] as const)(
    "with weights gives the same bits for any number of threads (%s)",
    async (metric) => {
      const random = new Random(3);
      const values = Float32Array.from({ length: 30_000 }, () => random.normal());
      const sampleWeight = Float32Array.from({ length: 3000 }, () => random.uniform());
      const results = [];
      for (const threads of [1, 2]) {
        using device = await openDevice("native", { threads });
        using x = tensor(device, values, [3000, 10]);
        const { clusterCenters, inertia } = await new KMeans({ clusters: 8, metric }).fit(x, {
          sampleWeight,
        });
        results.push({ clusterCenters, inertia });
      }
      expect(results[1]).toEqual(results[0]);
    },
  );
});

onEachDevice("KMeans", (device) => {
  const matrix = (values: ArrayLike<number>, cols: number) =>
    tensor(device, Float32Array.from(values), [values.length / cols, cols]);

  it("agrees with scikit-learn on weighted rows", async () => {
    using x = matrix(patterns, 3);
    const kmeans = new KMeans({ clusters: 4, init: patterns.slice(0, 12) });
    expect([...(await kmeans.fitPredict(x, { sampleWeight: weights }))]).toEqual(digits(weighted.labels));
    expect(kmeans.iterations).toBe(weighted.iterations);
    expect(kmeans.inertia / weighted.inertia).toBeCloseTo(1, 5);
    expect(largestDifference(kmeans.clusterCenters, weighted.centers)).toBeLessThan(2e-4);
  });

  it("weighs rows as if they came so many times", async () => {
    const times = patterns.flatMap((_, i) => {
      const n = Math.floor(i / 3);
      return i % 3 === 0
        ? Array(weights[n])
            .fill(patterns.slice(i, i + 3))
            .flat()
        : [];
    });
    using x = matrix(patterns, 3);
    using repeated = matrix(times, 3);
    const init = patterns.slice(0, 15);
    const one = await new KMeans({ clusters: 5, init, tolerance: 0 }).fit(x, { sampleWeight: weights });
    const many = await new KMeans({ clusters: 5, init, tolerance: 0 }).fit(repeated);
    expect(largestDifference(one.clusterCenters, [...many.clusterCenters])).toBeLessThan(2e-4);
    expect(one.inertia / many.inertia).toBeCloseTo(1, 5);
  });

  it("begins at rows that count", async () => {
    // Of each of four places, one row in fifty counts: the others lie elsewhere.
    const random = new Random(2);
    const places = [0, 30, 60, 90];
    const values = Float32Array.from({ length: 400 }, (_, i) =>
      i % 50 === 0 ? places[(i / 50) % 4]! : 1000 * random.normal(),
    );
    using x = matrix(values, 1);
    const sampleWeight = values.map((_, i) => (i % 50 === 0 ? 5e20 : 1e-20));
    const kmeans = await new KMeans({ clusters: 4 }).fit(x, { sampleWeight });
    expect([...kmeans.clusterCenters].sort((a, b) => a - b)).toEqual(places);
    expect(kmeans.labels.length).toBe(400);
  });

  it("compares directions of rows whose squares float32 cannot hold beside each other", async () => {
    using x = tensor(device, [1e25, 0, 0, 1e25, 1, 2, 4, 3], [4, 2]);
    const labels = await new KMeans({ clusters: 2, metric: "cosine", nInit: 4 }).fitPredict(x);
    expect([labels[2], labels[3]]).toEqual([labels[1], labels[0]]);
    expect(labels[0]).not.toBe(labels[1]);
  });

  it("finds directions with the metric cosine", async () => {
    using x = matrix(directions, 3);
    const kmeans = new KMeans({ clusters: 4, init: directions.slice(0, 12), metric: "cosine", tolerance: 0 });
    expect([...(await kmeans.fitPredict(x))]).toEqual(digits(spherical.labels));
    expect(kmeans.inertia / spherical.inertia).toBeCloseTo(1, 5);
    expect(largestDifference(kmeans.clusterCenters, spherical.centers)).toBeLessThan(1e-5);
    using scaled = matrix(
      directions.map((value, i) => value * 2 ** (Math.floor(i / 3) % 20)),
      3,
    );
    expect([...(await kmeans.predict(scaled))]).toEqual(digits(spherical.labels));
    const distances = await kmeans.transform(scaled);
    const squares = kmeans.labels.reduce((sum, label, row) => sum + distances[4 * row + label]! ** 2, 0);
    expect(squares / spherical.inertia).toBeCloseTo(1, 5);
  });

  it("seeds directions, and counts weights there, too", async () => {
    const random = new Random(7);
    const axes = [
      [1, 0, 0],
      [0, 1, 0],
      [-1, -1, 1],
    ];
    const values = Array.from({ length: 90 }, (_, n) => {
      const length = 10 ** (3 * random.uniform());
      return axes[n % 3]!.map((value) => length * (value + 0.05 * random.normal()));
    }).flat();
    using x = matrix(values, 3);
    const sampleWeight = Array.from({ length: 90 }, (_, n) => 1 + (n % 5));
    const labels = await new KMeans({ clusters: 3, metric: "cosine" }).fitPredict(x, { sampleWeight });
    labels.forEach((label, n) => {
      expect(label).toBe(labels[n % 3]);
    });
    expect(new Set(labels).size).toBe(3);
  });

  it("leaves no memory behind", async () => {
    using x = matrix(directions, 3);
    const before = device.memory.liveBuffers;
    for (const metric of ["euclidean", "cosine"] as const) {
      const kmeans = await new KMeans({ clusters: 5, metric }).fit(x, { sampleWeight: weights });
      await kmeans.predict(x);
      await kmeans.transform(x);
    }
    using zeros = matrix([1, 2, 0, 0, 3, 4], 2);
    await expect(new KMeans({ clusters: 2, metric: "cosine" }).fit(zeros)).rejects.toThrow(
      new DataError("KMeans.fit: row 1 of x is all zeros and has no direction: leave it out"),
    );
    expect(device.memory.liveBuffers).toBe(before + 1);
  });

  it("says what is wrong with weights and directions", async () => {
    using x = matrix(directions, 3);
    using infinite = matrix([1, 2, Number.NaN, 4], 2);
    const weigh = (sampleWeight: number[]) => new KMeans({ clusters: 3 }).fit(x, { sampleWeight });
    await expect(weigh([1, 2])).rejects.toThrow(/2 weights for 60 rows: give one for each row/);
    await expect(weigh(weights.map((w, n) => (n === 7 ? -1 : w)))).rejects.toThrow(
      /the weight of row 7 is -1: give a number from 0 up/,
    );
    await expect(weigh(weights.map((_, n) => (n < 2 ? 1 : 0)))).rejects.toThrow(
      /2 rows with a weight cannot fill 3 clusters/,
    );
    await expect(new KMeans({ clusters: 1, metric: "cosine" }).fit(infinite)).rejects.toThrow(
      /row 1 of x holds NaN/,
    );
  });
});
