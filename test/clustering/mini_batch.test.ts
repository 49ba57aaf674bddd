import { describe, expect, it } from "vitest";
import { KMeans } from "../../src/clustering/kmeans/kmeans.js";
import { MiniBatchKMeans, type MiniBatchKMeansOptions } from "../../src/clustering/kmeans/mini_batch.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DataError, ShapeError } from "../../src/errors.js";
import { clusteringAccuracy } from "../../src/metrics/accuracy.js";
import { Random } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

/** `each` rows about each of the corners of a cube, in turn. */
function clouds(clusters: number, each: number, cols: number): Float32Array<ArrayBuffer> {
  const random = new Random(5);
  return Float32Array.from({ length: clusters * each * cols }, (_, i) => {
    const cluster = Math.floor(i / cols) % clusters;
    return 10 * ((cluster >> (i % cols)) & 1) + 0.5 * random.normal();
  });
}

describe("MiniBatchKMeans options", () => {
  const rejected: [string, MiniBatchKMeansOptions, RegExp][] = [
    ["no cluster", { clusters: 0 }, /^MiniBatchKMeans: clusters is 0: give a whole number from 1 up/],
    ["an empty batch", { clusters: 2, batchSize: 0 }, /batchSize is 0/],
    ["no pass", { clusters: 2, maxEpochs: 0 }, /maxEpochs is 0/],
    ["no patience", { clusters: 2, maxNoImprovement: 0.5 }, /maxNoImprovement is 0.5/],
    [
      "a ratio above 1",
      { clusters: 2, reassignmentRatio: 2 },
      /reassignmentRatio is 2: give a number from 0/,
    ],
    ["too small a sample", { clusters: 9, initSize: 8 }, /initSize is 8: give a whole number from 9 up/],
    ["centres of NaN", { clusters: 1, init: [Number.NaN] }, /init holds values that are not finite/],
  ];
  it.each(rejected)("rejects %s", (_, options, message) => {
    expect(() => new MiniBatchKMeans(options)).toThrow(ArgumentError);
    expect(() => new MiniBatchKMeans(options)).toThrow(message);
  });
});

describe("MiniBatchKMeans on the native device", () => {
  it("gives the same bits for any number of threads", async () => {
    const results = [];
    for (const threads of [1, 2]) {
      using device = await openDevice("native", { threads });
      using x = tensor(device, clouds(5, 2000, 20), [10_000, 20]);
      const { clusterCenters, labels } = await new MiniBatchKMeans({ clusters: 8 }).fit(x);
      results.push({ clusterCenters, labels });
    }
    expect(results[1]).toEqual(results[0]);
  });
});

