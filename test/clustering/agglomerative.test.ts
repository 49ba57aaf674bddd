import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  Agglomerative,
  type AgglomerativeOptions,
} from "../../src/clustering/agglomerative/agglomerative.js";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DataError, ShapeError } from "../../src/errors.js";
import { normalizedMutualInformation } from "../../src/metrics/information.js";
import { Random } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { testDevices } from "../support/devices.js";

/*
 * From scikit-learn 1.4.2; labels renumbered in the order of the rows:
 *
 *   n = np.arange(40)
 *   x = np.stack([n * 37 % 101 / 8 + 4 * (n % 3), n * 53 % 97 / 8, 1000 + n * 29 % 89 / 16 - 3 * (n % 2)], 1)
 *   m = AgglomerativeClustering(4, linkage=linkage, compute_distances=True).fit(x)
 *   m.labels_, m.children_[-3:], m.distances_[-3:]
 *   AgglomerativeClustering(None, distance_threshold=6, linkage=linkage).fit(x).n_clusters_
 */
const patterns = Array.from({ length: 40 }, (_, n) => [
  ((n * 37) % 101) / 8 + 4 * (n % 3),
  ((n * 53) % 97) / 8,
  1000 + ((n * 29) % 89) / 16 - 3 * (n % 2),
]).flat();
const golden = [
  {
    linkage: "ward",
    labels: "0120320120330310231211033121023120120320",
    children: [72, 73, 74, 76, 75, 77],
    distances: [18.199438290605762, 25.197830015247614, 37.78653166687096],
    apart: 13,
  },
  {
    linkage: "average",
    labels: "0123120123113110211211011121021120123120",
    children: [64, 72, 74, 75, 76, 77],
    distances: [7.684000539336225, 8.900583697297828, 11.17047843459875],
    apart: 6,
  },
  {
    linkage: "complete",
    labels: "0120120320100130213231011323021320120120",
    children: [70, 73, 74, 76, 75, 77],
    distances: [12.590919346894411, 15.239878813494549, 21.79951260923051],
    apart: 13,
  },
  {
    linkage: "single",
    labels: "0001002001001000000000000000000000031000",
    children: [35, 75, 74, 76, 6, 77],
    distances: [4.0296750799537175, 4.207508169926709, 4.207508169926709],
    apart: 1,
  },
] as const;

describe.each(testDevices)("Agglomerative [$kind]", ({ skip, open }) => {
  let device: Device;
  beforeAll(async () => {
    if (!skip) device = await open();
  });
  afterAll(() => device?.close());

  it.skipIf(skip).each(golden)("agrees with scikit-learn: $linkage", async (want) => {
    using x = tensor(device, patterns, [40, 3]);
    const found = new Agglomerative({ clusters: 4, linkage: want.linkage });
    expect((await found.fitPredict(x)).join("")).toBe(want.labels);
    expect([...found.children.slice(-6)]).toEqual(want.children);
    [...found.distances.slice(-3)].forEach((distance, i) => {
      expect(distance).toBeCloseTo(want.distances[i]!, 12);
    });
    const apart = await new Agglomerative({ distanceThreshold: 6, linkage: want.linkage }).fitPredict(x);
    expect(new Set(apart).size).toBe(want.apart);
  });

  it.skipIf(skip).each(["ward", "average", "single"] as const)(
    "tells rows apart that lie much closer together than others: %s",
    async (linkage) => {
      using x = tensor(device, [0, 1.2e-5, 1.8e-5, 1000, 1000.5], [5, 1]);
      const labels = await new Agglomerative({ clusters: 4, linkage }).fitPredict(x);
      expect([...labels]).toEqual([0, 1, 1, 2, 3]);
    },
  );

  it.skipIf(skip)("takes rows that are equal, huge or tiny, and one row", async () => {
    const labels = async (values: number[], columns: number, options: AgglomerativeOptions) => {
      using x = tensor(device, values, [values.length / columns, columns]);
      return [...(await new Agglomerative(options).fitPredict(x))];
    };
    expect(await labels([3, 3, 3, 3], 1, { clusters: 2 })).toHaveLength(4);
    expect(
      await labels(
        [0, 1, 9, 10].map((v) => v * 1e30),
        1,
        {},
      ),
    ).toEqual([0, 0, 1, 1]);
    expect(
      await labels(
        [0, 1, 9, 10].map((v) => v * 1e-30),
        1,
        {},
      ),
    ).toEqual([0, 0, 1, 1]);
    expect(await labels([7, 8], 2, { clusters: 1 })).toEqual([0]);
  });

  it.skipIf(skip)("says what it cannot do", async () => {
    using x = tensor(device, [1, 2, 3, Number.NaN], [2, 2]);
    await expect(new Agglomerative().fit(x)).rejects.toThrow(DataError);
    await expect(new Agglomerative({ clusters: 3 }).fit(x)).rejects.toThrow(
      "Agglomerative.fit: 2 rows cannot fill 3 clusters: give more rows or fewer clusters",
    );
    await expect(new Agglomerative().fit(x.view([4]))).rejects.toThrow(ShapeError);
  });
});

it("joins more than 20,000 rows by the graph of their nearest, unasked", async () => {
  const device = await openDevice("native");
  const random = new Random(4);
  const groups = Int32Array.from({ length: 20_001 }, () => random.integer(3));
  using many = tensor(
    device,
    Float32Array.from(groups, (group) => 100 * group + random.normal()),
    [20_001, 1],
  );
  const labels = await new Agglomerative({ clusters: 3 }).fitPredict(many);
  expect(normalizedMutualInformation(groups, labels)).toBe(1);
  device.close();
});

it("gives the same bits with one thread and two", async () => {
  const random = new Random(3);
  const values = Float32Array.from({ length: 500 * 40 }, () => random.normal());
  const found = [];
  for (const threads of [1, 2]) {
    const device = await openDevice("native", { threads });
    const x = tensor(device, values, [500, 40]);
    const { labels, distances } = await new Agglomerative({ clusters: 9 }).fit(x);
    found.push({ labels, distances });
    x.release();
    device.close();
  }
  expect(found[0]).toEqual(found[1]);
});

it("checks its options", () => {
  expect(() => new Agglomerative({ clusters: 0 })).toThrow(ArgumentError);
  expect(() => new Agglomerative({ clusters: 2, distanceThreshold: 1 })).toThrow(/leave one out/);
  expect(() => new Agglomerative({ distanceThreshold: -1 })).toThrow(/from 0 up/);
  expect(() => new Agglomerative({ linkage: "centroid" as "ward" })).toThrow(
    "Agglomerative: linkage centroid is unknown: choose one of ward, average, complete, single",
  );
  expect(() => new Agglomerative().labels).toThrow("call fit first");
});
