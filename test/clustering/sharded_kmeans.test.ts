import { describe, expect, it } from "vitest";
import { KMeans, type KMeansOptions } from "../../src/clustering/kmeans/kmeans.js";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { nativeSimdLevels } from "../../src/device/node/native.js";
import { ArgumentError, DataError, ParallelError } from "../../src/errors.js";
import { kmeansAssign } from "../../src/kernels/kmeans.js";
import { type Collectives, ownRows } from "../../src/parallel/index.js";
import { Random } from "../../src/random/philox.js";
import { empty, type Tensor, tensor } from "../../src/tensor/index.js";
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

const partOf = (values: Float32Array<ArrayBuffer>, ranks: Collectives, shards: number) => {
  const { begin, end } = ownRows(values.length / COLS, shards, ranks);
  return values.slice(begin * COLS, end * COLS);
};

/** What `size` processes make of rows that they share. */
async function fitOn(
  device: Device,
  values: Float32Array<ArrayBuffer>,
  size: number,
  options: KMeansOptions,
) {
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
    const init = [
      ...values.subarray(0, 5 * COLS),
      ...Array<number>(COLS).fill(900),
      ...Array<number>(COLS).fill(-800),
    ];
    const want = lloyd64(values, COLS, init, 50);
    expect(want.relocations).toContain(1);
    for (const size of [1, 4]) {
      const got = await fitOn(device, values, size, {
        clusters: 7,
        shards: 4,
        init,
        tolerance: 0,
        maxIterations: 50,
      });
      expect(got.labels).toEqual(want.labels);
      expect(got.iterations).toBe(want.iterations);
      const worst = Math.max(...got.centers.map((value, i) => Math.abs(value - want.centers[i]!)));
      expect(worst).toBeLessThan(1e-4);
    }
  });
});

/** Labels and distances of rows, in the bits that they have. */
async function assign(x: Tensor, centers: Tensor): Promise<{ labels: number[]; distances: Uint32Array }> {
  const [rows, cols] = x.shape as [number, number];
  using label = empty(x.device, [rows], "u32");
  using distance = empty(x.device, [rows]);
  x.device.record(
    kmeansAssign,
    { x: x.slice, centers: centers.slice, label: label.slice, distance: distance.slice },
    { rows, cols, clusters: centers.shape[0]! },
  );
  const [labels, distances] = await Promise.all([label.data(), distance.data()]);
  return { labels: [...labels], distances: new Uint32Array(distances.buffer) };
}

onEachDevice("what a row gets", (device) => {
  it.each([
    { cols: 5, clusters: 7 },
    { cols: 64, clusters: 3 },
    { cols: 48, clusters: 40 },
  ])("does not depend on the other rows of a call %j", async ({ cols, clusters }) => {
    const random = new Random(5);
    const middle = Float32Array.from({ length: clusters * cols }, () => random.normal());
    // Every third row lies between two centres, where rounding may decide.
    const values = Float32Array.from({ length: 700 * cols }, (_, i) => {
      const row = Math.floor(i / cols);
      const [a, b] = [row % clusters, (row * 5 + 1) % clusters].map((k) => middle[k * cols + (i % cols)]!);
      return row % 3 === 0 ? (a! + b!) / 2 : a! + random.normal();
    });
    using centers = tensor(device, middle, [clusters, cols]);
    using x = tensor(device, values, [700, cols]);
    const all = await assign(x, centers);
    for (const [begin, end] of [
      [0, 1],
      [1, 8],
      [3, 60],
      [64, 321],
      [123, 700],
      [699, 700],
    ] as const) {
      using part = tensor(device, values.slice(begin * cols, end * cols), [end - begin, cols]);
      const { labels, distances } = await assign(part, centers);
      expect(labels).toEqual(all.labels.slice(begin, end));
      expect([...distances]).toEqual([...all.distances.slice(begin, end)]);
    }
  });
});

describe.each(nativeSimdLevels())("KMeans over shards on the native device, %s", (simd) => {
  it("gives the same bits whoever has shards of one row more, and of chunks more", async () => {
    using device = await openDevice("native", { simd });
    // A shard of 528 rows is one chunk at every level, one of 529 rows two.
    const values = heaps(4 * 528 + 2, 3);
    const options = { clusters: 3, shards: 4, maxIterations: 5, tolerance: 0, seed: 1 };
    const want = await fitOn(device, values, 1, options);
    for (const size of [2, 4]) expect(await fitOn(device, values, size, options)).toEqual(want);
  });
});

