/** Pipelines: steps, answers for new examples, files. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Agglomerative } from "../../src/clustering/agglomerative/agglomerative.js";
import { BalancedKMeans } from "../../src/clustering/balanced/balanced_kmeans.js";
import { Hdbscan } from "../../src/clustering/hdbscan/hdbscan.js";
import { KMeans } from "../../src/clustering/kmeans/kmeans.js";
import { MiniBatchKMeans } from "../../src/clustering/kmeans/mini_batch.js";
import { GaussianMixture } from "../../src/clustering/mixture/gaussian_mixture.js";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DataError, ModelFileError, ShapeError } from "../../src/errors.js";
import type { Clusterer, EstimatorState, Transformer } from "../../src/estimators/estimator.js";
import { registerEstimator } from "../../src/estimators/registry.js";
import { readSafetensors, type StoredTensor, writeSafetensors } from "../../src/io/safetensors.js";
import { type Images, loadModel, Pipeline } from "../../src/models/index.js";
import { memberships } from "../../src/models/pipeline/votes.js";
import { Random } from "../../src/random/philox.js";
import { type Tensor, tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

const folder = mkdtempSync(join(tmpdir(), "skein-pipeline-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Means of the upper and the lower half of each image, less those of all images that `fit` got. */
class Halves implements Transformer {
  readonly kind = "test_halves";
  #means: Float64Array | null = null;

  async fit(x: Tensor): Promise<this> {
    const rows = await halves(x);
    const mean = (half: number) => rows.reduce((sum, row) => sum + row[half]!, 0) / rows.length;
    this.#means = Float64Array.of(mean(0), mean(1));
    return this;
  }

