import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  Agglomerative,
  type AgglomerativeOptions,
} from "../../src/clustering/agglomerative/agglomerative.js";
import { linkOnGraph } from "../../src/clustering/agglomerative/graph_linkage.js";
import { linkages } from "../../src/clustering/agglomerative/linkage.js";
import { PairHeap } from "../../src/clustering/agglomerative/pair_heap.js";
import type { Device } from "../../src/device/index.js";
import { ArgumentError, DataError } from "../../src/errors.js";
import { Random } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { testDevices } from "../support/devices.js";

/*
 * From scikit-learn 1.4.2; labels renumbered in the order of the rows:
 *
 *   n = np.arange(150)
 *   x = np.stack([np.sin(n*n) * 3 + n % 4, np.cos(n*n*n) * 2, np.sin(7*n)], 1).astype(np.float32).astype(float)
 *   g = kneighbors_graph(x, 6)  # in one part
 *   m = AgglomerativeClustering(5, linkage=linkage, connectivity=g, compute_distances=True).fit(x)
 *   m.labels_, m.children_[-3:], m.distances_[-3:]
 *   AgglomerativeClustering(None, distance_threshold=2, linkage=linkage, connectivity=g).fit(x).n_clusters_
 */
const patterns = Array.from({ length: 150 }, (_, n) => [
  Math.sin(n * n) * 3 + (n % 4),
  Math.cos(n * n * n) * 2,
  Math.sin(7 * n),
]).flat();
const golden = [
  {
    linkage: "ward",
    labels:
      "012300223001023040034133402342130330320140213120432033130311210020312403013302332313003022130233433002213213322001102232430032234021012043330330130303",
    children: [290, 294, 293, 295, 296, 297],
    distances: [16.374026808702347, 17.473246781099164, 35.34765804329768],
    apart: 29,
  },
  {
    linkage: "average",
    labels:
      "000000000001000000002000000020100000000000030000200400000000000000000000000000000000000000000000000000000000000000000000200000000003000020000000000000",
    children: [281, 295, 289, 296, 292, 297],
    distances: [1.441531009105109, 1.4778189360804959, 1.6523139600831778],
    apart: 1,
  },
  {
    linkage: "complete",
    labels:
      "001100111210211030012111311121010111110130141110211111010111112110111204111111111111021011110111311121111014110111111111210011112014101021110140010111",
    children: [292, 295, 247, 296, 294, 297],
    distances: [1.7247721785720598, 1.7547009388169228, 1.963223747557584],
    apart: 1,
  },
  {
    linkage: "single",
    labels:
      "000000000001000020000000200000000000000020030000000000000000000000000200000000000000020000000000200000000000000000000000000000002004000000000000000000",
    children: [11, 295, 43, 131, 296, 297],
    distances: [1.1542967325215185, 1.2802843256261451, 1.3109948342177502],
    apart: 1,
  },
] as const;

