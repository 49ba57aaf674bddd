/** k-means: one assignment, one update, and ten whole iterations as a user runs them. */
import { KMeans } from "../../clustering/kmeans/kmeans.js";
import type { Device } from "../../device/index.js";
import { kmeansAssign, kmeansStep, kmeansUpdate } from "../../kernels/kmeans.js";
import { DEFAULT_SHARDS } from "../../parallel/index.js";
import { Random } from "../../random/philox.js";
import { empty, tensor } from "../../tensor/index.js";
import {
  type BenchCase,
  type Family,
  type Inputs,
  kernelCounts,
  type Prepared,
  type Sizes,
  sampleIndices,
  Uploads,
} from "../case.js";
import { makeClouds, sideOfCube } from "../clouds.js";
import { maxError, maxErrorAt } from "../float64.js";

interface Clusters {
  readonly rows: number;
  readonly cols: number;
  readonly clusters: number;
}

const paramsOf = ({ N, D, K }: Sizes): Clusters => ({ rows: N!, cols: D!, clusters: K! });
const ITERATIONS = 10;
/**
 * Iterations after which the centres are compared with the peers'. A row that rounding sends to the other one of
 * two centres moves both, and with them further rows: the trace of one row grows up to fourfold per iteration, also
 * between scikit-learn's own results in float32 and in float64. The inertia hardly feels it, and is compared at the end.
 */
const CHECKED = 2;

/** One centre near each cloud; clouds are near enough for centres that still move after ten iterations. */
function makeInputs(sizes: Sizes): Inputs {
  const { rows, cols, clusters } = paramsOf(sizes);
  const random = new Random(clusters, 1);
  const { x, places } = makeClouds(random, { rows, cols, clusters });
  const side = sideOfCube(cols);
  const centers = places.map((value) => value + side * (random.uniform() - 0.5));
  return { x, centers: { shape: [clusters, cols], data: centers } };
}

type Numbers = ArrayLike<number>;

/** Squared distance from a row of x to a centre. */
function distance64(x: Numbers, row: number, centers: Numbers, k: number, cols: number): number {
  let distance = 0;
  for (let i = 0; i < cols; i++) distance += (x[row * cols + i]! - centers[k * cols + i]!) ** 2;
  return distance;
}

/** Squared distance from a row of x to its nearest centre. */
function nearest64(x: Numbers, row: number, centers: Numbers, { cols, clusters }: Clusters): number {
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k < clusters; k++) best = Math.min(best, distance64(x, row, centers, k, cols));
  return best;
}

function prepareKernels(device: Device, sizes: Sizes, inputs: Inputs, update: boolean): Prepared {
  const params = paramsOf(sizes);
  const { rows, cols, clusters } = params;
  const tensors = new Uploads<"x" | "centers">(device, inputs);
  const moved = tensor(device, inputs.centers!.data, [clusters, cols]);
  const [label, distance, counts] = [
    empty(device, [rows], "u32"),
    empty(device, [rows]),
    empty(device, [clusters], "u32"),
  ];
  const x = tensors.get("x").slice;
  const assign = () =>
    device.record(
      kmeansAssign,
      { x, centers: tensors.get("centers").slice, label: label.slice, distance: distance.slice },
      params,
    );
  const move = () =>
    device.record(
      kmeansUpdate,
      { x, label: label.slice, centers: moved.slice, counts: counts.slice },
      params,
    );
  assign();
  return {
    run() {
      if (update) move();
      else assign();
      device.submit();
    },
    async check() {
      if (!update) {
        assign();
        const got = await distance.data();
        return maxErrorAt(got, sampleIndices(rows, 97), (row) =>
          nearest64(inputs.x!.data, row, inputs.centers!.data, params),
        );
      }
      move();
      const [got, labels] = await Promise.all([moved.data(), label.data()]);
      const [sums, sizes64] = [new Float64Array(clusters * cols), new Float64Array(clusters)];
      for (let row = 0; row < rows; row++) {
        sizes64[labels[row]!]!++;
        for (let i = 0; i < cols; i++) sums[labels[row]! * cols + i]! += inputs.x!.data[row * cols + i]!;
      }
      return maxError(
        got,
        sums.map((sum, i) => sum / sizes64[Math.floor(i / cols)]!),
      );
    },
    release() {
      tensors.release();
      for (const each of [moved, label, distance, counts]) each.release();
    },
  };
}

