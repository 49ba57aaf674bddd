import { describe, expect, it } from "vitest";
import { KMeans } from "../../src/clustering/kmeans/kmeans.js";
import { PckMeans, type PckMeansOptions } from "../../src/clustering/pckmeans/pckmeans.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DataError } from "../../src/errors.js";
import { linkedRows, linksOfClasses, type Pair } from "../../src/estimators/links.js";
import { clusteringAccuracy } from "../../src/metrics/accuracy.js";
import { Pipeline } from "../../src/models/pipeline/pipeline.js";
import { Random } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";
import { pckmeans64 } from "./pckmeans64.js";

/** Rows about three places that overlap: row i belongs to place i % 3. */
function clouds(rows: number, seed: number, spread = 1): Float32Array<ArrayBuffer> {
  const random = new Random(seed);
  const places = [0, 0, 3, 0, 0, 3];
  return Float32Array.from(
    { length: 2 * rows },
    (_, i) => places[2 * (Math.floor(i / 2) % 3) + (i % 2)]! + spread * random.normal(),
  );
}

/** Three groups to start from, and pairs against the distances. */
const must: Pair[] = [
  [0, 3],
  [1, 4],
  [2, 5],
  [6, 7],
];
const cannot: Pair[] = [
  [0, 9],
  [6, 1],
];

describe("PckMeans options", () => {
  const rejected: [string, PckMeansOptions, RegExp][] = [
    ["no cluster", { clusters: 0 }, /^PckMeans: clusters is 0: give a whole number from 1 up/],
    ["no weight", { clusters: 2, weight: 0 }, /weight is 0: give a number above 0, or Infinity/],
    ["a weight of NaN", { clusters: 2, weight: Number.NaN }, /weight is NaN/],
    ["a tolerance below 0", { clusters: 2, tolerance: -1 }, /tolerance is -1/],
  ];
  it.each(rejected)("rejects %s", (_, options, message) => {
    expect(() => new PckMeans(options)).toThrow(ArgumentError);
    expect(() => new PckMeans(options)).toThrow(message);
  });
});

describe("links", () => {
  it("follow from others: groups of must-links are their transitive closure", () => {
    const linked = linkedRows(
      "fit",
      {
        must: [
          [7, 2],
          [2, 9],
          [9, 7],
          [4, 5],
        ],
        cannot: [[5, 1]],
      },
      10,
    )!;
    expect([...linked.rows]).toEqual([1, 2, 4, 5, 7, 9]);
    expect(linked.groups).toEqual([[0], [1, 4, 5], [2, 3]]);
    expect(linked.cannot).toEqual([[0, 3]]);
  });

  it("that come twice, or the other way round, are one", () => {
    expect(
      linkedRows(
        "fit",
        {
          must: [
            [1, 2],
            [2, 1],
            [1, 2],
          ],
        },
        3,
      )!.must,
    ).toEqual([[0, 1]]);
  });

  it("that contradict each other, also through others, are refused by name", () => {
    const links = {
      must: [
        [0, 1],
        [1, 2],
      ] as Pair[],
      cannot: [[2, 0]] as Pair[],
    };
    expect(() => linkedRows("PckMeans.fit", links, 3)).toThrow(DataError);
    expect(() => linkedRows("PckMeans.fit", links, 3)).toThrow(
      "PckMeans.fit: by must-links rows 0 and 2 share a cluster, and by cannot-links they do not: leave out the one link or the other",
    );
  });

  it.each([
    ["a row that is not there", { must: [[0, 3]] }, /links.must\[0\] names row 3 of 3: rows are 0 to 2/],
    ["a row with itself", { cannot: [[1, 1]] }, /links.cannot\[0\] links row 1 with itself: give two rows/],
    ["three rows", { must: [[0, 1, 2]] }, /links.must\[0\] is no pair of row numbers/],
    ["half a row", { must: [[0, 0.5]] }, /links.must\[0\] is no pair of row numbers/],
    ["no list", { cannot: "0 1" }, /links.cannot is no list/],
  ])("of %s are refused", (_, links, message) => {
    expect(() => linkedRows("fit", links as never, 3)).toThrow(message);
  });

  it("of known classes imply all pairs", () => {
    const { must, cannot } = linksOfClasses([4, 8, 1, 6, 3, 0], [2, 0, 2, 2, 0, -1]);
    const linked = linkedRows("fit", { must, cannot }, 9)!;
    expect(linked.groups.map((group) => group.map((p) => linked.rows[p]))).toEqual([
      [1, 4, 6],
      [3, 8],
    ]);
    expect(new Set(cannot.flat())).toEqual(new Set([1, 3, 4, 6, 8]));
  });
});