onEachDevice("MiniBatchKMeans", (device) => {
  it("finds clouds that lie apart", async () => {
    using x = tensor(device, clouds(16, 100, 6), [1600, 6]);
    const labels = await new MiniBatchKMeans({ clusters: 16, batchSize: 128 }).fitPredict(x);
    const truth = labels.map((_, row) => row % 16);
    expect(clusteringAccuracy(truth, labels).accuracy).toBe(1);
  });

  it("keeps each centre at the mean of the rows that it got, in a stream", async () => {
    // Two places far apart: no row changes sides.
    const random = new Random(8);
    const values = Float32Array.from({ length: 1200 }, (_, i) => 1e4 * (i % 2) + random.normal());
    const kmeans = new MiniBatchKMeans({ clusters: 2, reassignmentRatio: 0 });
    for (let first = 0; first < 1200; first += 100) {
      using x = tensor(device, values.slice(first, first + 100), [100, 1]);
      await kmeans.partialFit(x);
      expect(kmeans.labels.length).toBe(100);
    }
    expect(kmeans.steps).toBe(12);
    const means = [0, 1].map(
      (side) => values.reduce((sum, v, i) => (i % 2 === side ? sum + v : sum), 0) / 600,
    );
    const got = [...kmeans.clusterCenters].sort((a, b) => a - b);
    got.forEach((center, i) => {
      expect(Math.abs(center - means[i]!)).toBeLessThan(2e-3);
    });
  });

  it("goes on after it was saved, with the same bits", async () => {
    const values = clouds(4, 100, 3);
    const part = (i: number) => tensor(device, values.slice(300 * i, 300 * (i + 1)), [100, 3]);
    const whole = new MiniBatchKMeans({ clusters: 4, seed: 2 });
    let resumed = new MiniBatchKMeans({ clusters: 4, seed: 2 });
    for (let i = 0; i < 4; i++) {
      using x = part(i);
      await whole.partialFit(x);
      await resumed.partialFit(x);
      resumed = MiniBatchKMeans.restore(structuredClone(resumed.state()));
    }
    expect(resumed.state()).toEqual(whole.state());
  });

  it("starts light centres again among the rows", async () => {
    using x = tensor(device, clouds(4, 200, 2), [800, 2]);
    // Three centres lie where no row is.
    const init = [0, 0, 500, 500, 600, 600, 700, 700];
    const options = { clusters: 4, init, batchSize: 64, maxNoImprovement: 40 };
    const lost = await new MiniBatchKMeans({ ...options, reassignmentRatio: 0 }).fit(x);
    expect(new Set(lost.labels).size).toBe(1);
    const found = await new MiniBatchKMeans({ ...options, reassignmentRatio: 0.1 }).fit(x);
    expect(new Set(found.labels).size).toBe(4);
  });

  it.each([2 ** 90, 2 ** -90])("takes rows times %d", async (factor) => {
    const values = clouds(4, 50, 3);
    using x = tensor(device, values, [200, 3]);
    using scaled = tensor(
      device,
      values.map((value) => value * factor),
      [200, 3],
    );
    const want = await new MiniBatchKMeans({ clusters: 4 }).fit(x);
    const got = await new MiniBatchKMeans({ clusters: 4 }).fit(scaled);
    expect(got.labels).toEqual(want.labels);
    expect(got.inertia / factor / factor / want.inertia).toBeCloseTo(1, 4);
    // A stream of which later rows are much larger.
    const stream = new MiniBatchKMeans({ clusters: 4 });
    await (await stream.partialFit(x)).partialFit(scaled);
    expect(stream.clusterCenters.every(Number.isFinite)).toBe(true);
  });

  it("takes one row, equal rows, as many clusters as rows, and one column", async () => {
    const fitted = async (values: number[], columns: number, clusters: number) => {
      using x = tensor(device, values, [values.length / columns, columns]);
      return await new MiniBatchKMeans({ clusters }).fit(x);
    };
    expect([...(await fitted([1, 2], 2, 1)).clusterCenters]).toEqual([1, 2]);
    expect((await fitted(Array(60).fill(0.5), 3, 3)).inertia).toBe(0);
    expect(new Set((await fitted([1, 5, 9, 13], 1, 4)).labels).size).toBe(4);
  });

  it("leaves no memory behind, and says what is wrong with the data", async () => {
    using x = tensor(device, clouds(4, 50, 3), [200, 3]);
    using narrow = tensor(device, [1, 2], [2, 1]);
    using infinite = tensor(device, [1, Number.NaN, 3], [3, 1]);
    const before = device.memory.liveBuffers;
    const kmeans = await new MiniBatchKMeans({ clusters: 3, batchSize: 50 }).fit(x);
    await kmeans.predict(x);
    await kmeans.transform(x);
    await kmeans.partialFit(x);
    await expect(kmeans.partialFit(narrow)).rejects.toThrow(ShapeError);
    await expect(new MiniBatchKMeans({ clusters: 3 }).partialFit(narrow)).rejects.toThrow(
      new DataError(
        "MiniBatchKMeans.partialFit: 2 rows cannot fill 3 clusters: give more rows or fewer clusters",
      ),
    );
    await expect(new MiniBatchKMeans({ clusters: 1 }).fit(infinite)).rejects.toThrow(/row 1 of x holds NaN/);
    expect(device.memory.liveBuffers).toBe(before);
  });

  it("comes close to all of Lloyd's iterations", async () => {
    using x = tensor(device, clouds(8, 300, 4), [2400, 4]);
    const all = await new KMeans({ clusters: 6, nInit: 5 }).fit(x);
    const some = await new MiniBatchKMeans({ clusters: 6, batchSize: 300 }).fit(x);
    expect(some.inertia / all.inertia).toBeLessThan(1.1);
  });
});
