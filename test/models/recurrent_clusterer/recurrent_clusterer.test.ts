/** Maps whose classes only their cells tell, views of maps, and the clusterer's file. */
import { describe, expect, it } from "vitest";
import { Tape } from "../../../src/autograd/index.js";
import { ArgumentError, DataError, ShapeError } from "../../../src/errors.js";
import { restoreEstimator } from "../../../src/estimators/registry.js";
import { clusteringAccuracy } from "../../../src/metrics/accuracy.js";
import { RecurrentClusterer } from "../../../src/models/index.js";
import {
  drawCells,
  drawExtents,
  MapViews,
  shuffled,
} from "../../../src/models/recurrent_clusterer/map_views.js";
import { Random } from "../../../src/random/philox.js";
import { tensor } from "../../../src/tensor/index.js";
import { onEachDevice } from "../../support/devices.js";

const SIZE = { rows: 4, columns: 4 };
const CHANNELS = 6;

/** Maps of two classes: cells lie along one axis or the other, on either side of 0, so that means tell nothing. */
function twoAxes(count: number, seed: number) {
  const random = new Random(seed, 0);
  const labels = Int32Array.from({ length: count }, (_, i) => i % 2);
  const data = new Float32Array(count * 16 * CHANNELS);
  for (let cell = 0; cell < count * 16; cell++) {
    const sign = random.uniform() < 0.5 ? -2 : 2;
    for (let c = 0; c < CHANNELS; c++) {
      const own = c === labels[Math.floor(cell / 16)]! ? sign : 0;
      data[cell * CHANNELS + c] = own + 0.3 * random.normal();
    }
  }
  return { labels, data, shape: [count, 16 * CHANNELS] };
}

onEachDevice("RecurrentClusterer", (device) => {
  it("finds classes that the means of maps do not tell, also of new ones and from a file", async () => {
    const { labels, data, shape } = twoAxes(200, 1);
    using x = tensor(device, data, shape);
    const clusterer = new RecurrentClusterer({
      ...{ ...SIZE, clusters: 2, hidden: 16, heads: 4, firstTargets: 0, batch: 50, epochs: 40 },
    });
    const found = await clusterer.fitPredict(x);
    expect(clusteringAccuracy(labels, found).accuracy).toBeGreaterThan(0.95);
    const fresh = twoAxes(80, 2);
    using y = tensor(device, fresh.data, fresh.shape);
    const predicted = await clusterer.predict(y);
    expect(clusteringAccuracy(fresh.labels, predicted).accuracy).toBeGreaterThan(0.95);
    const restored = restoreEstimator("recurrent", clusterer.state()) as RecurrentClusterer;
    expect(restored.labels).toEqual(found);
    expect(await restored.predictProba(y)).toEqual(await clusterer.predictProba(y));
    const state = clusterer.state();
    expect(() => restoreEstimator("recurrent", { ...state, details: { ...state.details, head: 9 } })).toThrow(
      /has no head 9/,
    );
    using narrow = tensor(device, new Float32Array(64), [2, 32]);
    await expect(clusterer.predict(narrow)).rejects.toThrow(ShapeError);
  });

  it("gives the same classes for the same seed, and begins with clusterings of means", async () => {
    const random = new Random(5, 0);
    const labels = Int32Array.from({ length: 90 }, (_, i) => i % 3);
    const data = Float32Array.from({ length: 90 * 16 * CHANNELS }, (_, i) => {
      const near = i % CHANNELS === labels[Math.floor(i / (16 * CHANNELS))]! ? 2 : 0;
      return near + 0.5 * random.normal();
    });
    using x = tensor(device, data, [90, 16 * CHANNELS]);
    const options = { ...SIZE, clusters: 3, hidden: 8, heads: 2, components: 4, firstTargets: 2, epochs: 5 };
    const [a, b] = [new RecurrentClusterer(options), new RecurrentClusterer(options)];
    expect(await a.fitPredict(x)).toEqual(await b.fitPredict(x));
    expect(clusteringAccuracy(labels, a.labels).accuracy).toBe(1);
  });

  it("draws views of the cells of each map", async () => {
    const values = Float32Array.from({ length: 3 * 16 * 2 }, (_, i) => i);
    using cells = tensor(device, values, [48, 2]);
    const views = new MapViews(cells, 0.5, SIZE, { crop: 0.3, drop: 0.5, shuffle: 3 });
    using tape = new Tape(device, { gradient: false });
    const batch = views.select(tape, Uint32Array.of(2, 0));
    const plain = views.plain(tape, batch);
    expect(plain.shape).toEqual([2, 4, 4, 2]);
    expect(await plain.data()).toEqual(
      Float32Array.from([...values.subarray(64), ...values.subarray(0, 32)], (value) => value / 2),
    );
    for (let offset = 0; offset < 20; offset++) {
      const view = views.augmented(tape, batch, {}, { seed: 1, offset });
      const [maps, steps] = view.shape as [number, number];
      expect([maps, view.shape[2], view.shape[3]]).toEqual([2, 1, 2]);
      expect(steps).toBeGreaterThanOrEqual(2);
      expect(steps).toBeLessThanOrEqual(8);
      const data = await view.data();
      for (const [i, map] of [2, 0].entries()) {
        const own = Array.from({ length: steps }, (_, step) => data[(i * steps + step) * 2]!);
        expect(new Set(own).size).toBe(steps);
        expect(own.every((value) => value >= 16 * map && value < 16 * (map + 1))).toBe(true);
      }
    }
  });

  it("says what is wrong", async () => {
    expect(() => new RecurrentClusterer({ clusters: 1, rows: 4 })).toThrow(
      "RecurrentClusterer.clusters is 1: give a whole number from 2 to 10000",
    );
    const clusterer = new RecurrentClusterer({ clusters: 3, ...SIZE });
    expect(() => clusterer.labels).toThrow(ArgumentError);
    using x = tensor(device, new Float32Array(2 * 32), [2, 32]);
    await expect(clusterer.fit(x)).rejects.toThrow(DataError);
    using y = tensor(device, new Float32Array(4 * 30), [4, 30]);
    await expect(clusterer.fit(y)).rejects.toThrow(
      "RecurrentClusterer.fit: x is [4, 30]: give rows of a whole number of cells of 4 x 4 numbers",
    );
  });
});

