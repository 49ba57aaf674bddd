/** What mini-batch k-means does with one batch. */
import { kmeansAssign, kmeansUpdate } from "../../kernels/kmeans.js";
import type { Random } from "../../random/philox.js";
import { empty, type Tensor, tensor } from "../../tensor/index.js";
import { centre, subtractRow, total } from "../centring.js";
import type { PlacedCenters } from "./placed_centers.js";
import { rowsOf } from "./rows_of.js";
import { kMeansPlusPlus } from "./seeding.js";

export interface BatchCenters extends PlacedCenters {
  /** Rows that each centre got so far, [K]. */
  readonly counts: Float64Array;
}

/** Labels of some rows, and the sum of their scaled squared distances to their centres. */
export interface Assignment {
  readonly labels: Int32Array;
  readonly inertia: number;
}

/** Centres of k-means++ among the rows of a sample, or those given. */
export async function firstCenters(
  sample: Tensor,
  scale: number,
  clusters: number,
  init: "k-means++" | ArrayLike<number>,
  random: Random,
): Promise<PlacedCenters> {
  const cols = sample.shape[1]!;
  using zero = tensor(sample.device, new Float32Array(cols), [1, cols]);
  const { x: scaled, squares } = subtractRow(sample, zero, scale);
  using _ = scaled;
  squares.release();
  const { x, origin, scale: more } = await centre("MiniBatchKMeans.fit", scaled);
  using centred = x;
  const place = { origin, scale: scale * more };
  if (typeof init !== "string") {
    const centers = Float32Array.from(init, (value, i) => place.scale * value - origin[i % cols]!);
    return { ...place, centers };
  }
  using start = rowsOf(centred, await kMeansPlusPlus(centred, clusters, random));
  return { ...place, centers: (await start.data()) as Float32Array };
}

/** The nearest centre of each row. */
export async function assign(rows: Tensor, placed: PlacedCenters): Promise<Assignment> {
  using run = new Batch(rows, placed);
  return run.assignment();
}

/**
 * Moves each centre towards the mean of the batch's rows that are nearest to it, by their share of all rows that it
 * got so far: it stays the mean of those.
 */
export async function moveToBatch(rows: Tensor, placed: BatchCenters): Promise<Assignment> {
  using run = new Batch(rows, placed);
  const [assignment, { means, counts }] = await Promise.all([run.assignment(), run.means()]);
  const { centers, counts: all } = placed;
  const cols = centers.length / all.length;
  for (const [cluster, count] of counts.entries()) {
    if (count === 0) continue;
    all[cluster]! += count;
    const share = count / all[cluster]!;
    for (let i = cluster * cols; i < (cluster + 1) * cols; i++) {
      centers[i]! += share * (means[i]! - centers[i]!);
    }
  }
  return assignment;
}

/**
 * Centres with fewer rows than a share of what the largest has begin again at rows of the batch, with as many rows as
 * the least of the others; half as many as the batch has rows at most, the lightest first.
 */
export async function replaceLight(
  rows: Tensor,
  { centers, origin, scale, counts }: BatchCenters,
  ratio: number,
  random: Random,
): Promise<void> {
  const most = ratio * counts.reduce((a, b) => Math.max(a, b));
  const cols = origin.length;
  const light = Array.from(counts.keys())
    .filter((cluster) => counts[cluster]! < most)
    .sort((a, b) => counts[a]! - counts[b]! || a - b)
    .slice(0, Math.floor(rows.shape[0]! / 2));
  if (light.length === 0) return;
  using chosen = rowsOf(rows, random.permutation(rows.shape[0]!).slice(0, light.length));
  const values = await chosen.data();
  const replaced = new Set(light);
  const least = counts.reduce((a, b, cluster) => (replaced.has(cluster) ? a : Math.min(a, b)), Infinity);
  for (const [i, cluster] of light.entries()) {
    counts[cluster] = least;
    for (let c = 0; c < cols; c++) centers[cluster * cols + c] = scale * values[i * cols + c]! - origin[c]!;
  }
}

/** Rows and centres on the device, the rows moved and scaled as the centres are. */
class Batch {
  readonly #x: Tensor;
  readonly #centers: Tensor;
  readonly #label: Tensor<"u32">;
  readonly #distance: Tensor;
  readonly #counts: Tensor<"u32">;
  readonly #params: { rows: number; cols: number; clusters: number };

  constructor(rows: Tensor, { centers, origin, scale }: PlacedCenters) {
    const { device } = rows;
    const [count, cols] = rows.shape as [number, number];
    const clusters = centers.length / cols;
    this.#params = { rows: count, cols, clusters };
    using row = tensor(device, new Float32Array(origin), [1, cols]);
    const { x, squares } = subtractRow(rows, row, scale);
    squares.release();
    this.#x = x;
    this.#centers = tensor(device, new Float32Array(centers), [clusters, cols]);
    this.#label = empty(device, [count], "u32");
    this.#distance = empty(device, [count]);
    this.#counts = empty(device, [clusters], "u32");
    device.record(
      kmeansAssign,
      {
        x: x.slice,
        centers: this.#centers.slice,
        label: this.#label.slice,
        distance: this.#distance.slice,
      },
      this.#params,
    );
  }

  async assignment(): Promise<Assignment> {
    const [labels, distances] = await Promise.all([this.#label.data(), this.#distance.data()]);
    return { labels: new Int32Array(labels.buffer), inertia: total(distances as Float32Array) };
  }

  /** The mean of each centre's rows, [K, D], and their numbers. */
  async means() {
    this.#x.device.record(
      kmeansUpdate,
      {
        x: this.#x.slice,
        label: this.#label.slice,
        centers: this.#centers.slice,
        counts: this.#counts.slice,
      },
      this.#params,
    );
    const [means, counts] = await Promise.all([this.#centers.data(), this.#counts.data()]);
    return { means, counts };
  }

  [Symbol.dispose](): void {
    const all = [this.#x, this.#centers, this.#label, this.#distance, this.#counts];
    for (const tensor of all) tensor.release();
  }
}
