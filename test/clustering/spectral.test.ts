import { describe, expect, it } from "vitest";
import { symmetrized } from "../../src/clustering/spectral/graph.js";
import { laplacianVectors } from "../../src/clustering/spectral/laplacian.js";
import { Spectral, type SpectralOptions } from "../../src/clustering/spectral/spectral.js";
import { finished, inTurns } from "../../src/clustering/turns.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DataError } from "../../src/errors.js";
import { clusteringMethods, restoreEstimator } from "../../src/estimators/registry.js";
import { symmetricEigen } from "../../src/linalg/eigen.js";
import { tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

/*
 * From scikit-learn 1.4.2, labels renumbered in the order of the rows:
 *
 *   n = np.arange(90)
 *   x = np.stack([4*(n%3)+2*np.sin(7*n+1), 3*(n%3)+2*np.sin(11*n+2), 2*np.sin(13*n+3)], 1).astype(np.float32)
 *   m = SpectralClustering(3, affinity="nearest_neighbors", eigen_solver="arpack", assign_labels=a, random_state=0)
 *   m.fit(x.astype(float)).labels_
 *   g = kneighbors_graph(x.astype(float), 10, include_self=True); g = (g + g.T) / 2
 *   spectral_embedding(g, n_components=3, eigen_solver="arpack", drop_first=False, random_state=0)[[0, 1, 2, 45]]
 */
const strips = Float32Array.from({ length: 270 }, (_, i) => {
  const n = Math.floor(i / 3);
  if (i % 3 === 0) return 4 * (n % 3) + 2 * Math.sin(7 * n + 1);
  return i % 3 === 1 ? 3 * (n % 3) + 2 * Math.sin(11 * n + 2) : 2 * Math.sin(13 * n + 3);
});
const golden = {
  kmeans: "001201201001200201201200201201201201001201201001200201201200201201201201000201201200201201",
  cluster_qr: "001201201001200201201200201201201201001201201001200201201200201201201201000201201200201201",
};
const embedded = new Map([
  [0, [0.03513641844631485, 0.02471334421150907, 0.023930960976911105]],
  [1, [0.035136418446315834, 0.021725767519030485, 0.03263663541151252]],
  [2, [0.035136418446316195, 0.03946541624209806, 0.018467095266216278]],
  [45, [0.03513641844631473, 0.027512204910518315, 0.017636245665708927]],
]);

/** Two rings of 60 points around each other. */
const rings = Float32Array.from({ length: 240 }, (_, i) => {
  const n = Math.floor(i / 2);
  const angle = (2 * Math.PI * Math.floor(n / 2)) / 60;
  const radius = (n % 2 === 0 ? 1 : 3) + ((n * 37) % 101) / 500;
  return radius * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
});

onEachDevice("Spectral", (device) => {
  const learned = async (values: ArrayLike<number>, columns: number, options: SpectralOptions) => {
    using x = tensor(device, Float32Array.from(values), [values.length / columns, columns]);
    return await new Spectral(options).fit(x);
  };
  const renumbered = (labels: Int32Array) => {
    const seen: number[] = [];
    return Array.from(labels, (label) => {
      if (!seen.includes(label)) seen.push(label);
      return seen.indexOf(label);
    }).join("");
  };

  it.each(["kmeans", "cluster_qr"] as const)("agrees with scikit-learn: %s", async (assign) => {
    const found = await learned(strips, 3, { clusters: 3, assign });
    expect(renumbered(found.labels)).toBe(golden[assign]);
    expect(found.components).toBe(1);
    for (const [row, want] of embedded) {
      want.forEach((value, c) => {
        expect(Math.abs(found.embedding[3 * row + c]!)).toBeCloseTo(value, 6);
      });
    }
  });

  it("takes the components of a graph that is not connected for clusters", async () => {
    const found = await learned(rings, 2, { clusters: 2, neighbors: 6 });
    expect(found.components).toBe(2);
    expect(renumbered(found.labels)).toBe("01".repeat(60));
    const three = await learned(rings, 2, { clusters: 3, neighbors: 6 });
    expect(new Set(three.labels).size).toBe(3);
    for (let i = 0; i < 120; i++) {
      // No cluster has rows of both rings.
      expect(three.labels.indexOf(three.labels[i]!) % 2).toBe(i % 2);
    }
  });

  it("cuts a ring into as many arcs as clusters", async () => {
    const ring = Array.from({ length: 400 }, (_, i) => {
      const angle = (2 * Math.PI * Math.floor(i / 2)) / 200;
      return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
    });
    const { labels } = await learned(ring, 2, { clusters: 3, neighbors: 3 });
    expect(labels.filter((label, i) => label !== labels[(i + 1) % 200])).toHaveLength(3);
  });

  it("takes few rows, one column and rows that are all the same", async () => {
    expect([...(await learned([3], 1, { clusters: 1 })).labels]).toEqual([0]);
    const [a, b, c, d] = (await learned([0, 0.1, 9, 9.1], 1, { clusters: 2, neighbors: 2 })).labels;
    expect([a === b, c === d, a === c]).toEqual([true, true, false]);
    expect((await learned(new Float32Array(40).fill(2), 2, { clusters: 2 })).labels).toHaveLength(20);
  });

  it("says what it cannot do", async () => {
    await expect(learned([1, 2], 1, { clusters: 3 })).rejects.toThrow(
      "Spectral.fit: 2 rows are fewer than the 3 clusters or eigenvectors: give more rows or ask for fewer",
    );
    await expect(learned([1, 2, Number.NaN, 4], 1, { clusters: 2 })).rejects.toThrow(DataError);
    await expect(learned([Number.NaN], 1, { clusters: 1 })).rejects.toThrow(/row 0 of x holds NaN/);
  });

  it("is made again from its state", async () => {
    const fitted = await learned(rings, 2, { clusters: 2, neighbors: 6 });
    const state = fitted.state();
    const again = restoreEstimator("spectral", state) as Spectral;
    expect(again.labels).toEqual(fitted.labels);
    expect(again.embedding).toEqual(fitted.embedding);
    expect(again.components).toBe(2);
    const { labels } = state.arrays;
    expect(() => restoreEstimator("spectral", { ...state, arrays: { labels: labels! } })).toThrow(DataError);
    const nan = {
      ...state.arrays.embedding!,
      data: new Float32Array(fitted.embedding.length).fill(Number.NaN),
    };
    expect(() =>
      restoreEstimator("spectral", { ...state, arrays: { labels: labels!, embedding: nan } }),
    ).toThrow(DataError);
    expect(() => restoreEstimator("spectral", { ...state, details: { components: "2" } })).toThrow(DataError);
  });
});

describe("Spectral", () => {
  it("ends with the signal's reason", async () => {
    using device = await openDevice("native");
    using x = tensor(device, strips, [90, 3]);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(new Spectral({ clusters: 3 }).fitPredict(x, { signal })).rejects.toThrow("enough");
  });

  it("checks its options", () => {
    expect(() => new Spectral({ clusters: 0 })).toThrow(
      "Spectral: clusters is 0: give a whole number from 1 up",
    );
    expect(() => new Spectral({ clusters: 2, neighbors: 1 })).toThrow(ArgumentError);
    expect(() => new Spectral({ clusters: 2, assign: "ward" as "kmeans" })).toThrow(/choose one of kmeans/);
    expect(() => new Spectral({ clusters: 2, assign: "cluster_qr", nComponents: 3 })).toThrow(/or give 2/);
    expect(() => new Spectral({ clusters: 2 }).labels).toThrow("call fit first");
  });

  it("can be chosen by name", () => {
    expect(clusteringMethods.get("spectral").create({ clusters: 3, seed: 1 })).toBeInstanceOf(Spectral);
  });

  it("gives the same bits with one thread and with two", async () => {
    const run = async (threads: number) => {
      const device = await openDevice("native", { threads });
      using x = tensor(device, strips, [90, 3]);
      const { labels, embedding } = await new Spectral({ clusters: 4, seed: 3 }).fit(x);
      await device.close();
      return { labels, embedding };
    };
    expect(await run(2)).toEqual(await run(1));
  });
});

/** Rings of `rows` points, each joined to its `reach` nearest ones on both sides. */
function ringGraph(rows: number, reach: number, rings = 1) {
  const columns = Int32Array.from({ length: rings * rows * reach }, (_, e) => {
    const i = Math.floor(e / reach);
    const first = i - (i % rows);
    return first + ((i - first + 1 + (e % reach)) % rows);
  });
  return symmetrized(columns, new Float64Array(columns.length).fill(1), reach, (a, b) => a + b);
}

/** The eigenvalues of the normalised Laplacian of such a ring, ascending. */
function ringValues(rows: number, reach: number): number[] {
  return Array.from({ length: rows }, (_, j) => {
    let sum = 0;
    for (let s = 1; s <= reach; s++) sum += Math.cos((2 * Math.PI * j * s) / rows);
    return 1 - sum / reach;
  }).sort((a, b) => a - b);
}

describe("laplacianVectors", () => {
  it("yields before each product, so that a signal can end it", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("enough")), 60);
    // No residual is this small: all products are made.
    const limits = { tolerance: 0, mostProducts: 1e9, seed: 0 };
    const work = laplacianVectors(ringGraph(1000, 3, 1), { count: 5, ...limits });
    await expect(inTurns(work, stop.signal)).rejects.toThrow("enough");
  });

  it.each([
    [200, 1, 1, 3],
    [200, 2, 1, 3],
    [200, 1, 1, 8],
    [1000, 3, 1, 5],
    // Components of one shape: every value above 0 is there four and six times.
    [150, 1, 2, 7],
    [150, 2, 3, 11],
    // Few rows outside those that are found.
    [50, 1, 1, 30],
    [44, 1, 1, 44],
  ])(
    "finds all vectors of an eigenvalue: %i rows, reach %i, %i rings, %i vectors",
    (size, reach, rings, count) => {
      const graph = ringGraph(size, reach, rings);
      const rows = size * rings;
      const limits = { tolerance: 1e-9, mostProducts: 20000, seed: 0 };
      const { values, vectors } = finished(laplacianVectors(graph, { count, ...limits }));
      const want = ringValues(size, reach).flatMap((value) => Array<number>(rings).fill(value));
      for (let c = 0; c < count; c++) expect(Math.abs(values[c]! - want[c]!)).toBeLessThan(1e-10);
      for (let c = 0; c < count; c++) {
        const vector = vectors.subarray(c * rows, (c + 1) * rows);
        for (let d = 0; d <= c; d++) {
          let product = 0;
          for (let i = 0; i < rows; i++) product += vector[i]! * vectors[d * rows + i]!;
          expect(Math.abs(product - (c === d ? 1 : 0))).toBeLessThan(1e-10);
        }
        // Every degree is 2 reach.
        for (let i = 0; i < rows; i++) {
          let left = (1 - values[c]!) * vector[i]!;
          for (let e = graph.starts[i]!; e < graph.starts[i + 1]!; e++) {
            left -= vector[graph.columns[e]!]! / (2 * reach);
          }
          expect(Math.abs(left)).toBeLessThan(1e-8);
        }
      }
    },
  );

  it("finds what a dense solver finds, over restarts", () => {
    // A ring of 200 rows with chords.
    const rows = 200;
    const columns = Int32Array.from({ length: 3 * rows }, (_, e) => {
      const i = Math.floor(e / 3);
      return (i + [1, 2, 1 + ((i * 7) % 23)][e % 3]!) % rows;
    });
    const weights = Float64Array.from(columns, (_, e) => 1 + (e % 5) / 4);
    const graph = symmetrized(columns, weights, 3, (a, b) => a + b);
    const limits = { tolerance: 1e-10, mostProducts: 5000, seed: 0 };
    const found = finished(laplacianVectors(graph, { count: 6, ...limits }));
    const dense = new Float64Array(rows * rows);
    for (let i = 0; i < rows; i++) {
      dense[i * rows + i] = 1;
      for (let e = graph.starts[i]!; e < graph.starts[i + 1]!; e++) {
        const j = graph.columns[e]!;
        dense[i * rows + j] = -graph.values[e]! / found.roots[i]! / found.roots[j]!;
      }
    }
    const { values, vectors } = symmetricEigen(dense, rows);
    for (let c = 0; c < 6; c++) {
      expect(found.values[c]).toBeCloseTo(values[c]!, 10);
      let product = 0;
      for (let i = 0; i < rows; i++) product += found.vectors[c * rows + i]! * vectors[c * rows + i]!;
      expect(Math.abs(product)).toBeCloseTo(1, 8);
    }
  });
});