onEachDevice("PckMeans", (device) => {
  it.each([0.05, 0.5, 3, Number.POSITIVE_INFINITY])(
    "finds what float64 finds that tries all clusters of the linked rows (weight %d)",
    async (weight) => {
      for (const seed of [1, 2, 3]) {
        const values = clouds(30, seed, 1.2);
        // Whole hundredths are summed alike by both.
        for (let i = 0; i < values.length; i++) values[i] = Math.round(values[i]! * 64) / 64;
        using x = tensor(device, values, [30, 2]);
        const model = await new PckMeans({ clusters: 3, weight, tolerance: 0 }).fit(x, {
          links: { must, cannot },
        });
        const mean = (c: number) => values.reduce((sum, v, i) => sum + (i % 2 === c ? v / 30 : 0), 0);
        const spread = values.reduce((sum, v, i) => sum + (v - mean(i % 2)) ** 2, 0) / 30;
        const start = must
          .slice(0, 3)
          .flatMap(([a, b]) => [0, 1].map((c) => (values[2 * a + c]! + values[2 * b + c]!) / 2));
        const expected = pckmeans64(values, 2, start, { must, cannot, penalty: weight * spread });
        expect([...model.labels], `seed ${seed}`).toEqual(expected.labels);
        expect(model.inertia / expected.inertia).toBeCloseTo(1, 5);
        const { labels } = model;
        expect(model.unkeptLinks).toEqual({
          must: must.filter(([a, b]) => labels[a] !== labels[b]).length,
          cannot: cannot.filter(([a, b]) => labels[a] === labels[b]).length,
        });
      }
    },
  );

  it("is k-means without links", async () => {
    using x = tensor(device, clouds(60, 4), [60, 2]);
    const options = { clusters: 3, nInit: 2, seed: 5 };
    const plain = await new KMeans(options).fit(x);
    const model = await new PckMeans(options).fit(x, { links: { must: [], cannot: [] } });
    expect(model.labels).toEqual(plain.labels);
    expect(model.clusterCenters).toEqual(plain.clusterCenters);
    expect(model.inertia).toBe(plain.inertia);
  });

  it("finds classes that distances do not show, from a few rows whose class is known", async () => {
    // Two classes side by side along the shorter axis: k-means cuts the longer one.
    const random = new Random(9);
    const classes = Int32Array.from({ length: 400 }, (_, row) => row % 2);
    const values = Float32Array.from({ length: 800 }, (_, i) =>
      i % 2 === 0 ? 6 * (random.uniform() - 0.5) : 4 * ((i >> 1) % 2) + 0.5 * random.normal(),
    );
    for (let i = 0; i < 800; i += 2) values[i]! *= 2;
    using x = tensor(device, values, [400, 2]);
    const links = linksOfClasses(
      Array.from({ length: 20 }, (_, i) => i),
      classes,
    );
    const without = await new PckMeans({ clusters: 2 }).fitPredict(x);
    const model = await new PckMeans({ clusters: 2 }).fit(x, { links });
    expect(clusteringAccuracy(classes, without).accuracy).toBeLessThan(0.7);
    expect(clusteringAccuracy(classes, model.labels).accuracy).toBeGreaterThan(0.98);
    expect(model.unkeptLinks).toEqual({ must: 0, cannot: 0 });
    expect(await model.predict(x)).toHaveLength(400);
  });
});

