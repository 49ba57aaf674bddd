import { describe, expect, it } from "vitest";
import { KMeans, type KMeansOptions } from "../../src/clustering/kmeans/kmeans.js";
import { loadMnist } from "../../src/data/mnist.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DataError, ShapeError } from "../../src/errors.js";
import { clusteringAccuracy } from "../../src/metrics/accuracy.js";
import { Random } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";
import { lloyd64 } from "./lloyd64.js";

/** Sixty rows of three columns, the last far from the origin. */
const patterns = Array.from({ length: 60 }, (_, n) => [
  ((n * 37) % 101) / 10 + 4 * (n % 3),
  ((n * 53) % 97) / 10,
  1000 + ((n * 29) % 89) / 20 - 3 * (n % 2),
]).flat();

/*
 * From scikit-learn 1.2.1, with `patterns` as a float64 array x of 60 rows:
 *
 *   m = KMeans(4, init=x[:4], n_init=1, algorithm="lloyd").fit(x)
 *   m.inertia_, m.n_iter_, m.labels_, m.cluster_centers_
 *   m.transform(x[:2]), m.predict([[0, 0, 1000], [15, 5, 1002]])
 */
const golden = {
  inertia: 674.058233031674,
  iterations: 9,
  labels: "012302312310321021321102012102112012312011310321022131102032",
  centers: [
    [5.730769230769231, 1.215384615384615, 1000.95],
    [9.2, 6.05, 999.715],
    [14.170588235294119, 4.264705882352941, 1000.65],
    [3.77, 6.34, 1002.91],
  ].flat(),
  distances: [
    [5.934759956374308, 11.014704943853024, 14.81269007294704, 7.929476653598242],
    [5.178025942640131, 2.100648709369698, 6.912332892787132, 6.0347410880771255],
  ].flat(),
  predicted: [0, 2],
};

/*
 * The same with init=np.array([x[0], x[1], [1e3, 1e3, 1e3], x[3]]): no row is near the third
 * centre, which must move to the row farthest from the others.
 */
const goldenRelocated = {
  inertia: 690.1742207792206,
  iterations: 7,
  labels: "012302012310311011321101032102112012312011310321021331102032",
};

/*
 * From scikit-learn 1.2.1, x being the first `images` of MNIST's training images as float64 / 255, y their digits:
 *
 *   m = KMeans(10, init=x[:10], n_init=1, algorithm="lloyd").fit(x)
 *   c = np.zeros((10, 10)); np.add.at(c, (m.labels_, y), 1)
 *   m.inertia_, c[linear_sum_assignment(-c)].sum() / images
 */
const goldenDigits = {
  native: { images: 60_000, inertia: 2353216.091115523, accuracy: 0.53935 },
  webgpu: { images: 1000, inertia: 37176.63173045444, accuracy: 0.472 },
};

/** `clusters` clouds of `each` rows about corners of a cube, in turn. */
function clouds(clusters: number, each: number, cols: number): number[] {
  const random = new Random(5);
  return Array.from({ length: clusters * each * cols }, (_, i) => {
    const cluster = Math.floor(i / cols) % clusters;
    return 10 * ((cluster >> (i % cols)) & 1) + 0.5 * random.normal();
  });
}

/** The first of the least of each row's `clusters` distances. */
function nearestByDistance(distances: Float32Array, clusters: number): number[] {
  return Array.from({ length: distances.length / clusters }, (_, n) => {
    const row = distances.subarray(n * clusters, (n + 1) * clusters);
    return row.indexOf(Math.min(...row));
  });
}

const digits = (labels: string) => Array.from(labels, Number);
/** As closely as float32 data about 1000 allow. */
function expectClose(got: ArrayLike<number>, want: readonly number[]) {
  expect(got.length).toBe(want.length);
  want.forEach((value, i) => {
    expect(Math.abs(got[i]! - value), `element ${i}`).toBeLessThan(2e-4);
  });
}