describe.each(testDevices)("Agglomerative along a graph [$kind]", ({ kind, skip, open }) => {
  let device: Device;
  beforeAll(async () => {
    if (!skip) device = await open();
  });
  afterAll(() => device?.close());

  const cluster = async (values: ArrayLike<number>, columns: number, options: AgglomerativeOptions) => {
    using x = tensor(device, Float32Array.from(values), [values.length / columns, columns]);
    return await new Agglomerative(options).fit(x);
  };

  it.skipIf(skip).each(golden)("agrees with scikit-learn: $linkage", async (expected) => {
    const { linkage } = expected;
    const model = await cluster(patterns, 3, { clusters: 5, linkage, neighbors: 6 });
    expect(model.labels.join("")).toBe(expected.labels);
    expect([...model.children.slice(-6)]).toEqual(expected.children);
    for (const [i, distance] of expected.distances.entries()) {
      expect(model.distances[146 + i]).toBeCloseTo(distance, 10);
    }
    const { labels } = await cluster(patterns, 3, { distanceThreshold: 2, linkage, neighbors: 6 });
    expect(Math.max(...labels) + 1).toBe(expected.apart);
  });

  it.skipIf(skip).each(["ward", "average", "complete", "single"] as const)(
    "is the same tree as without a graph where all rows are connected: %s",
    async (linkage) => {
      const all = await cluster(patterns, 3, { clusters: 7, linkage });
      const graph = await cluster(patterns, 3, { clusters: 7, linkage, neighbors: 149 });
      expect(graph.labels).toEqual(all.labels);
      for (const [i, distance] of all.distances.entries())
        expect(graph.distances[i]).toBeCloseTo(distance, 5);
    },
  );

  it.skipIf(skip)("joins parts of the graph by their centres", async () => {
    const values = [0, 1, 10, 11, 100, 101];
    const ward = await cluster(values, 1, { clusters: 2, neighbors: 1 });
    expect([...ward.labels]).toEqual([0, 0, 0, 0, 1, 1]);
    const single = await cluster(values, 1, { clusters: 1, neighbors: 1, linkage: "single" });
    expect([...single.distances]).toEqual([1, 1, 1, 10, 95]);
    const equal = await cluster(new Float32Array(40).fill(2), 2, { clusters: 3, neighbors: 4 });
    expect(new Set(equal.labels).size).toBe(3);
  });

  it.skipIf(skip)("says what it cannot do", async () => {
    await expect(cluster([1, 2, 3], 1, { neighbors: 3 })).rejects.toThrow(/3 neighbours of 2 other rows/);
    await expect(cluster([1, 2, Number.NaN], 1, { neighbors: 1 })).rejects.toThrow(DataError);
  });

  // What the device finds is tested above: the rest is the same for both.
  it.skipIf(kind !== "native")("says that a graph has too many parts", async () => {
    const pairs = Array.from({ length: 8002 }, (_, i) => 10 * i - 5 * (i % 2));
    await expect(cluster(pairs, 1, { neighbors: 1 })).rejects.toThrow(/in 4001 parts, more than 4000/);
  });
});

describe("a graph in which all rows are connected with the same few", () => {
  /** 4,000 equal rows: the nearest of each are the first 15 others. */
  const [rows, neighbours] = [4000, 15];
  const indices = Int32Array.from({ length: rows * neighbours }, (_, at) => {
    const [row, i] = [Math.floor(at / neighbours), at % neighbours];
    return i < row ? i : i + 1;
  });
  const graph = { rows, neighbours, indices, distances: new Float32Array(rows * neighbours) };

  // Takes some tenths of a second: 7 to 17 with all pairs on the heap.
  it.each(linkages)("does not take long: %s", { timeout: 60_000 }, (linkage) => {
    const start = performance.now();
    const { children, distances } = linkOnGraph("test", new Float32Array(2 * rows), 2, graph, linkage);
    expect(performance.now() - start).toBeLessThan(5000);
    expect(distances.every((distance) => distance === 0)).toBe(true);
    expect(children.toSorted()).toEqual(Int32Array.from({ length: 2 * (rows - 1) }, (_, i) => i));
  });
});

describe("pairs of clusters", () => {
  it("leave the heap in the order of distances and numbers", () => {
    const random = new Random(5);
    const heap = new PairHeap();
    const pairs = Array.from({ length: 3000 }, () => [
      random.integer(40),
      random.integer(50),
      50 + random.integer(50),
    ]);
    for (const [distance, a, b] of pairs) heap.push(distance!, b!, a!);
    pairs.sort((p, q) => p[0]! - q[0]! || p[1]! - q[1]! || p[2]! - q[2]!);
    for (const [distance, first, second] of pairs) expect(heap.pop()).toEqual({ distance, first, second });
    expect(heap.isEmpty).toBe(true);
  });

  it("have a whole number of neighbours", () => {
    expect(() => new Agglomerative({ neighbors: 0 })).toThrow(ArgumentError);
  });
});