function prepareLloyd(device: Device, sizes: Sizes, inputs: Inputs, shards: number): Prepared {
  const params = paramsOf(sizes);
  const { rows, cols, clusters } = params;
  const tensors = new Uploads<"x" | "centers">(device, inputs);
  const iterate = (maxIterations: number) =>
    new KMeans({ clusters, shards, init: inputs.centers!.data, maxIterations, tolerance: 0 }).fit(
      tensors.get("x"),
    );
  return {
    async run() {
      await iterate(ITERATIONS);
    },
    async outputs() {
      const [first, last] = [await iterate(CHECKED), await iterate(ITERATIONS)];
      return { centers: first.clusterCenters, inertia: [last.inertia], iterations: [last.iterations] };
    },
    /** The squared distance of rows to their centres: on average, and beside that to the nearest one. */
    async check() {
      const { clusterCenters: centers, labels, inertia } = await iterate(ITERATIONS);
      const x = inputs.x!.data;
      const toOwn = (row: number) => distance64(x, row, centers, labels[row]!, cols);
      let total = 0;
      for (let row = 0; row < rows; row++) total += toOwn(row);
      const excess = sampleIndices(rows, 97).map((row) => toOwn(row) - nearest64(x, row, centers, params));
      return Math.max(Math.abs(inertia - total) / rows, ...excess);
    },
    release: () => tensors.release(),
  };
}

function makeKernel(sizes: Sizes, update: boolean): BenchCase {
  return {
    work: update ? "kmeans_update" : "kmeans_assign",
    sizes,
    ...kernelCounts(update ? kmeansUpdate : kmeansAssign, { ...paramsOf(sizes) }),
    items: { count: sizes.N!, unit: "rows" },
    inputs: () => makeInputs(sizes),
    prepare: (device, inputs) => prepareKernels(device, sizes, inputs, update),
  };
}

function makeLloyd(sizes: Sizes, shards: number): BenchCase {
  const params = { ...paramsOf(sizes) };
  const step = kernelCounts(kmeansStep, params);
  return {
    work: shards === 1 ? "kmeans_lloyd" : "kmeans_shards",
    sizes,
    flops: ITERATIONS * step.flops,
    bytes: ITERATIONS * step.bytes,
    items: { count: sizes.N!, unit: "rows" },
    // One row moves the centre of a few thousand by so much.
    peer: { work: "kmeans_lloyd", settings: { iterations: ITERATIONS, checked: CHECKED }, tolerance: 1e-3 },
    inputs: () => makeInputs(sizes),
    prepare: (device, inputs) => prepareLloyd(device, sizes, inputs, shards),
  };
}

const shapes: readonly Sizes[] = [
  { N: 60_000, D: 784, K: 10 },
  { N: 200_000, D: 64, K: 100 },
  { N: 1_000_000, D: 16, K: 256 },
];
/** From where the fixed costs of a fit, a millisecond, hardly count. */
const growing = [50_000, 100_000, 200_000, 400_000, 800_000].map((N): Sizes => ({ N, D: 64, K: 100 }));
const quick: Sizes = { N: 900, D: 11, K: 7 };
/** A software adapter binds 128 MiB, and takes seconds for more work than this. */
const software = ({ N, D, K }: Sizes) => N! * D! <= 2 ** 25 && N! * D! * K! <= 2e8;

export const kmeansFamilies: readonly Family[] = [
  {
    work: "kmeans_assign",
    about: "k-means: the nearest of K centres for each of N rows, and its distance",
    shapes,
    quick,
    software,
    scaling: () => true,
    make: (sizes) => makeKernel(sizes, false),
  },
  {
    work: "kmeans_update",
    about: "k-means: centres moved to the means of their rows",
    shapes,
    quick,
    software,
    scaling: () => true,
    make: (sizes) => makeKernel(sizes, true),
  },
  {
    work: "kmeans_lloyd",
    about: `k-means: ${ITERATIONS} iterations of KMeans.fit from given centres`,
    shapes,
    growth: { by: "N", shapes: growing },
    quick,
    software,
    scaling: () => true,
    make: (sizes) => makeLloyd(sizes, 1),
  },
  {
    work: "kmeans_shards",
    about: `k-means over shards: the same with ${DEFAULT_SHARDS} shards`,
    shapes,
    quick,
    software,
    scaling: () => true,
    make: (sizes) => makeLloyd(sizes, DEFAULT_SHARDS),
  },
];
