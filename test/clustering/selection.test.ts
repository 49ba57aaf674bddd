import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pairwiseDistances } from "../../src/clustering/agglomerative/pairs.js";
import { chooseClusters } from "../../src/clustering/selection/choose_clusters.js";
import { criteriaOf, peaks, registerCriterion } from "../../src/clustering/selection/criterion.js";
import { neighbourGraph } from "../../src/clustering/selection/neighbour_graph.js";
import { recommend } from "../../src/clustering/selection/recommend.js";
import { meanSilhouette } from "../../src/clustering/selection/silhouette.js";
import { spectrum } from "../../src/clustering/spectral/embedding.js";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DataError, ShapeError } from "../../src/errors.js";
import { Random } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { testDevices } from "../support/devices.js";

/*
 * From scikit-learn 1.4.2 and NumPy:
 *
 *   n = np.arange(90)
 *   x = np.stack([4 * (n % 4) + (n * 37 % 101) / 50 * (n % 7), 3 * (n % 3) + n * 53 % 97 / 64], 1)
 *   x = x.astype(np.float32).astype(float)
 *   d = kneighbors_graph(x, 10, mode="distance"); s = np.sort(d.data.reshape(90, 10), 1)[:, 6]; d = d.tocoo()
 *   w = sp.csr_matrix((np.exp(-d.data**2 / (s[d.row] * s[d.col])), (d.row, d.col))).toarray(); w = np.maximum(w, w.T)
 *   r = 1 / np.sqrt(w.sum(1)); np.linalg.eigvalsh(r[:, None] * w * r)[::-1][:8]
 *   silhouette_score(x, n % 12), silhouette_score(x, n // 30)
 */
const patterns = Float32Array.from({ length: 180 }, (_, i) => {
  const n = Math.floor(i / 2);
  return i % 2 === 0 ? 4 * (n % 4) + (((n * 37) % 101) / 50) * (n % 7) : 3 * (n % 3) + ((n * 53) % 97) / 64;
});
const eigenvalues = [1, 0.97107442, 0.92755711, 0.89044646, 0.85408604, 0.77948419, 0.74961284, 0.72512925];
const silhouettes = [-0.01095398651828019, -0.03433639253115439];

/** Rows around K centres, in turn. */
function blobs(clusters: number, rows: number, columns: number, spread: number): Float32Array<ArrayBuffer> {
  const random = new Random(7, clusters);
  const centers = Float32Array.from({ length: clusters * columns }, () => spread * random.normal());
  return Float32Array.from(
    { length: rows * columns },
    (_, i) => centers[(Math.floor(i / columns) % clusters) * columns + (i % columns)]! + random.normal(),
  );
}

/** Rows [rows, 6] around at most 12 centres, all as far from the middle, along the axes. */
function apart(clusters: number, rows: number): Float32Array<ArrayBuffer> {
  const random = new Random(7, clusters);
  return Float32Array.from({ length: 6 * rows }, (_, i) => {
    const center = Math.floor(i / 6) % clusters;
    return (center % 6 === i % 6 ? (center < 6 ? 12 : -12) : 0) + random.normal();
  });
}