describe("KMeans options", () => {
  const rejected: [string, KMeansOptions, RegExp][] = [
    ["no cluster", { clusters: 0 }, /clusters is 0: give a whole number from 1 up/],
    ["less than none", { clusters: -1 }, /clusters is -1/],
    ["half a cluster", { clusters: 2.5 }, /clusters is 2.5/],
    ["no run", { clusters: 2, nInit: 0 }, /nInit is 0/],
    ["no iteration", { clusters: 2, maxIterations: 0 }, /maxIterations is 0/],
    ["a negative tolerance", { clusters: 2, tolerance: -1 }, /tolerance is -1: give a number from 0 up/],
    ["a tolerance of NaN", { clusters: 2, tolerance: Number.NaN }, /tolerance is NaN/],
    ["a negative seed", { clusters: 2, seed: -1 }, /seed is -1/],
    ["an unknown start", { clusters: 2, init: "random" as "k-means++" }, /init is random: use "k-means\+\+"/],
    ["centres of NaN", { clusters: 1, init: [Number.NaN] }, /init holds values that are not finite/],
    ["centres beyond float32", { clusters: 1, init: [1e39] }, /init holds values that are not finite/],
    ["several runs from given centres", { clusters: 1, init: [0], nInit: 2 }, /leave nInit at 1/],
  ];
  it.each(rejected)("rejects %s", (_, options, message) => {
    expect(() => new KMeans(options)).toThrow(ArgumentError);
    expect(() => new KMeans(options)).toThrow(message);
  });

  it("has no result before fit", () => {
    const kmeans = new KMeans({ clusters: 2 });
    for (const key of ["labels", "inertia", "iterations", "clusterCenters"] as const) {
      expect(() => kmeans[key]).toThrow(/call fit first/);
    }
  });
});

