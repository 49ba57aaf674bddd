/** Features and clusterers whole, as their users run them, beside scikit-learn's. */
import { Agglomerative } from "../../clustering/agglomerative/agglomerative.js";
import { Hdbscan } from "../../clustering/hdbscan/hdbscan.js";
import { GaussianMixture } from "../../clustering/mixture/gaussian_mixture.js";
import { kNeighbours } from "../../clustering/neighbours/k_neighbours.js";
import { Spectral } from "../../clustering/spectral/spectral.js";
import { Hog } from "../../features/hog.js";
import { Pca } from "../../features/pca/pca.js";
import { silhouette } from "../../metrics/silhouette_on_device.js";
import { Random } from "../../random/philox.js";
import type { Tensor } from "../../tensor/index.js";
import type { BenchCase, Family, Inputs, Prepared, Sizes } from "../case.js";
import { Uploads, uniformTensor } from "../case.js";
import { makeClouds, sideOfCube } from "../clouds.js";

type Results = Readonly<Record<string, ArrayLike<number>>>;

/** An estimator's work on rows x [N, D] about K places. */
interface Work {
  readonly work: string;
  readonly about: string;
  readonly shapes: readonly Sizes[];
  readonly quick: Sizes;
  /** Floating point operations that the method cannot do without. */
  flops(sizes: Sizes): number;
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /** How far the results may lie from scikit-learn's. */
  readonly tolerance: number;
  /** Times the distance between places; default 1. */
  readonly apart?: number;
  /** In place of rows about K places. */
  inputs?(sizes: Sizes): Inputs;
  /** Does the work, and gives what there is to compare. */
  run(x: Tensor, sizes: Sizes, inputs: Inputs): Promise<Results>;
}

/** The clusters' sizes as shares of the rows, the largest first: the same for the same clusters in any order. */
function shares(labels: ArrayLike<number>): number[] {
  const counts = new Map<number, number>();
  for (let i = 0; i < labels.length; i++) counts.set(labels[i]!, (counts.get(labels[i]!) ?? 0) + 1);
  return [...counts.values()].map((count) => count / labels.length).sort((a, b) => b - a);
}

const ITERATIONS = 20;
/** Directions in which ten places differ. */
const BETWEEN = 9;
const pairs = ({ N, D }: Sizes) => N! * N! * D!;