describe("KMeans over shards", () => {
  const options = { clusters: 3, shards: 4, seed: 1 };
  /** What each of some processes throws that fit their rows by its own options. */
  const failures = async (
    size: number,
    rowsOf: (ranks: Collectives) => Float32Array<ArrayBuffer>,
    optionsOf: (rank: number) => KMeansOptions = () => options,
    cols = COLS,
  ) => {
    using device = await openDevice("native");
    return await asRanks(size, async (collectives) => {
      const own = rowsOf(collectives);
      using x = tensor(device, own, [own.length / cols, cols]);
      const kmeans = new KMeans(optionsOf(collectives.rank));
      return await kmeans.fit(x, { collectives }).then(
        () => null,
        (error: unknown) => error as Error,
      );
    });
  };
  const values = heaps(64);
  const good = (ranks: Collectives) => partOf(values, ranks, 4);

  it("refuses a number of shards that is no power of two", () => {
    expect(() => new KMeans({ clusters: 2, shards: 12 })).toThrow(
      new ArgumentError("KMeans: shards is 12: give a power of two from 1 to 4096"),
    );
  });

  it("refuses processes that do not divide the shards", async () => {
    for (const error of await failures(3, () => values.slice(0, 20 * COLS))) {
      expect(error).toBeInstanceOf(ArgumentError);
      expect(error?.message).toMatch(/^3 processes cannot share 4 shards evenly: start 2 or 4/);
    }
  });

  it.each([
    ["clusters", { ...options, clusters: 4 }, "4", "3"],
    ["seed", { ...options, seed: 2 }, "2", "1"],
    ["init", { ...options, init: "k-means++" as const }, "k-means\\+\\+", "k-means\\|\\|"],
  ])("names the process with another %s", async (setting, other, there, here) => {
    for (const error of await failures(4, good, (rank) => (rank === 2 ? other : options))) {
      expect(error).toBeInstanceOf(ParallelError);
      expect(error?.message).toMatch(new RegExp(`${setting}: rank 2 has ${there}, the others ${here}`));
    }
  });

  it("names the process with rows that are not its shards'", async () => {
    for (const error of await failures(4, ({ rank }) => values.slice(0, (rank === 3 ? 1 : 21) * COLS))) {
      expect(error).toEqual(
        new DataError(
          "KMeans.fit: rank 0 gave 21 of 64 rows, its 1 of 4 shards have 16: give rows 0 to 15, as " +
            "ownRows(64, 4, collectives) says",
        ),
      );
    }
  });

  it("names the process with a row that is not finite", async () => {
    const spoilt = values.slice();
    spoilt[50 * COLS + 1] = Number.NaN;
    for (const metric of ["euclidean", "cosine"] as const) {
      const errors = await failures(
        4,
        (ranks) => partOf(spoilt, ranks, 4),
        () => ({ ...options, metric }),
      );
      for (const error of errors) {
        expect(error).toBeInstanceOf(ParallelError);
        expect(error?.message).toMatch(/rank 3 .*row 2 of x holds NaN or infinite values/);
      }
    }
  });

  it("names the process with a row that has no direction", async () => {
    const spoilt = values.slice().fill(0, 20 * COLS, 21 * COLS);
    const metric = "cosine" as const;
    for (const error of await failures(
      4,
      (ranks) => partOf(spoilt, ranks, 4),
      () => ({ ...options, metric }),
    )) {
      expect(error?.message).toMatch(/rank 1 .*row 4 of x is all zeros and has no direction/);
    }
  });

  it("refuses fewer rows than shards, fewer than clusters, and weights", async () => {
    const [few] = await failures(1, () => values.slice(0, 3 * COLS));
    expect(few).toEqual(
      new DataError("KMeans.fit: 3 rows cannot fill 4 shards: give more rows, or set shards to 2 or less"),
    );
    const [crowded] = await failures(
      1,
      () => values.slice(0, 5 * COLS),
      () => ({ ...options, clusters: 6 }),
    );
    expect(crowded).toEqual(
      new DataError("KMeans.fit: 5 rows cannot fill 6 clusters: give more rows or fewer clusters"),
    );
    using device = await openDevice("native");
    using x = tensor(device, values, [64, COLS]);
    await expect(new KMeans(options).fit(x, { sampleWeight: new Float32Array(64).fill(1) })).rejects.toThrow(
      new ArgumentError(
        "KMeans.fit: weights of rows go with neither shards nor k-means||: leave one of them out",
      ),
    );
  });

  it("ends on all processes where one was told to stop", async () => {
    using device = await openDevice("native");
    const ended = await asRanks(2, async (collectives) => {
      const own = good(collectives);
      using x = tensor(device, own, [own.length / COLS, COLS]);
      const signal = collectives.rank === 1 ? AbortSignal.abort(new Error("enough")) : undefined;
      return await new KMeans(options)
        .fit(x, { collectives, ...(signal && { signal }) })
        .catch((error) => error);
    });
    for (const error of ended) expect(String(error)).toMatch(/rank 1 failed: enough/);
  });
});

describe("k-means||", () => {
  it.each([1, 4])("finds heaps that lie apart, %i shards", async (shards) => {
    using device = await openDevice("native");
    const values = Float32Array.from({ length: 2000 }, (_, i) => 100 * ((i * 7) % 10) + Math.sin(i));
    using x = tensor(device, values, [2000, 1]);
    for (let seed = 0; seed < 5; seed++) {
      const { inertia } = await new KMeans({ clusters: 10, init: "k-means||", shards, seed }).fit(x);
      expect(inertia).toBeLessThan(2000);
    }
  });

  it("takes rows of which too few differ", async () => {
    using device = await openDevice("native");
    using x = tensor(
      device,
      Float32Array.from({ length: 40 }, (_, i) => i % 2),
      [40, 1],
    );
    const kmeans = await new KMeans({ clusters: 4, init: "k-means||", shards: 4 }).fit(x);
    expect(kmeans.inertia).toBe(0);
    expect(new Set(kmeans.labels).size).toBe(2);
  });

  it("takes rows far from float32's middle", async () => {
    using device = await openDevice("native");
    for (const [size, scale] of [
      [1, 2 ** 70],
      [2, 2 ** 70],
      [2, 2 ** -80],
    ] as const) {
      const values = heaps(64).map((value) => value * scale);
      const want = await fitOn(device, heaps(64), 1, { clusters: 3, shards: 4, init: "k-means||" });
      const got = await fitOn(device, values, size, { clusters: 3, shards: 4, init: "k-means||" });
      expect(got.labels).toEqual(want.labels);
      expect(got.inertia / scale / scale).toBeCloseTo(want.inertia, 3);
    }
  });
});
