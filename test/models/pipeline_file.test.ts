/** Files of pipelines: what they hold, and what is said of damaged ones. */
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
import { openDevice } from "../../src/device/node/index.js";
import { ModelFileError } from "../../src/errors.js";
import type { Clusterer, EstimatorState } from "../../src/estimators/estimator.js";
import { registerEstimator } from "../../src/estimators/registry.js";
import { readSafetensors, type StoredTensor, writeSafetensors } from "../../src/io/safetensors.js";
import { loadModel, Pipeline } from "../../src/models/index.js";
import type { Tensor } from "../../src/tensor/index.js";

import { fittedPipeline, Halves, images, KINDS } from "./pipeline_examples.js";

const folder = mkdtempSync(join(tmpdir(), "skein-pipeline-file-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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

  const fitted = () => fittedPipeline(device);

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
