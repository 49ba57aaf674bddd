/** The iterations of PCKMeans: rows without links as k-means has them, the linked ones beside. */
import { kmeansStep } from "../../kernels/kmeans.js";
import { empty, type Tensor, tensor } from "../../tensor/index.js";
import { total } from "../centring.js";
import { farthestRows, squaredDistance } from "../kmeans/lloyd.js";
import { assigned, squaredDistances } from "../kmeans/placed_centers.js";
import type { LinkedAssignment } from "./linked_assignment.js";

export interface IterationOptions {
  readonly maxIterations: number;
  /** Iterations end when the centres' squared moves add up to this or less. */
  readonly tolerance: number;
  readonly signal: AbortSignal | undefined;
}

/** Rows about the origin: those without links on the device, the linked ones there and here. */
export interface PartedRows {
  /** [N - L, D]; null where all rows are linked. */
  readonly free: Tensor | null;
  /** [L, D] */
  readonly linked: Tensor;
  readonly linkedValues: Float32Array;
}

export interface Converged {
  /** [K, D] */
  readonly centers: Float32Array<ArrayBuffer>;
  readonly freeLabels: Int32Array;
  /** Of the linked rows. */
  readonly linkedLabels: Int32Array;
  /** Sum of the squared distances of all rows to their centres. */
  readonly inertia: number;
  readonly iterations: number;
}

/**
 * Moves the centres `start` [K, D]. The device assigns the rows without links and adds them up (`kmeans_step`), and compares
 * the linked ones with all centres; the host gives those their clusters and adds them to the sums. A cluster without a row
 * goes on from the free row that is farthest from its centre.
 */
export async function constrainedLloyd(
  rows: PartedRows,
  start: Float32Array<ArrayBuffer>,
  assignment: LinkedAssignment,
  { maxIterations, tolerance, signal }: IterationOptions,
): Promise<Converged> {
  const { device } = rows.linked;
  const cols = rows.linked.shape[1]!;
  const clusters = start.length / cols;
  let centers = start;
  let iterations = 0;
  for (let moved = Number.POSITIVE_INFINITY; moved > tolerance && iterations < maxIterations; iterations++) {
    signal?.throwIfAborted();
    using at = tensor(device, centers, [clusters, cols]);
    const step = freeMeans(rows.free, at);
    const labels = assignment.assign(await squaredDistances(rows.linked, at));
    const { means, counts } = await step;
    const next = withLinked(means, counts, labels, rows.linkedValues, cols);
    await fillVacant(next, counts, rows.free, at);
    moved = squaredDistance(centers, next);
    centers = next;
  }
  using at = tensor(device, centers, [clusters, cols]);
  const distances = await squaredDistances(rows.linked, at);
  const linkedLabels = assignment.assign(distances);
  const free = await nearest(rows.free, at);
  const own = linkedLabels.reduce((sum, label, p) => sum + distances[p * clusters + label]!, 0);
  return { centers, freeLabels: free.labels, linkedLabels, inertia: total(free.distances) + own, iterations };
}

/** Means of the free rows that are nearest to each centre, and their numbers. */
async function freeMeans(x: Tensor | null, centers: Tensor) {
  const [clusters, cols] = centers.shape as [number, number];
  if (!x) return { means: (await centers.data()) as Float32Array, counts: new Uint32Array(clusters) };
  using moved = empty(x.device, [clusters, cols]);
  using counts = empty(x.device, [clusters], "u32");
  x.device.record(
    kmeansStep,
    { x: x.slice, centers: centers.slice, moved: moved.slice, counts: counts.slice },
    { rows: x.shape[0]!, cols, clusters },
  );
  const [means, numbers] = await Promise.all([moved.data(), counts.data()]);
  return { means: means as Float32Array, counts: numbers as Uint32Array };
}

/** Means [K, D] of free and linked rows; `counts` become those of both. */
function withLinked(
  means: Float32Array,
  counts: Uint32Array,
  labels: Int32Array,
  linked: Float32Array,
  cols: number,
): Float32Array<ArrayBuffer> {
  const sums = Float64Array.from(means, (mean, i) => mean * counts[Math.floor(i / cols)]!);
  for (const [p, label] of labels.entries()) {
    counts[label]!++;
    for (let c = 0; c < cols; c++) sums[label * cols + c]! += linked[p * cols + c]!;
  }
  return Float32Array.from(sums, (sum, i) => {
    const count = counts[Math.floor(i / cols)]!;
    return count > 0 ? sum / count : means[i]!;
  });
}

const nearest = (x: Tensor | null, centers: Tensor) =>
  x ? assigned(x, centers) : { labels: new Int32Array(0), distances: new Float32Array(0) };

/** Moves the centres of clusters that have no row; all of them stay where all free rows lie on centres. */
async function fillVacant(
  next: Float32Array,
  counts: Uint32Array,
  free: Tensor | null,
  centers: Tensor,
): Promise<void> {
  const vacant = Array.from(counts.keys()).filter((k) => counts[k] === 0);
  if (vacant.length === 0 || !free) return;
  const { labels, distances } = await nearest(free, centers);
  const values = (await free.data()) as Float32Array;
  const cols = free.shape[1]!;
  for (const [i, row] of farthestRows(distances, labels, counts, vacant.length).entries()) {
    next.set(values.subarray(row * cols, (row + 1) * cols), vacant[i]! * cols);
  }
}
