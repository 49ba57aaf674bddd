import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { ArgumentError, ShapeError } from "../../src/errors.js";
import { silhouetteSamples, silhouetteScore } from "../../src/metrics/silhouette.js";
import { silhouette } from "../../src/metrics/silhouette_on_device.js";
import { Random } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { testDevices } from "../support/devices.js";

/** Rows about one centre for each cluster; the last cluster has one row. */
function sample(rows: number, columns: number, clusters: number, factor: number) {
  const random = new Random(3);
  const labels = Int32Array.from({ length: rows }, (_, i) => (i === 0 ? 99 : random.integer(clusters) - 1));
  const values = Float32Array.from(
    { length: rows * columns },
    (_, i) => factor * (random.normal() + 2 * Math.sin(labels[Math.floor(i / columns)]! + (i % columns))),
  );
  return { values, labels };
}

describe.each(testDevices)("silhouette on a device [$kind]", ({ skip, open }) => {
  let device: Device;
  beforeAll(async () => {
    if (!skip) device = await open();
  });
  afterAll(() => device?.close());

  it.skipIf(skip).each([
    { rows: 500, columns: 7, clusters: 4, factor: 1 },
    { rows: 300, columns: 70, clusters: 100, factor: 1 },
    { rows: 900, columns: 3, clusters: 2, factor: 1e30 },
    { rows: 50, columns: 1, clusters: 3, factor: 1e-30 },
  ])("equals float64 on the host: %o", async ({ rows, columns, clusters, factor }) => {
    const { values, labels } = sample(rows, columns, clusters, factor);
    using x = tensor(device, values, [rows, columns]);
    const { score, samples } = await silhouette(x, labels);
    expect(score).toBeCloseTo(silhouetteScore(values, columns, labels), 6);
    const expected = silhouetteSamples(values, columns, labels);
    for (let i = 0; i < rows; i++) expect(samples[i]).toBeCloseTo(expected[i]!, 5);
    expect(samples[0]).toBe(0);
  });

  it.skipIf(skip)("gives 0 where all rows are equal", async () => {
    using x = tensor(device, new Float32Array(12).fill(3), [6, 2]);
    expect((await silhouette(x, [0, 0, 0, 1, 1, 1])).score).toBe(0);
  });

  it.skipIf(skip)("refuses what has no silhouette", async () => {
    using x = tensor(device, Float32Array.of(1, 2, 3, 4), [4, 1]);
    using bad = tensor(device, Float32Array.of(1, Number.NaN, 3, 4), [4, 1]);
    using flat = tensor(device, Float32Array.of(1, 2, 3, 4), [4]);
    await expect(silhouette(x, [0, 0, 0, 0])).rejects.toThrow(/in 1 cluster/);
    await expect(silhouette(x, [0, 1, 2, 3])).rejects.toThrow(ArgumentError);
    await expect(silhouette(x, [0, 1])).rejects.toThrow(ShapeError);
    await expect(silhouette(flat, [0, 1])).rejects.toThrow(ShapeError);
    await expect(silhouette(bad, [0, 0, 1, 1])).rejects.toThrow(/points\[1, 0\] is NaN/);
  });
});