describe("views of maps", () => {
  it("cuts rectangles of a share of the area, within the map", () => {
    const random = new Random(3, 0);
    for (let i = 0; i < 200; i++) {
      const size = { rows: 7, columns: 5 };
      const { rows, columns } = drawExtents(size, 0.4, random);
      expect(rows * columns).toBeGreaterThanOrEqual(0.3 * 35);
      const kept = 1 + random.integer(rows * columns);
      const cells = drawCells(size, { rows, columns }, kept, random);
      expect(cells.length).toBe(kept);
      const at = [...cells].map((cell) => [Math.floor(cell / 5), cell % 5] as const);
      const span = (axis: 0 | 1) => Math.max(...at.map((a) => a[axis])) - Math.min(...at.map((a) => a[axis]));
      expect(span(0)).toBeLessThan(rows);
      expect(span(1)).toBeLessThan(columns);
      expect([...cells]).toEqual([...new Set(cells)].sort((a, b) => a - b));
      expect(Math.max(...cells)).toBeLessThan(35);
    }
    expect(drawExtents({ rows: 50, columns: 1 }, 1, random)).toEqual({ rows: 50, columns: 1 });
  });

  it("shuffles within windows alone", () => {
    const random = new Random(4, 0);
    let moved = 0;
    for (let i = 0; i < 50; i++) {
      const order = shuffled(
        Uint32Array.from({ length: 20 }, (_, step) => step),
        4,
        random,
      );
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, step) => step));
      for (const [step, from] of order.entries()) {
        expect(Math.abs(step - from)).toBeLessThan(4);
        moved += step === from ? 0 : 1;
      }
    }
    expect(moved).toBeGreaterThan(300);
    expect(shuffled(Uint32Array.of(2, 1), 1, random)).toEqual(Uint32Array.of(2, 1));
  });
});
