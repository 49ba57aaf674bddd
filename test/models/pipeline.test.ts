/** Pipelines: steps, and answers for new examples. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Agglomerative } from "../../src/clustering/agglomerative/agglomerative.js";
import { Hdbscan } from "../../src/clustering/hdbscan/hdbscan.js";
import { KMeans } from "../../src/clustering/kmeans/kmeans.js";
import { GaussianMixture } from "../../src/clustering/mixture/gaussian_mixture.js";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DataError, ShapeError } from "../../src/errors.js";
import type { Clusterer } from "../../src/estimators/estimator.js";
import { readSafetensors } from "../../src/io/safetensors.js";
import { type Images, loadModel, Pipeline } from "../../src/models/index.js";
import { memberships } from "../../src/models/pipeline/votes.js";
import { Random } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";
import { channels, fittedPipeline, Halves, height, images, KINDS, width } from "./pipeline_examples.js";

const folder = mkdtempSync(join(tmpdir(), "skein-pipeline-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const kindsOf = (count: number) => Int32Array.from({ length: count }, (_, i) => i % KINDS);

/** The same partition, whatever its numbers. */
function samePartition(a: Int32Array, b: Int32Array): boolean {
  const names = new Map<number, number>();
  return (
    a.every((label, i) => (names.has(label) ? names.get(label) === b[i] : !!names.set(label, b[i]!))) &&
    new Set(names.values()).size === names.size
  );
}

const clusterers: readonly [string, () => Clusterer][] = [
  ["centres", () => new KMeans({ clusters: KINDS })],
  ["probabilities", () => new GaussianMixture({ components: KINDS })],
  ["votes", () => new Agglomerative({ clusters: KINDS })],
  ["votes, noise", () => new Hdbscan({ minClusterSize: 5 })],
];