const works: readonly Work[] = [
  {
    work: "agglomerative",
    about: "Agglomerative, Ward: N rows joined to K clusters",
    shapes: [{ N: 5000, D: 200, K: 10 }],
    quick: { N: 90, D: 5, K: 4 },
    flops: pairs,
    tolerance: 1e-6,
    async run(x, { K }) {
      return { shares: shares(await new Agglomerative({ clusters: K }).fitPredict(x)) };
    },
  },
  {
    work: "gaussian_mixture",
    about: `GaussianMixture, full covariances: ${ITERATIONS} iterations from the clusters of k-means`,
    shapes: [{ N: 20_000, D: 50, K: 10 }],
    quick: { N: 300, D: 3, K: 2 },
    flops: ({ N, D, K }) => ITERATIONS * 4 * N! * D! * D! * K!,
    settings: { iterations: ITERATIONS },
    tolerance: 1e-3,
    async run(x, { K }, { places }) {
      const options = { components: K!, maxIterations: ITERATIONS, tolerance: 0, means: places!.data };
      const mixture = await new GaussianMixture(options).fit(x);
      return { logLikelihood: [mixture.logLikelihood] };
    },
  },
  {
    work: "hdbscan",
    about: "Hdbscan: clusters by density",
    shapes: [{ N: 10_000, D: 10, K: 10 }],
    quick: { N: 200, D: 2, K: 3 },
    apart: 2,
    flops: pairs,
    settings: { minClusterSize: 20 },
    tolerance: 1e-6,
    async run(x) {
      return { shares: shares(await new Hdbscan({ minClusterSize: 20 }).fitPredict(x)) };
    },
  },
  {
    work: "nearest_neighbors",
    about: "nearest neighbours: the k nearest other rows of each row",
    shapes: [
      { N: 60_000, D: 64, k: 15 },
      { N: 70_000, D: 256, k: 10 },
    ],
    quick: { N: 200, D: 5, k: 3 },
    flops: ({ N, D }) => N! * N! * D!,
    tolerance: 1e-4,
    async run(x, { N, k }) {
      const { distances } = await kNeighbours("bench", x, k!);
      const sums = new Float64Array(k!);
      for (let i = 0; i < distances.length; i++) sums[i % k!]! += distances[i]! / N!;
      return { meanDistance: sums };
    },
  },
  {
    work: "pca",
    about: "Pca: N rows of D columns to K",
    shapes: [{ N: 60_000, D: 784, K: 50 }],
    quick: { N: 300, D: 20, K: 3 },
    flops: ({ N, D, K }) => 2 * N! * D! * D! + 2 * N! * D! * K!,
    // Far enough apart for those directions to stand out of the noise, which the randomized solver needs.
    apart: 8,
    settings: { compared: BETWEEN },
    tolerance: 1e-3,
    async run(x, { K }) {
      const pca = await new Pca({ components: K! }).fit(x);
      (await pca.transform(x)).release();
      // Those between the ten places; of the others, scikit-learn's randomized solver finds 97 %.
      return { explainedVariance: pca.explainedVariance.slice(0, BETWEEN) };
    },
  },
  {
    work: "silhouette",
    about: "silhouette: of all rows, in K clusters",
    shapes: [{ N: 20_000, D: 64, K: 10 }],
    quick: { N: 200, D: 5, K: 3 },
    flops: ({ N, D }) => 3 * N! * N! * D!,
    tolerance: 1e-5,
    async run(x, _sizes, { labels }) {
      return { score: [(await silhouette(x, labels!.data)).score] };
    },
  },
  {
    work: "spectral",
    about: "Spectral: K clusters by eigenvectors of the graph of 10 nearest rows",
    shapes: [{ N: 10_000, D: 50, K: 10 }],
    quick: { N: 200, D: 5, K: 3 },
    apart: 2,
    flops: pairs,
    tolerance: 1e-2,
    async run(x, { K }) {
      return { shares: shares(await new Spectral({ clusters: K! }).fitPredict(x)) };
    },
  },
  {
    work: "hog",
    about: "Hog: N grey images, default cells and blocks",
    shapes: [{ N: 10_000, side: 64 }],
    quick: { N: 20, side: 32 },
    // A gradient, its direction and its vote for each pixel.
    flops: ({ N, side }) => 20 * N! * side! * side!,
    tolerance: 1e-5,
    inputs: ({ N, side }) => {
      const { data } = uniformTensor([N! * side! * side!], 5, 0.5);
      return {
        x: { shape: [N!, side!, side!, 1], data: (data as Float32Array).map((value) => value + 0.5) },
      };
    },
    async run(x) {
      using features = await (await new Hog().fit(x)).transform(x);
      // All are read, as a caller who goes on on the host does.
      return { first: (await features.data()).subarray(0, features.shape[1]) };
    },
  },
];

/** Where a work has no K, ten clouds. */
function makeInputs({ N, D, K = 10 }: Sizes, apart: number): Inputs {
  const clouds = { rows: N!, cols: D!, clusters: K };
  const { x, places, labels } = makeClouds(new Random(K, 1), clouds, apart * sideOfCube(D!));
  return {
    x,
    places: { shape: [K, D!], data: places },
    labels: { shape: [N!], data: labels },
  };
}

function makeCase(
  { work, flops, settings, tolerance, apart = 1, inputs, run }: Work,
  sizes: Sizes,
): BenchCase {
  return {
    work,
    sizes,
    flops: flops(sizes),
    bytes: 4 * sizes.N! * (sizes.D ?? sizes.side! ** 2),
    items: { count: sizes.N!, unit: inputs ? "images" : "rows" },
    peer: { work, tolerance, ...(settings && { settings }) },
    unchecked: "tests compare it with scikit-learn's labels",
    inputs: () => inputs?.(sizes) ?? makeInputs(sizes, apart),
    prepare(device, given): Prepared {
      const tensors = new Uploads<"x">(device, { x: given.x! });
      const whole = () => run(tensors.get("x"), sizes, given);
      return {
        async run() {
          await whole();
        },
        outputs: whole,
        release: () => tensors.release(),
      };
    },
  };
}

export const estimatorFamilies: readonly Family[] = works.map((each) => ({
  work: each.work,
  about: each.about,
  shapes: each.shapes,
  quick: each.quick,
  // Tens of seconds there.
  software: ({ N }) => N! <= 1000,
  scaling: () => true,
  make: (sizes) => makeCase(each, sizes),
}));