describe("KMeans on the native device", () => {
  it("gives the same bits for any number of threads", async () => {
    const values = Float32Array.from(clouds(5, 2000, 20));
    const results = [];
    for (const threads of [1, 2, 3]) {
      using device = await openDevice("native", { threads });
      using x = tensor(device, values, [10_000, 20]);
      const { clusterCenters, inertia } = await new KMeans({ clusters: 8 }).fit(x);
      results.push({ clusterCenters, inertia });
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });
});

onEachDevice("KMeans", (device, kind) => {
  const matrix = (values: ArrayLike<number>, cols: number) =>
    tensor(device, Float32Array.from(values), [values.length / cols, cols]);

  it("agrees with scikit-learn on a small set", async () => {
    using x = matrix(patterns, 3);
    const kmeans = new KMeans({ clusters: 4, init: patterns.slice(0, 12) });
    await kmeans.fit(x);
    expect([...kmeans.labels]).toEqual(digits(golden.labels));
    expect(kmeans.iterations).toBe(golden.iterations);
    expect(kmeans.inertia / golden.inertia).toBeCloseTo(1, 5);
    expectClose(kmeans.clusterCenters, golden.centers);
    using two = matrix(patterns.slice(0, 6), 3);
    expectClose(await kmeans.transform(two), golden.distances);
    using others = matrix([0, 0, 1000, 15, 5, 1002], 3);
    expect([...(await kmeans.predict(others))]).toEqual(golden.predicted);
    expect([...(await kmeans.predict(x))]).toEqual([...kmeans.labels]);
  });

  it("moves an empty cluster to the farthest row, as scikit-learn does", async () => {
    using x = matrix(patterns, 3);
    const init = patterns.slice(0, 12).fill(1000, 6, 9);
    const kmeans = await new KMeans({ clusters: 4, init }).fit(x);
    expect([...kmeans.labels]).toEqual(digits(goldenRelocated.labels));
    expect(kmeans.iterations).toBe(goldenRelocated.iterations);
    expect(kmeans.inertia / goldenRelocated.inertia).toBeCloseTo(1, 5);
  });

  it.each([4125, 22232, 40253])("goes on from a cluster relocated late (seed %d)", async (seed) => {
    const random = new Random(seed);
    const values = Float32Array.from({ length: 180 }, () => Math.round(100 * random.normal()) / 10);
    // The first four centres lie beside the rows.
    const init = Float32Array.from({ length: 18 }, (_, i) => 3 * random.normal() + (i < 8 ? 6 : 0));
    const expected = lloyd64(values, 2, init, 50);
    // While further iterations are in flight, with more to come.
    expect(expected.relocations.at(-1)).toBeGreaterThan(1);
    expect(expected.iterations).toBeGreaterThan(9);
    using x = matrix(values, 2);
    const kmeans = await new KMeans({ clusters: 9, init, tolerance: 0 }).fit(x);
    expect(kmeans.iterations).toBe(expected.iterations);
    expect([...kmeans.labels]).toEqual(expected.labels);
    expectClose(kmeans.clusterCenters, [...expected.centers]);
  });

  it("stops after maxIterations, its labels by the centres it returns", async () => {
    using x = matrix(patterns, 3);
    const kmeans = new KMeans({ clusters: 4, init: patterns.slice(0, 12), maxIterations: 2 });
    await kmeans.fit(x);
    expect(kmeans.iterations).toBe(2);
    expect([...(await kmeans.predict(x))]).toEqual([...kmeans.labels]);
  });

  it("finds clouds that lie apart by k-means++", async () => {
    using x = matrix(clouds(32, 40, 6), 6);
    const labels = await new KMeans({ clusters: 32 }).fitPredict(x);
    const truth = labels.map((_, row) => row % 32);
    expect(clusteringAccuracy(truth, labels).accuracy).toBe(1);
  });

  it("gives the same bits for the same seed, and keeps the best of several runs", async () => {
    using x = matrix(patterns, 3);
    const run = (options: Partial<KMeansOptions>) => new KMeans({ clusters: 7, seed: 3, ...options }).fit(x);
    const [one, again, other, five] = [
      await run({}),
      await run({}),
      await run({ seed: 4 }),
      await run({ nInit: 5 }),
    ];
    expect(again.clusterCenters).toEqual(one.clusterCenters);
    expect(again.inertia).toBe(one.inertia);
    expect(other.clusterCenters).not.toEqual(one.clusterCenters);
    expect(five.inertia).toBeLessThanOrEqual(one.inertia);
  });

  it("takes one cluster: the mean", async () => {
    using x = matrix(patterns, 3);
    const kmeans = await new KMeans({ clusters: 1 }).fit(x);
    const mean = [0, 1, 2].map((c) => patterns.reduce((sum, v, i) => sum + (i % 3 === c ? v : 0), 0) / 60);
    expectClose(kmeans.clusterCenters, mean);
    const inertia = patterns.reduce((sum, v, i) => sum + (v - mean[i % 3]!) ** 2, 0);
    expect(kmeans.inertia / inertia).toBeCloseTo(1, 5);
    expect(new Set(kmeans.labels)).toEqual(new Set([0]));
  });

  it("takes as many clusters as rows", async () => {
    using x = matrix(patterns, 3);
    const kmeans = await new KMeans({ clusters: 60 }).fit(x);
    expect(new Set(kmeans.labels).size).toBe(60);
    expect(kmeans.inertia).toBeLessThan(1e-6);
  });

  it("takes rows that are all the same", async () => {
    using x = matrix(Array(300).fill(0.25), 3);
    const kmeans = await new KMeans({ clusters: 3 }).fit(x);
    expect(kmeans.inertia).toBe(0);
    expect([...kmeans.clusterCenters]).toEqual(Array(9).fill(0.25));
  });

  it.each([2 ** 83, 2 ** -83, 2 ** 115, 2 ** -120])(
    "gives the same labels for rows times %d",
    async (factor) => {
      using x = matrix(patterns, 3);
      using scaled = matrix(
        patterns.map((value) => Math.fround(value) * factor),
        3,
      );
      const want = await new KMeans({ clusters: 5 }).fit(x);
      const got = await new KMeans({ clusters: 5 }).fit(scaled);
      expect([...got.labels]).toEqual([...want.labels]);
      expect(got.iterations).toBe(want.iterations);
      expect(got.inertia / factor / factor / want.inertia).toBeCloseTo(1, 5);
      expectClose(
        got.clusterCenters.map((value) => value / factor),
        [...want.clusterCenters],
      );
      expect([...(await got.predict(scaled))]).toEqual([...got.labels]);
      const distances = await got.transform(scaled);
      expectClose(
        distances.map((value) => value / factor),
        [...(await want.transform(x))],
      );
    },
  );

  it("classifies rows much larger than those it was fitted to", async () => {
    using x = matrix([-1, 0, 1], 1);
    using far = matrix([-1e30, 1e25, 0.5], 1);
    const kmeans = await new KMeans({ clusters: 2, init: [-1, 1] }).fit(x);
    // As far from both in float32, and even in float64.
    expect([...(await kmeans.predict(far))]).toEqual([0, 0, 1]);
    const distances = await kmeans.transform(far);
    expectClose([distances[0]! / 1e30, distances[3]! / 1e25, distances[4]!, distances[5]!], [1, 1, 1, 0.5]);
  });

  it("takes a constant feature beside small ones", async () => {
    const values = patterns.map((value, i) => (i % 3 === 1 ? 4096 : i % 3 === 2 ? 0 : value / 1024));
    using x = matrix(values, 3);
    using alone = matrix(
      values.filter((_, i) => i % 3 === 0),
      1,
    );
    const want = await new KMeans({ clusters: 4 }).fitPredict(alone);
    expect([...(await new KMeans({ clusters: 4 }).fitPredict(x))]).toEqual([...want]);
  });

  it("gives the nearest centres to rows far from the mean", async () => {
    const random = new Random(11);
    // Pairs of places 100 apart, the pairs a million; rows 60 around each place.
    const places = [-1e6, -1e6 + 100, 1e6, 1e6 + 100];
    const values = Float32Array.from({ length: 3000 }, (_, i) =>
      i % 3 === 0 ? places[(i / 3) % 4]! + 60 * (random.uniform() - 0.5) : 1e6 * random.uniform(),
    );
    using x = matrix(values, 3);
    const init = places.flatMap((place) => [place, 5e5, 5e5]);
    const kmeans = await new KMeans({ clusters: 4, init, maxIterations: 3 }).fit(x);
    expect([...kmeans.labels]).toEqual(nearestByDistance(await kmeans.transform(x), 4));
    expect([...(await kmeans.predict(x))]).toEqual([...kmeans.labels]);
  });

  it("gives a row as far from several centres to the first", async () => {
    using x = matrix([0, 0, 3, 0, 0, 3, -3, 0, 0, -3], 2);
    const init = [1, 1, -1, 1, 1, -1, -1, -1];
    const kmeans = await new KMeans({ clusters: 4, init, maxIterations: 1, tolerance: 1e9 }).fit(x);
    expect([...kmeans.labels]).toEqual(nearestByDistance(await kmeans.transform(x), 4));
  });

  it("leaves no memory behind", async () => {
    using x = matrix(patterns, 3);
    const before = device.memory.liveBuffers;
    const kmeans = await new KMeans({ clusters: 5, nInit: 2 }).fit(x);
    await kmeans.predict(x);
    await kmeans.transform(x);
    using bad = matrix([Number.NaN, 1, 2], 1);
    await expect(new KMeans({ clusters: 2 }).fit(bad)).rejects.toThrow(DataError);
    expect(device.memory.liveBuffers).toBe(before + 1);
  });

  it("says what is wrong with the data", async () => {
    using x = matrix(patterns, 3);
    using narrow = matrix(patterns, 2);
    using infinite = matrix([1, 2, Number.POSITIVE_INFINITY, 4, 5, 6], 3);
    using whole = tensor(device, Uint32Array.of(1, 2, 3, 4), [2, 2]);
    using flat = tensor(device, [1, 2, 3], [3]);
    const cluster = (clusters: number, data = x, init?: number[]) => new KMeans({ clusters, init }).fit(data);
    await expect(cluster(61)).rejects.toThrow(
      new DataError("KMeans.fit: 60 rows cannot fill 61 clusters: give more rows or fewer clusters"),
    );
    await expect(cluster(2, infinite)).rejects.toThrow(
      /row 0 of x holds NaN or infinite values: leave that row out/,
    );
    // @ts-expect-error The compiler refuses it, too.
    await expect(cluster(2, whole)).rejects.toThrow(/x is \[2, 2\] of u32: give one row of float32/);
    await expect(cluster(2, flat)).rejects.toThrow(ShapeError);
    await expect(cluster(2, x, [1, 2, 3])).rejects.toThrow(
      /init has 3 values, 2 centres of 3 columns take 6/,
    );
    const kmeans = await cluster(2);
    await expect(kmeans.predict(narrow)).rejects.toThrow(/x has 2 columns, fit got 3/);
    await expect(kmeans.predict(infinite)).rejects.toThrow(/KMeans.predict: row 0 of x holds NaN/);
    await expect(kmeans.transform(infinite)).rejects.toThrow(/KMeans.transform: row 0 of x holds NaN/);
  });

  const { images, inertia, accuracy } = goldenDigits[kind];
  it(`agrees with scikit-learn on ${images} digits`, async () => {
    const { train } = await loadMnist();
    const pixels = new Float32Array(images * 784);
    for (let i = 0; i < pixels.length; i++) pixels[i] = train.pixels[i]! / 255;
    using x = matrix(pixels, 784);
    const kmeans = new KMeans({ clusters: 10, init: pixels.subarray(0, 7840) });
    const labels = await kmeans.fitPredict(x);
    const got = clusteringAccuracy(train.labels!.subarray(0, images), labels).accuracy;
    expect(Math.abs(got / accuracy - 1)).toBeLessThan(0.01);
    expect(Math.abs(kmeans.inertia / inertia - 1)).toBeLessThan(1e-4);
  });
});
