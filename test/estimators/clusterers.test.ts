/** Clusterers that were saved and read again: they answer with the same bits, and damaged states are refused. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { SkeinError } from "../../src/errors.js";
import type { Clusterer, EstimatorState, StateArray } from "../../src/estimators/estimator.js";
import { restoreEstimator } from "../../src/estimators/registry.js";
import * as skein from "../../src/index.js";
import { clusteringMethods, loadEstimator, saveEstimator, tensor } from "../../src/index.js";
import { onEachDevice } from "../support/devices.js";

const folder = mkdtempSync(join(tmpdir(), "skein-clusterers-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Three clouds of thirty rows. */
const random = new skein.Random(4);
const values = Float32Array.from({ length: 270 }, (_, i) => 8 * (Math.floor(i / 3) % 3) + random.normal());

const options = { clusters: 3, seed: 5 };
const makers: Record<string, () => Clusterer> = {
  ...Object.fromEntries(clusteringMethods.all().map((method) => [method.name, () => method.create(options)])),
  "kmeans, given centres": () =>
    new skein.KMeans({ clusters: 3, init: values.slice(0, 9), metric: "cosine" }),
  "agglomerative, threshold": () => new skein.Agglomerative({ distanceThreshold: 4 }),
  "hdbscan, options": () => new skein.Hdbscan({ maxClusterSize: 40, clusterSelection: "leaf" }),
  "mixture, given means": () => new skein.GaussianMixture({ components: 3, means: values.slice(0, 9) }),
  "mixture, tied": () => new skein.GaussianMixture({ components: 3, covarianceType: "tied" }),
  "mixture, spherical": () => new skein.GaussianMixture({ components: 2, covarianceType: "spherical" }),
};

describe("clustering methods by name", () => {
  it("are there", () => {
    const names = clusteringMethods.all().map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["kmeans", "ward", "average", "complete", "single", "hdbscan", "gmm"]),
    );
  });
});

onEachDevice("saved clusterers", (device) => {
  /** Each is fitted once. */
  const fits = new Map<string, Clusterer>();

  it.each(Object.keys(makers))("%s", async (name) => {
    using x = tensor(device, values, [90, 3]);
    const fitted = makers[name]!();
    expect(() => fitted.state()).toThrow(SkeinError);
    const labels = await fitted.fitPredict(x);
    fits.set(name, fitted);
    expect(labels).toEqual(fitted.labels);
    const path = join(folder, "estimator.safetensors");
    await saveEstimator(fitted, path);
    const restored = (await loadEstimator(path)) as Clusterer;
    expect(restored.constructor).toBe(fitted.constructor);
    expect(restored.labels).toEqual(labels);
    expect(restored.state()).toEqual(fitted.state());
    for (const ask of ["predict", "predictProba", "scoreSamples", "transform"] as const) {
      const [one, other] = [fitted, restored].map(
        (each) => (each as never as Record<typeof ask, unknown>)[ask],
      );
      expect(typeof one).toBe(typeof other);
      if (typeof one !== "function") continue;
      expect(await (other as typeof one).call(restored, x)).toEqual(await one.call(fitted, x));
    }
  });

  it.each(Object.keys(makers))("%s: a damaged state is refused", async (name) => {
    using x = tensor(device, values, [90, 3]);
    const fitted = fits.get(name) ?? (await makers[name]!().fit(x));
    const state = fitted.state();
    const restore = (changes: Partial<EstimatorState>) =>
      restoreEstimator(fitted.kind, { ...state, ...changes });
    expect(restore({}).kind).toBe(fitted.kind);
    for (const key of Object.keys(state.arrays)) {
      const { [key]: array, ...others } = state.arrays as Record<string, StateArray>;
      const rest = key === "init" ? { ...others, init: { shape: [1], data: new Int32Array(1) } } : others;
      expect(() => restore({ arrays: rest }), `without ${key}`).toThrow(SkeinError);
      const { data } = array!;
      // Labels may be of any number of rows, where nothing else has as many.
      const short = { shape: [data.length - 1, 1, 1], data: data.slice(1) };
      expect(() => restore({ arrays: { ...others, [key]: short } }), `short ${key}`).toThrow(SkeinError);
    }
    for (const key of Object.keys(state.details ?? {})) {
      if (typeof (state.details as Record<string, unknown>)[key] !== "number") continue;
      const details = { ...state.details, [key]: "much" };
      expect(() => restore({ details }), `details.${key}`).toThrow(SkeinError);
    }
    for (const key of Object.keys(state.options)) {
      const changed = { ...state.options, [key]: { not: "an option" } };
      if (typeof (state.options as Record<string, unknown>)[key] === "boolean") continue;
      expect(() => restore({ options: changed }), `options.${key}`).toThrow(SkeinError);
    }
  });
});
