import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Hdbscan, type HdbscanOptions } from "../../src/clustering/hdbscan/hdbscan.js";
import type { Device } from "../../src/device/index.js";
import { ArgumentError, DataError, ShapeError } from "../../src/errors.js";
import { tensor } from "../../src/tensor/index.js";
import { testDevices } from "../support/devices.js";

/*
 * From scikit-learn 1.4.2; labels renumbered in the order of the rows, "." for -1. Its own order of equal distances is
 * that of an unstable sort, and changes labels; with a stable one both agree:
 *
 *   import sklearn.cluster._hdbscan.hdbscan as module
 *   module._process_mst = lambda tree: module.make_single_linkage(tree[np.argsort(tree["distance"], kind="stable")])
 *   n = np.arange(90)
 *   x = np.stack([4 * (n % 4) + (n * 37 % 101) / 50 * (n % 7), 3 * (n % 3) + n * 53 % 97 / 64], 1)
 *   m = HDBSCAN(**options).fit(x.astype(np.float32).astype(float))
 *   m.labels_, m.probabilities_[[0, 1, 2, 25, 43, 60]]
 */
const patterns = Float32Array.from({ length: 180 }, (_, i) => {
  const n = Math.floor(i / 2);
  return i % 2 === 0 ? 4 * (n % 4) + (((n * 37) % 101) / 50) * (n % 7) : 3 * (n % 3) + ((n * 53) % 97) / 64;
});
const golden: readonly { options: HdbscanOptions; labels: string; probabilities: number[] }[] = [
  {
    options: {},
    labels: ".01201.3.4314312012.1451401..1231431.01..143.431401..1.3.45.45.2.14.1451.51..14...5..01..1",
    probabilities: [0, 1, 1, 1, 1, 1],
  },
  {
    options: { minClusterSize: 8, minSamples: 3 },
    labels: ".0120134.3413412012.1301301..1241341.0120134.3413012.124.3013012.1341301.012.134.301.012.1",
    probabilities: [0, 1, 0.9304174082741918, 1, 1, 1],
  },
  {
    options: { minClusterSize: 4, clusterSelection: "leaf" },
    labels: "012312.4..425463173.7582512..734.5420123.79410942916.10.34.98.98.310...6982086..79..98.01..106",
    probabilities: [1, 1, 0.8594981277380961, 0.7846456370295404, 1, 1],
  },
  {
    options: { minClusterSize: 5, maxClusterSize: 12 },
    labels: ".01201.3..31.3420.2...51.01...23..31.01....3..3..04....3..5..5.2.4..4.51.54.......5..0...4",
    probabilities: [0, 1, 0.8046897292773406, 1, 1, 0],
  },
];

describe.each(testDevices)("Hdbscan [$kind]", ({ skip, open }) => {
  let device: Device;
  beforeAll(async () => {
    if (!skip) device = await open();
  });
  afterAll(() => device?.close());

  const cluster = async (values: ArrayLike<number>, columns: number, options: HdbscanOptions) => {
    using x = tensor(device, Float32Array.from(values), [values.length / columns, columns]);
    return await new Hdbscan(options).fit(x);
  };

  it.skipIf(skip).each(golden)(
    "agrees with scikit-learn: $options",
    async ({ options, labels, probabilities }) => {
      const found = await cluster(patterns, 2, options);
      expect(Array.from(found.labels, (label) => (label < 0 ? "." : label)).join("")).toBe(labels);
      [0, 1, 2, 25, 43, 60].forEach((row, i) => {
        expect(found.probabilities[row]).toBeCloseTo(probabilities[i]!, 5);
      });
      expect(found.clusters).toBe(Math.max(...found.labels) + 1);
    },
  );

  it.skipIf(skip)(
    "finds clusters of rows that coincide, and no cluster where all rows are noise",
    async () => {
      const pairs = await cluster([1, 1, 1, 5, 5, 5], 1, { minClusterSize: 3 });
      expect([...pairs.labels]).toEqual([0, 0, 0, 1, 1, 1]);
      expect([...pairs.probabilities]).toEqual([1, 1, 1, 1, 1, 1]);
      const one = await cluster([0, 1, 2.1, 3.3, 4.6, 6], 1, { minClusterSize: 3 });
      expect([...one.labels]).toEqual([-1, -1, -1, -1, -1, -1]);
      expect(one.clusters).toBe(0);
      const whole = await cluster([0, 1, 2.1, 3.3, 4.6, 6], 1, {
        minClusterSize: 3,
        allowSingleCluster: true,
      });
      expect([...whole.labels]).toEqual([0, 0, 0, 0, 0, 0]);
    },
  );

  it.skipIf(skip)("says what it cannot do", async () => {
    await expect(cluster([1, 2, 3, Number.NaN], 2, { minSamples: 1 })).rejects.toThrow(DataError);
    await expect(cluster([1, 2, 3], 1, {})).rejects.toThrow(
      "Hdbscan.fit: 3 rows have no 5 neighbours: give more rows or a smaller minSamples",
    );
    using flat = tensor(device, [1, 2], [2]);
    await expect(new Hdbscan().fit(flat)).rejects.toThrow(ShapeError);
    await expect(cluster(new Float32Array(50_001), 1, {})).rejects.toThrow(/50001 rows are more than 50000/);
  });
});

it("checks its options", () => {
  expect(() => new Hdbscan({ minClusterSize: 1 })).toThrow(
    "Hdbscan: minClusterSize is 1: give a whole number from 2 up",
  );
  expect(() => new Hdbscan({ minSamples: 0 })).toThrow(ArgumentError);
  expect(() => new Hdbscan({ minClusterSize: 5, maxClusterSize: 4 })).toThrow(/from 5 up/);
  expect(() => new Hdbscan({ clusterSelection: "dbscan" as "eom" })).toThrow(/choose one of eom, leaf/);
  expect(() => new Hdbscan().labels).toThrow("call fit first");
});