  async transform(x: Tensor): Promise<Tensor> {
    const values = (await halves(x)).flatMap((row) => row.map((value, half) => value - this.#means![half]!));
    return tensor(x.device, Float32Array.from(values), [x.shape[0]!, 2]);
  }

  state(): EstimatorState {
    if (!this.#means) throw new ArgumentError("Halves: there is no result yet: call fit first");
    return { options: {}, arrays: { means: { shape: [2], data: this.#means } } };
  }

  static restore({ arrays }: EstimatorState): Halves {
    const halves = new Halves();
    halves.#means = arrays.means!.data as Float64Array;
    return halves;
  }
}
registerEstimator({ kind: "test_halves", restore: Halves.restore });

/** A clusterer of a user's own: all rows are of the first of two clusters. */
class First implements Clusterer {
  readonly kind = "test_first";
  labels = new Int32Array(0);

  async fit(x: Tensor): Promise<this> {
    this.labels = await this.predict(x);
    return this;
  }

  async fitPredict(x: Tensor): Promise<Int32Array> {
    return (await this.fit(x)).labels;
  }

  async predict(x: Tensor): Promise<Int32Array<ArrayBuffer>> {
    return new Int32Array(x.shape[0]!);
  }

  async predictProba(x: Tensor): Promise<Float32Array> {
    return Float32Array.from({ length: 2 * x.shape[0]! }, (_, i) => 1 - (i % 2));
  }

  state(): EstimatorState {
    return { options: {}, arrays: {} };
  }
}
registerEstimator({ kind: "test_first", restore: () => new First() });

async function halves(x: Tensor): Promise<number[][]> {
  const data = await x.data();
  const [count, size] = [x.shape[0]!, x.size / x.shape[0]!];
  const mean = (part: Float32Array) => part.reduce((sum, value) => sum + value, 0) / part.length;
  return Array.from({ length: count }, (_, i) => {
    const image = data.subarray(i * size, (i + 1) * size);
    return [mean(image.subarray(0, size / 2)), mean(image.subarray(size / 2))];
  });
}

const KINDS = 3;
const [height, width, channels] = [6, 4, 1];

/** Images that are bright above, bright below or dark, in turn. */
function images(count: number, seed = 0): Images {
  const random = new Random(seed);
  const pixels = Uint8Array.from({ length: count * height * width }, (_, i) => {
    const kind = Math.floor(i / (height * width)) % KINDS;
    const half = Math.floor((i % (height * width)) / (width * (height / 2)));
    return (half === kind ? 180 : 30) + Math.floor(40 * random.uniform());
  });
  return { count, height, width, channels, pixels };
}

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
  const fitted = async () => {
    const steps = [
      ["halves", new Halves()],
      ["cluster", new Agglomerative({ clusters: KINDS })],
    ] as const;
    return await new Pipeline(steps, { device }).fit(images(20));
  };

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

  it("refuses files that are damaged or of a kind that is not known", async () => {
    const path = join(folder, "good.safetensors");
    await (await fitted()).save(path);
    const { tensors, metadata } = await readSafetensors(path);
    const bad = join(folder, "bad.safetensors");
    const config = JSON.parse(metadata.config!);
    const changes: [string, Record<string, string>, (all: typeof tensors) => void][] = [
      ["no labels", {}, (all) => all.delete("estimator:labels")],
      ["no rows", {}, (all) => all.delete("estimator:rows")],
      [
        "a label beyond the clusters",
        { details: metadata.details!.replace('"clusters":3', '"clusters":2') },
        () => {},
      ],
      [
        "rows of another number",
        {},
        (all) => all.set("estimator:rows", { dtype: "F32", shape: [1, 2], data: new Float32Array(2) }),
      ],
      [
        "an unknown kind",
        { config: JSON.stringify({ steps: [{ ...config.steps[0], kind: "later" }] }) },
        () => {},
      ],
      ["no steps", { config: "{}" }, () => {}],
      [
        "bytes for numbers",
        {},
        (all) => all.set("estimator:labels", { dtype: "U8", shape: [1], data: new Uint8Array(1) }),
      ],
    ];
    for (const [what, other, change] of changes) {
      const changed = new Map(tensors);
      change(changed);
      await writeSafetensors(bad, changed, { ...metadata, ...other });
      await expect(loadModel(bad, device), what).rejects.toThrow(ModelFileError);
    }
  });
});

describe("a pipeline's file [native]", async () => {
  const device = await openDevice("native");
  afterAll(() => device.close());

  /** A pipeline's file, and what reading it says after changes. */
  const fileOf = async (clusterer: Clusterer) => {
    const path = join(folder, "whole.safetensors");
    const steps = [
      ["halves", new Halves()],
      ["cluster", clusterer],
    ] as const;
    await (await new Pipeline(steps, { device }).fit(images(20))).save(path);
    const { tensors, metadata } = await readSafetensors(path);
    const part = (name: string) => JSON.parse(metadata[name]!);
    const opened = async (changes: Record<string, object>, arrays: Record<string, StoredTensor> = {}) => {
      const changed = join(folder, "changed.safetensors");
      const texts = Object.entries(changes).map(([name, value]) => [name, JSON.stringify(value)]);
      const all = new Map([...tensors, ...Object.entries(arrays)]);
      await writeSafetensors(changed, all, { ...metadata, ...Object.fromEntries(texts) });
      return await loadModel(changed, device);
    };
    return { config: part("config"), details: part("details"), tensors, opened };
  };
  const refused = async (opening: Promise<unknown>, message: string) => {
    await expect(opening).rejects.toThrow(ModelFileError);
    await expect(opening).rejects.toThrow(message);
  };

  it("says which kind of step is not known, and what a step takes", async () => {
    const { config, opened } = await fileOf(new KMeans({ clusters: KINDS }));
    const [first, last] = config.steps;
    const cases: [unknown, string][] = [
      [
        [{ ...first, kind: "later" }, last],
        "an estimator of kind later, which this version of skein does not know: install a newer version of skein",
      ],
      [[{ ...first, options: 5 }, last], "config.steps.0.options is 5: give an object of options"],
      [[{ ...first, kind: 5 }, last], "config.steps.0.kind is 5: give a text"],
      [[5], "config.steps.0 is 5: give an object of name, kind and options"],
      [[], "config.steps is []: give at least one step"],
      [5, "config.steps is 5: give a list of steps"],
    ];
    for (const [steps, message] of cases) await refused(opened({ config: { steps } }), message);
  });

  it.each([
    ["kmeans", () => new KMeans({ clusters: KINDS })],
    ["mini_batch_kmeans", () => new MiniBatchKMeans({ clusters: KINDS })],
    ["balanced_kmeans", () => new BalancedKMeans({ clusters: KINDS })],
    ["mixture", () => new GaussianMixture({ components: KINDS })],
    ["agglomerative", () => new Agglomerative({ clusters: KINDS })],
    ["hdbscan", () => new Hdbscan({ minClusterSize: 5 })],
  ])("has the number of clusters of its %s, and no other", async (kind, clusterer) => {
    const { details, opened } = await fileOf(clusterer());
    expect((await opened({ details })).classNames.slice(0, KINDS)).toEqual(["0", "1", "2"]);
    for (const clusters of [0, KINDS - 1, KINDS + 1, 3e9]) {
      const message = `details.clusters is ${clusters}, ${kind} found 3: copy the file again, or fit again`;
      await refused(opened({ details: { ...details, clusters } }), message);
    }
  });

  it("may have clusters without an example, but no example of a cluster beyond K", async () => {
    const { opened } = await fileOf(new KMeans({ clusters: KINDS }));
    const of = (label: number): Record<string, StoredTensor> => ({
      "estimator:labels": { dtype: "I32", shape: [20], data: new Int32Array(20).fill(label) },
    });
    expect((await opened({}, of(1))).classNames).toEqual(["0", "1", "2"]);
    await refused(
      opened({}, of(3)),
      "labels go up to 3, kmeans has the clusters 0 to 2: copy the file again",
    );
    await refused(opened({}, of(-2)), "labels are not whole numbers from -1 up: copy the file again");
  });

  it("has at least the clusters that occur, where a clusterer does not tell its K", async () => {
    const { details, opened } = await fileOf(new First());
    expect((await opened({ details })).classNames).toEqual(["0", "1"]);
    const message = "details.clusters is 0, test_first found 1: copy the file again, or fit again";
    await refused(opened({ details: { ...details, clusters: 0 } }), message);
  });

  it("has finite rows of as many columns as there are", async () => {
    const { tensors, opened } = await fileOf(new Agglomerative({ clusters: KINDS }));
    const rows = tensors.get("estimator:rows")!;
    const of = (columns: number, value = 0): Record<string, StoredTensor> => {
      const data = new Float32Array(20 * columns).fill(value);
      return { "estimator:rows": { dtype: "F32", shape: [20, columns], data } };
    };
    await refused(opened({}, of(2, Number.NaN)), "rows hold NaN or infinite values: copy the file again");
    await refused(opened({}, of(2, Infinity)), "rows hold NaN or infinite values: copy the file again");
    await refused(opened({}, of(0)), "rows have 0 columns, not 1 or more: copy the file again");

    // Without a transformer rows are pixels.
    const path = join(folder, "pixels.safetensors");
    const pixels = new Pipeline([["cluster", new Agglomerative({ clusters: KINDS })]], { device });
    await (await pixels.fit(images(20))).save(path);
    const { metadata, tensors: all } = await readSafetensors(path);
    await loadModel(path, device);
    await writeSafetensors(path, new Map([...all, ["estimator:rows", rows]]), metadata);
    await refused(loadModel(path, device), "rows have 2 columns, not 24: copy the file again, or fit again");
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
