import { describe, expect, it } from "vitest";
import { KMeans, type KMeansOptions } from "../../src/clustering/kmeans/kmeans.js";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DataError } from "../../src/errors.js";
import { type Collectives, ownRows } from "../../src/parallel/index.js";
import { Random } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { asRanks } from "../parallel/local_group.js";
import { onEachDevice } from "../support/devices.js";
import { lloyd64 } from "./lloyd64.js";

const COLS = 5;
/** Rows in heaps of different sizes that overlap a little. */
function heaps(rows: number, count = 7, cols = COLS): Float32Array<ArrayBuffer> {
  const random = new Random(11);
  const middle = Array.from({ length: count * cols }, () => 3 * random.normal());
  return Float32Array.from({ length: rows * cols }, (_, i) => {
    const heap = Math.floor((Math.floor(i / cols) * 31) % (count * 1.7)) % count;
    return 40 + middle[heap * cols + (i % cols)]! + random.normal();
  });
}

const partOf = (values: Float32Array, ranks: Collectives, shards: number) => {
  const { begin, end } = ownRows(values.length / COLS, shards, ranks);
  return values.slice(begin * COLS, end * COLS);
};

/** What `size` processes make of rows that they share. */
async function fitOn(device: Device, values: Float32Array, size: number, options: KMeansOptions) {
  const fitted = await asRanks(size, async (collectives) => {
    const own = partOf(values, collectives, options.shards ?? 1);
    using x = tensor(device, own, [own.length / COLS, COLS]);
    return await new KMeans(options).fit(x, { collectives });
  });
  const labels = fitted.flatMap((one) => [...one.labels]);
  for (const { clusterCenters, inertia, iterations } of fitted) {
    expect([...clusterCenters]).toEqual([...fitted[0]!.clusterCenters]);
    expect([inertia, iterations]).toEqual([fitted[0]!.inertia, fitted[0]!.iterations]);
  }
  const { clusterCenters, inertia, iterations } = fitted[0]!;
  return { centers: [...clusterCenters], inertia, iterations, labels };
}

const starts: readonly Partial<KMeansOptions>[] = [
  { init: "k-means++" },
  { init: "k-means||" },
  { init: "k-means||", metric: "cosine", nInit: 2 },
];

onEachDevice("KMeans over shards", (device) => {
  it.each(starts)("gives the same bits for 1, 2, 4, 8 and 16 processes %j", async (start) => {
    const values = heaps(1003);
    const options = { clusters: 7, shards: 16, seed: 3, maxIterations: 20, tolerance: 0, ...start };
    using x = tensor(device, values, [1003, COLS]);
    const without = await new KMeans(options).fit(x);
    for (const size of [1, 2, 4, 8, 16]) {
      const { centers, labels, inertia } = await fitOn(device, values, size, options);
      expect(centers).toEqual([...without.clusterCenters]);
      expect(labels).toEqual([...without.labels]);
      expect(inertia).toBe(without.inertia);
    }
  });

  it("agrees with float64, clusters that lose their rows included", async () => {
    const values = heaps(300);
    // Two starts far away get no row.
    const init = [...values.subarray(0, 5 * COLS), ...Array<number>(COLS).fill(900), ...Array<number>(COLS).fill(-800)];
    const want = lloyd64(values, COLS, init, 50);
    expect(want.relocations).toContain(1);
    for (const size of [1, 4]) {
      const got = await fitOn(device, values, size, { clusters: 7, shards: 4, init, tolerance: 0, maxIterations: 50 });
      expect(got.labels).toEqual(want.labels);
      expect(got.iterations).toBe(want.iterations);
      const worst = Math.max(...got.centers.map((value, i) => Math.abs(value - want.centers[i]!)));
      expect(worst).toBeLessThan(1e-4);
    }
  });
});