onEachDevice("pipelines", (device, kind) => {
  it.each([
    new KMeans({ clusters: 2 }),
    new GaussianMixture({ components: 2 }),
    new Agglomerative({ clusters: 2 }),
    new Hdbscan(),
  ])("end within a clusterer when a signal says so: $kind", async (clusterer) => {
    const stop = new AbortController();
    const pipeline = new Pipeline([["cluster", clusterer]], { device });
    const onStep = () => stop.abort(new Error("stopped"));
    await expect(pipeline.fit(images(60), { signal: stop.signal, onStep })).rejects.toThrow("stopped");
    expect(() => pipeline.labels).toThrow(ArgumentError);
    expect((await pipeline.fit(images(60))).labels).toHaveLength(60);
    await pipeline.close();
  });

  for (const [title, clusterer] of clusterers) {
    it(`sort new images by ${title}, and do so bit by bit when reopened`, async () => {
      const pipeline = new Pipeline(
        [
          ["halves", new Halves()],
          ["cluster", clusterer()],
        ],
        { device },
      );
      const labels = await pipeline.fitPredict(images(60));
      expect(samePartition(kindsOf(60), labels)).toBe(true);
      expect(pipeline.labels).toEqual(labels);
      const others = images(30, 1);
      const found = await pipeline.predict(others);
      expect(samePartition(kindsOf(30), found)).toBe(true);
      expect(found[0]).toBe(labels[0]);

      const { rows, columns, data } = await pipeline.predictProba(others);
      expect([rows, columns]).toEqual([30, KINDS]);
      expect(pipeline.classNames).toEqual(["0", "1", "2"]);
      for (let i = 0; i < rows; i++) {
        const row = data.subarray(i * columns, (i + 1) * columns);
        expect(row.reduce((sum, share) => sum + share)).toBeCloseTo(1, 5);
        expect(row.indexOf(Math.max(...row))).toBe(found[i]);
      }

      const path = join(folder, `${kind}.safetensors`);
      await pipeline.save(path);
      const opened = await loadModel(path, device);
      expect(opened).toBeInstanceOf(Pipeline);
      expect(opened).toMatchObject({ kind: "pipeline", supervised: false, classNames: ["0", "1", "2"] });
      expect(opened.imageSize).toEqual({ height, width, channels });
      expect(opened.config).toEqual(pipeline.config);
      expect((opened as Pipeline).labels).toEqual(labels);
      expect(await opened.predict(others)).toEqual(found);
      expect((await opened.predictProba(others)).data).toEqual(data);
      expect((await opened.transform(others)).data).toEqual((await pipeline.transform(others)).data);
      await opened.save(`${path}.2`);
      const { metadata, tensors } = await readSafetensors(path);
      const again = await readSafetensors(`${path}.2`);
      expect(metadata).toMatchObject({ format: "skein-model", version: "2", kind: "pipeline" });
      expect(again).toEqual({ metadata, tensors });
    });
  }

  it("give images and float32 tensors of them the same answers", async () => {
    const steps = () =>
      [
        ["halves", new Halves()],
        ["k", new KMeans({ clusters: KINDS })],
      ] as const;
    const bytes = new Pipeline(steps(), { device });
    const floats = new Pipeline(steps());
    const set = images(40);
    const values = Float32Array.from(set.pixels, (byte) => byte / 255);
    using x = tensor(device, values, [40, height, width, channels]);
    expect(await floats.fitPredict(x)).toEqual(await bytes.fitPredict(set));
    expect(await floats.predict(x)).toEqual(await bytes.predict(set));
  });

  it("leave noise unsorted", async () => {
    // Two dense groups, and a row far from both.
    const random = new Random(3);
    const rows = Array.from({ length: 41 }, (_, i) => {
      const base = i === 40 ? 500 : i % 2 ? 10 : 0;
      return [base + random.uniform(), base + random.uniform()];
    });
    using x = tensor(device, rows.flat(), [41, 2]);
    const pipeline = new Pipeline([["cluster", new Hdbscan({ minClusterSize: 5 })]]);
    const labels = await pipeline.fitPredict(x);
    expect(labels[40]).toBe(-1);
    expect(pipeline.classNames).toEqual(["0", "1", "unsorted"]);
    // The five nearest of the lonely row are itself and four of one group, so it lies with that group.
    using near = tensor(device, [0.5, 0.5, 10.5, 10.5], [2, 2]);
    const found = await pipeline.predict(near);
    expect([...found]).toEqual([labels[0], labels[1]]);
    const { data, columns } = await pipeline.predictProba(x);
    expect(columns).toBe(3);
    expect(data[40 * 3 + 2]).toBeCloseTo(0.2, 6);
  });
});