describe.each(testDevices)("chooseClusters [$kind]", ({ skip, open }) => {
  let device: Device;
  beforeAll(async () => {
    if (!skip) device = await open();
  });
  afterAll(() => device?.close());

  it.skipIf(skip)("finds the eigenvalues and silhouettes of scikit-learn and NumPy", async () => {
    using x = tensor(device, patterns, [90, 2]);
    const pairs = await pairwiseDistances("test", x);
    const { values, vectors } = await spectrum(neighbourGraph(pairs), { count: 8, seed: 0 });
    for (const [i, value] of values.entries()) expect(1 - value).toBeCloseTo(eigenvalues[i]!, 6);
    for (let i = 0; i < 8; i++) {
      for (let j = 0; j <= i; j++) {
        let product = 0;
        for (let n = 0; n < 90; n++) product += vectors[i * 90 + n]! * vectors[j * 90 + n]!;
        expect(product).toBeCloseTo(i === j ? 1 : 0, 8);
      }
    }
    const labels = (of: (n: number) => number) => Int32Array.from({ length: 90 }, (_, n) => of(n));
    expect(
      meanSilhouette(
        pairs,
        labels((n) => n % 12),
        12,
      ),
    ).toBeCloseTo(silhouettes[0]!, 7);
    expect(
      meanSilhouette(
        pairs,
        labels((n) => Math.floor(n / 30)),
        3,
      ),
    ).toBeCloseTo(silhouettes[1]!, 7);
  });

  it.skipIf(skip).each([2, 9])("recommends the number of %i blobs first", async (clusters) => {
    using x = tensor(device, apart(clusters, 240), [240, 6]);
    const { recommended, criteria, ks, partitions } = await chooseClusters(x, { to: 11 });
    expect(recommended[0]!.clusters).toBe(clusters);
    expect(recommended[0]!.confidence).toBeGreaterThan(0.6);
    expect(recommended[0]!.confidence).toBeLessThanOrEqual(1);
    expect(ks).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(criteria.map(({ name }) => name)).toEqual(criteriaOf().map(({ name }) => name));
    const agreeing = criteria.filter(({ choices }) => choices.includes(clusters));
    expect(agreeing.map(({ name }) => name)).toEqual(criteriaOf().map(({ name }) => name));
    for (const { labels, clusters: k } of partitions) expect(new Set(labels).size).toBe(k);
  });

  it.skipIf(skip)("says that a graph falls apart, and finds its parts", async () => {
    using x = tensor(device, blobs(4, 120, 3, 200), [120, 3]);
    const { criteria } = await chooseClusters(x, { to: 8, methods: ["eigengap"] });
    expect(criteria[0]!.note).toBe("The graph of nearest rows falls apart into 4 parts.");
    expect(criteria[0]!.choices[0]).toBe(4);
  });

  it.skipIf(skip)("works on one column, on constant columns and on few rows", async () => {
    const random = new Random(1);
    const places = Float32Array.from({ length: 90 }, (_, n) => 30 * (n % 3) + random.normal());
    using line = tensor(device, places, [90, 1]);
    expect((await chooseClusters(line, { to: 6 })).recommended[0]!.clusters).toBe(3);
    const flat = Float32Array.from({ length: 180 }, (_, i) => (i % 2 === 0 ? 5 : places[(i - 1) / 2]!));
    using constant = tensor(device, flat, [90, 2]);
    expect((await chooseClusters(constant, { to: 6 })).recommended[0]!.clusters).toBe(3);
    using few = tensor(device, Float32Array.of(0, 1, 10, 11), [4, 1]);
    const { ks, recommended } = await chooseClusters(few);
    expect(ks).toEqual([2, 3]);
    expect(recommended[0]!.clusters).toBe(2);
  });

  it.skipIf(skip)("looks at a sample of many rows", async () => {
    using x = tensor(device, blobs(3, 500, 2, 20), [500, 2]);
    const { rows, partitions, recommended } = await chooseClusters(x, { to: 6, sample: 100 });
    expect(rows.length).toBe(100);
    expect(Array.from(rows)).toEqual([...new Set(rows)].sort((a, b) => a - b));
    expect(rows.at(-1)).toBeGreaterThan(100);
    expect(partitions[0]!.labels.length).toBe(100);
    expect(recommended[0]!.clusters).toBe(3);
  });

  it.skipIf(skip)("says what is wrong with its input", async () => {
    const choose = async (values: number[], columns: number, options = {}) => {
      using x = tensor(device, Float32Array.from(values), [values.length / columns, columns]);
      return await chooseClusters(x, options);
    };
    const wrong = async (work: Promise<unknown>, type: new (message: string) => Error, text: string) => {
      const error = await work.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(type);
      expect((error as Error).message).toBe(`chooseClusters: ${text}`);
    };
    await wrong(choose([1, 2], 2), DataError, "x has 1 distinct row: give 3 or more to choose from");
    await wrong(
      choose([1, 1, 1, 1, 1, 1], 1),
      DataError,
      "x has 1 distinct row: give 3 or more to choose from",
    );
    await wrong(
      choose([1, 2, 3, 4, 1, 2, 3, 4], 1, { to: 6 }),
      DataError,
      "4 distinct rows cannot tell 6 clusters apart: give at most 3 clusters, or more rows",
    );
    await wrong(
      choose([1, 2, 3, Number.NaN, 5, 6], 2),
      DataError,
      "row 1 of x holds NaN or infinite values: leave that row out",
    );
    await wrong(
      choose([1, 2, 3], 1, { from: 1 }),
      ArgumentError,
      "from is 1: give a whole number from 2 to 20000",
    );
    await wrong(
      choose([1, 2, 3], 1, { from: 3, to: 2 }),
      ArgumentError,
      "to is 2: give a whole number from 3 to 20000",
    );
    await wrong(
      choose([1, 2, 3], 1, { methods: ["elbow"] }),
      ArgumentError,
      `elbow is no known method: choose one of ${criteriaOf()
        .map(({ name }) => name)
        .join(", ")}`,
    );
    using images = tensor(device, new Float32Array(8), [2, 2, 2]);
    await expect(chooseClusters(images)).rejects.toThrow(ShapeError);
    await expect(choose([1, 2, 3, 4], 1, { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow(
      "enough",
    );
  });
});

describe("chooseClusters", () => {
  it("gives the same bits for any number of threads", async () => {
    const results: string[] = [];
    for (const threads of [1, 2]) {
      using device = await openDevice("native", { threads });
      using x = tensor(device, blobs(4, 300, 5, 2), [300, 5]);
      const { criteria, recommended } = await chooseClusters(x, { to: 7, seed: 3 });
      results.push(JSON.stringify([criteria, recommended]));
    }
    expect(results[1]).toBe(results[0]);
  });

  it("takes peaks of curves that fall again before their end", () => {
    const of = (values: number[], better: "higher" | "lower" = "higher") =>
      peaks(
        values.map((_, i) => i + 2),
        Float64Array.from(values),
        better,
      );
    expect(of([1, 3, 2, 4, 1]).choices).toEqual([5, 3]);
    expect(of([5, 3, 2, 4, 1]).choices).toEqual([2, 5]);
    expect(of([5, 3, 2, 4, 1], "lower")).toMatchObject({ choices: [], note: expect.stringContaining("6") });
    expect(of([1, 2, 3])).toMatchObject({ choices: [], note: expect.stringContaining("still improves") });
    expect(of([Number.NaN, 2, 1]).choices).toEqual([3]);
    expect(of([1]).choices).toEqual([2]);
  });

  it("recommends by weighted choices", () => {
    const votes = [
      { weight: 2, choices: [4, 8] },
      { weight: 1, choices: [5] },
      { weight: 1, choices: [] },
    ];
    // 4: 2 + 1/2; 5: 2/2 + 1; 8: 2/2; of four.
    expect(recommend([2, 3, 4, 5, 6, 7, 8], votes)).toEqual([
      { clusters: 4, confidence: 2.5 / 4 },
      { clusters: 5, confidence: 2 / 4 },
      { clusters: 3, confidence: 1 / 4 },
      { clusters: 8, confidence: 1 / 4 },
      { clusters: 6, confidence: 0.5 / 4 },
      { clusters: 7, confidence: 0.5 / 4 },
    ]);
    expect(recommend([2, 3], [{ weight: 1, choices: [] }])).toEqual([]);
  });

  it("has a new criterion take part", async () => {
    const name = "always-six";
    registerCriterion({
      ...{ name, title: "Always six", about: "six", better: "higher", weight: 0 },
      judge: async () => ({ values: null, choices: [6], note: null }),
    });
    using device = await openDevice("native");
    using x = tensor(device, blobs(2, 40, 2, 9), [40, 2]);
    const { criteria, recommended } = await chooseClusters(x, { methods: [name] });
    expect(criteria.map(({ choices }) => choices)).toEqual([[6]]);
    expect(recommended).toEqual([]);
    expect(() => registerCriterion(criteriaOf([name])[0]!)).toThrow(ArgumentError);
  });
});