describe("PckMeans on the native device", () => {
  it("keeps all links of an infinite weight, also where each row is linked", async () => {
    using device = await openDevice("native");
    using x = tensor(device, clouds(40, 2, 3), [40, 2]);
    const classes = Int32Array.from({ length: 40 }, (_, row) => Math.floor(row / 10));
    const links = linksOfClasses([...classes.keys()], classes);
    const options = { clusters: 4, weight: Number.POSITIVE_INFINITY };
    const labels = await new PckMeans(options).fitPredict(x, { links });
    expect(clusteringAccuracy(classes, labels).accuracy).toBe(1);
  });

  it("refuses links that no three clusters can keep, where none may be left out", async () => {
    using device = await openDevice("native");
    using x = tensor(device, clouds(12, 2), [12, 2]);
    const cannot = [0, 1, 2, 3].flatMap((a) => [0, 1, 2, 3].filter((b) => b > a).map((b): Pair => [a, b]));
    const hard = new PckMeans({ clusters: 3, weight: Number.POSITIVE_INFINITY });
    await expect(hard.fit(x, { links: { cannot } })).rejects.toThrow(
      "PckMeans.fit: the cannot-links cannot be kept with 3 clusters, such as those of row 3 to rows 0, 1, 2: " +
        "give more clusters, leave out links, or give a finite weight",
    );
    const soft = await new PckMeans({ clusters: 3 }).fit(x, { links: { cannot } });
    expect(soft.unkeptLinks).toEqual({ must: 0, cannot: 1 });
  });

  it("goes on where a cluster has lost its rows, and where all rows are alike", async () => {
    using device = await openDevice("native");
    const values = Float32Array.of(0, 0, 0, 0, 1, 9, 9.5, 10);
    using x = tensor(device, values, [8, 1]);
    const links = {
      must: [
        [0, 1],
        [2, 3],
      ] as Pair[],
    };
    const model = await new PckMeans({ clusters: 3 }).fit(x, { links });
    expect(new Set(model.labels).size).toBe(3);
    using alike = tensor(device, new Float32Array(8), [8, 1]);
    const parted = await new PckMeans({ clusters: 2 }).fit(alike, { links: { cannot: [[0, 1]] } });
    expect(parted.unkeptLinks.cannot).toBe(0);
  });

  it("ends with the signal's reason", async () => {
    using device = await openDevice("native");
    using x = tensor(device, clouds(12, 2), [12, 2]);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(new PckMeans({ clusters: 3 }).fit(x, { links: { must }, signal })).rejects.toThrow("enough");
  });

  it.each([1, Number.POSITIVE_INFINITY])("comes back from its state (weight %d)", async (weight) => {
    using device = await openDevice("native");
    using x = tensor(device, clouds(30, 2), [30, 2]);
    const model = await new PckMeans({ clusters: 3, weight }).fit(x, { links: { must, cannot } });
    const { arrays, ...rest } = model.state();
    const restored = PckMeans.restore({ ...JSON.parse(JSON.stringify(rest)), arrays });
    expect(restored.state()).toEqual(model.state());
    expect(await restored.predict(x)).toEqual(await model.predict(x));
  });

  it("gets its links through a pipeline, whose other clusterers ignore them", async () => {
    using device = await openDevice("native");
    using x = tensor(device, clouds(30, 2, 1.2), [30, 2]);
    const links = { must, cannot };
    const own = await new PckMeans({ clusters: 3 }).fitPredict(x, { links });
    const pipeline = new Pipeline([["cluster", new PckMeans({ clusters: 3 })]], { device });
    expect(await pipeline.fitPredict(x, { links })).toEqual(own);
    const other = new Pipeline([["cluster", new KMeans({ clusters: 3 })]], { device });
    expect(await other.fitPredict(x, { links })).toEqual(await new KMeans({ clusters: 3 }).fitPredict(x));
  });
});