describe("a pipeline [native]", async () => {
  let device: Device;
  device = await openDevice("native");
  afterAll(() => device.close());
  const fitted = () => fittedPipeline(device);

  it("sorts pixels where it has no transformer, and needs no clusterer", async () => {
    const pixels = new Pipeline([["cluster", new KMeans({ clusters: KINDS })]], { device });
    expect(samePartition(kindsOf(30), await pixels.fitPredict(images(30)))).toBe(true);
    const { columns, data } = await pixels.transform(images(2));
    expect(columns).toBe(height * width);
    expect(data[0]).toBeCloseTo(images(2).pixels[0]! / 255, 6);

    const features = await new Pipeline([["halves", new Halves()]], { device }).fit(images(30));
    expect(await features.transform(images(5))).toMatchObject({ rows: 5, columns: 2 });
    expect(() => features.labels).toThrow(/the last step is no clusterer/);
    await expect(features.predict(images(5))).rejects.toThrow(ArgumentError);
    const path = join(folder, "features.safetensors");
    await features.save(path);
    const opened = await Pipeline.load(path, device);
    expect((await opened.transform(images(5))).data).toEqual((await features.transform(images(5))).data);
  });

  it("gives the same bits with one thread and with two, and for batches of any size", async () => {
    const results = [];
    for (const threads of [1, 2]) {
      using one = await openDevice("native", { threads });
      const steps = [
        ["halves", new Halves()],
        ["cluster", new KMeans({ clusters: KINDS })],
      ] as const;
      const pipeline = new Pipeline(steps, { device: one });
      await pipeline.fit(images(60));
      results.push((await pipeline.predictProba(images(50, 2))).data);
      const few = await pipeline.predictProba(images(7, 2));
      expect(few.data).toEqual(results[0]!.subarray(0, 7 * KINDS));
    }
    expect(results[1]).toEqual(results[0]);
  });

  it("names its steps while it learns, and ends between them", async () => {
    const names: string[] = [];
    const stop = new AbortController();
    const steps = [
      ["halves", new Halves()],
      ["cluster", new KMeans({ clusters: KINDS })],
    ] as const;
    const pipeline = new Pipeline(steps, { device });
    await pipeline.fit(images(20), { onStep: (name) => names.push(name) });
    expect(names).toEqual(["halves", "cluster"]);
    const ended = pipeline.fit(images(20), {
      signal: stop.signal,
      onStep: () => stop.abort(new Error("stop")),
    });
    await expect(ended).rejects.toThrow("stop");
    expect(() => pipeline.labels).toThrow(/learned nothing yet/);
  });

  it("refuses steps that are none", () => {
    const kmeans = new KMeans({ clusters: 2 });
    const wrong: [unknown, RegExp][] = [
      [[], /there are no steps: give at least one/],
      [[["", kmeans]], /step 0 has no name/],
      [[kmeans], /step 0 has no name/],
      [
        [
          ["a", new Halves()],
          ["a", kmeans],
        ],
        /two steps are called a: give each/,
      ],
      [
        [
          ["k", kmeans],
          ["halves", new Halves()],
        ],
        /step k sorts rows into clusters: make it the last step/,
      ],
      [[["a", {}]], /step a has neither transform nor fitPredict/],
      [[["a", null]], /step a has neither transform nor fitPredict/],
    ];
    for (const [steps, message] of wrong) {
      expect(() => new Pipeline(steps as [])).toThrow(ArgumentError);
      expect(() => new Pipeline(steps as [])).toThrow(message);
    }
  });

  it("refuses examples that it cannot take", async () => {
    const pipeline = await fitted();
    const wide = { ...images(3), height: width, width: height };
    await expect(pipeline.predict(wide)).rejects.toThrow(DataError);
    await expect(pipeline.predict(wide)).rejects.toThrow(/fit got images of 6 x 4 x 1, these are 4 x 6 x 1/);
    await expect(pipeline.predict(images(0))).rejects.toThrow(/there are no images/);
    await expect(pipeline.fit(images(0))).rejects.toThrow(DataError);
    await expect(pipeline.fit(null as unknown as Images)).rejects.toThrow(/null are no images/);
    using flat = tensor(device, [1, 2, 3], [3]);
    await expect(pipeline.fit(flat)).rejects.toThrow(ShapeError);
    await expect(pipeline.fit(images(2))).rejects.toThrow(/2 rows cannot fill 3 clusters/);
    await expect(pipeline.save(join(folder, "none"))).rejects.toThrow(/learned nothing yet: call fit/);
    expect(() => new Pipeline([["halves", new Halves()]]).imageSize).toThrow(ArgumentError);
  });
});

describe("memberships of fuzzy c-means", () => {
  it("fall with the square of the distance, and a row on a centre is its own", () => {
    const shares = memberships(Float32Array.of(1, 2, 2, 0, 3, 5, 0, 0, 1e-20), 3);
    expect(Array.from(shares)).toEqual([2 / 3, 1 / 6, 1 / 6, 1, 0, 0, 0.5, 0.5, 0].map(Math.fround));
    // Squares of distances may leave float32.
    expect(Array.from(memberships(Float32Array.of(1e30, 2e30), 2))).toEqual([0.8, 0.2].map(Math.fround));
  });
});
