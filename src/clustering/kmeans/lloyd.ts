/** Lloyd's iterations on the device, the host looking on. */
import type { DeviceInfo } from "../../device/index.js";
import { kmeansAssign, kmeansStep, kmeansUpdate } from "../../kernels/kmeans.js";
import { empty, type Tensor } from "../../tensor/index.js";
import { total } from "../centring.js";
import { toUnitLength } from "./unit_rows.js";
import { WeightedRows } from "./weights.js";

export interface LloydOptions {
  readonly maxIterations: number;
  /** Iterations end when the centres' squared moves add up to this or less. */
  readonly tolerance: number;
  /** How much each row counts, [N], above 0; null where all count alike. */
  readonly shares: Float32Array<ArrayBuffer> | null;
  /** Whether rows have length 1, and centres are to have it, too. */
  readonly spherical: boolean;
}

export interface LloydResult {
  /** [K, D]. */
  readonly centers: Float32Array;
  /** Nearest centre of each row. */
  readonly labels: Int32Array;
  /** Sum of the squared distances to those, times the shares. */
  readonly inertia: number;
  readonly iterations: number;
}

const MOST_IN_FLIGHT = 8;
/** Products that take a CPU some 5 ms: so much a run may compute in vain at its end. */
const WORTH_VAIN = 2 ** 29;

/**
 * Iterations in flight: the device goes on while the host looks at what it did. Waiting costs a GPU, or a CPU with
 * little to do, more than iterations that turn out to be too many; those are dropped, so that results do not depend
 * on this.
 */
export function iterationsInFlight({ kind, isGpu }: DeviceInfo, products: number): number {
  if (kind === "shadow") return 1;
  if (isGpu) return MOST_IN_FLIGHT;
  return Math.min(MOST_IN_FLIGHT, 1 + Math.floor(WORTH_VAIN / products));
}

/** Rows as iterations see them. Slots are numbered by iteration, the start is 0. */
export interface LloydRun {
  /** Centres [K, D] to start from. */
  begin(start: Tensor): void;
  /** Records an iteration. */
  iterate(iteration: number): void;
  /** What an iteration did. A failure is thrown where the result is awaited, and nowhere if it no longer is. */
  read(iteration: number): Promise<LloydState>;
  /**
   * Repeats an iteration that left clusters empty, the farthest rows moved to them.
   * @returns Whether there were any: not where all rows coincide with their centres.
   */
  relocate(iteration: number, counts: Uint32Array): Promise<boolean>;
  /** Where the rows belong after an iteration, and the sum of their squared distances times the shares. */
  assignment(iteration: number): Promise<{ labels: Int32Array; inertia: number }>;
}

export interface LloydState {
  readonly centers: Float32Array<ArrayBuffer>;
  /** Rows of each cluster; of the start, undefined. */
  readonly counts: Uint32Array;
}

/**
 * Moves the centres `start` [K, D] among the rows of x [N, D]. A cluster that lost its last row
 * continues from the row farthest from its centre, as in scikit-learn.
 */
export async function lloyd(x: Tensor, start: Tensor, options: LloydOptions): Promise<LloydResult> {
  const [clusters, cols] = start.shape as [number, number];
  const inFlight = iterationsInFlight(x.device.info, x.shape[0]! * cols * clusters);
  using run = new Run(x, clusters, inFlight + 1, options);
  return await iterate(run, start, options, inFlight);
}

/** Lloyd's iterations, so many of them recorded ahead; a run keeps the centres of one iteration more. */
export async function iterate(
  run: LloydRun,
  start: Tensor,
  { maxIterations, tolerance }: Pick<LloydOptions, "maxIterations" | "tolerance">,
  inFlight: number,
): Promise<LloydResult> {
  run.begin(start);
  let recorded = 0;
  /** What the recorded iterations did, from the first that was not looked at. */
  const coming = [run.read(0)];
  const record = (until: number) => {
    const first = recorded + 1;
    for (; recorded < Math.min(until, maxIterations); recorded++) run.iterate(recorded + 1);
    for (let i = first; i <= recorded; i++) coming.push(run.read(i));
  };
  record(inFlight);
  let { centers } = await coming.shift()!;
  let iterations = 0;
  let moving = true;
  while (moving && iterations < maxIterations) {
    // By halves: fewer submissions than one by one.
    if (recorded - iterations <= inFlight / 2) record(iterations + inFlight);
    let state = await coming.shift()!;
    iterations++;
    if (state.counts.includes(0) && (await run.relocate(iterations, state.counts))) {
      state = await run.read(iterations);
      // What follows has to follow from these centres.
      coming.length = 0;
      recorded = iterations;
    }
    moving = squaredDistance(centers, state.centers) > tolerance;
    centers = state.centers;
  }
  return { centers, ...(await run.assignment(iterations)), iterations };
}

/**
 * Device memory of a run. Iteration i leaves its centres in slot i modulo the number of slots, the start is in slot 0:
 * with one slot more than iterations in flight, those of the iteration before any of them are there, too.
 */
class Run implements LloydRun {
  readonly #slots: readonly { readonly centers: Tensor; readonly counts: Tensor<"u32"> }[];
  readonly #label: Tensor<"u32">;
  readonly #distance: Tensor;
  readonly #shares: Float32Array | null;
  readonly #weighted: WeightedRows | null;
  readonly #spherical: boolean;
  readonly #params: { rows: number; cols: number; clusters: number };

  constructor(
    private readonly x: Tensor,
    clusters: number,
    slots: number,
    { shares, spherical }: LloydOptions,
  ) {
    const [rows, cols] = x.shape as [number, number];
    const { device } = x;
    this.#params = { rows, cols, clusters };
    this.#slots = Array.from({ length: slots }, () => ({
      centers: empty(device, [clusters, cols]),
      counts: empty(device, [clusters], "u32"),
    }));
    this.#label = empty(device, [rows], "u32");
    this.#distance = empty(device, [rows]);
    this.#shares = shares;
    this.#weighted = shares && new WeightedRows(x, shares);
    this.#spherical = spherical;
  }

  begin(start: Tensor): void {
    const { centers } = this.#after(0);
    this.x.device.copy(start.slice, centers.slice);
    if (this.#spherical) toUnitLength(centers);
  }

  iterate(iteration: number): void {
    if (this.#weighted) {
      this.#assign(iteration - 1);
      this.#update(iteration);
      return;
    }
    const { centers, counts } = this.#after(iteration);
    this.x.device.record(
      kmeansStep,
      {
        x: this.x.slice,
        centers: this.#after(iteration - 1).centers.slice,
        moved: centers.slice,
        counts: counts.slice,
      },
      this.#params,
    );
    if (this.#spherical) toUnitLength(centers);
  }

  read(iteration: number): Promise<LloydState> {
    const { centers, counts } = this.#after(iteration);
    const state = Promise.all([centers.data(), counts.data()]).then(([moved, rows]) => ({
      centers: moved,
      counts: rows,
    }));
    state.catch(() => {});
    return state;
  }

  async relocate(iteration: number, counts: Uint32Array): Promise<boolean> {
    this.#assign(iteration - 1);
    const [labels, distances] = await Promise.all([this.#label.data(), this.#distance.data()]);
    const vacant = Array.from(counts.keys()).filter((k) => counts[k] === 0);
    const moved = farthestRows(distances, labels, counts, vacant.length);
    if (moved.length === 0) return false;
    moved.forEach((row, i) => {
      labels[row] = vacant[i]!;
    });
    this.#label.write(labels);
    this.#update(iteration);
    return true;
  }

  async assignment(iteration: number): Promise<{ labels: Int32Array; inertia: number }> {
    this.#assign(iteration);
    const [labels, distances] = await Promise.all([this.#label.data(), this.#distance.data()]);
    const shares = this.#shares;
    const parts = shares ? distances.map((distance, row) => distance * shares[row]!) : distances;
    return { labels: new Int32Array(labels.buffer), inertia: total(parts) };
  }

  [Symbol.dispose](): void {
    for (const { centers, counts } of this.#slots) {
      centers.release();
      counts.release();
    }
    this.#label.release();
    this.#distance.release();
    this.#weighted?.[Symbol.dispose]();
  }

  #after(iteration: number) {
    return this.#slots[iteration % this.#slots.length]!;
  }

  #assign(iteration: number): void {
    this.x.device.record(
      kmeansAssign,
      {
        x: this.x.slice,
        centers: this.#after(iteration).centers.slice,
        label: this.#label.slice,
        distance: this.#distance.slice,
      },
      this.#params,
    );
  }

  /** An iteration's centres: the means of the rows by their labels, or where there are none, those before it. */
  #update(iteration: number): void {
    const { centers, counts } = this.#after(iteration);
    this.x.device.copy(this.#after(iteration - 1).centers.slice, centers.slice);
    if (this.#weighted) {
      this.#weighted.means(this.#label, centers, counts);
    } else {
      this.x.device.record(
        kmeansUpdate,
        { x: this.x.slice, label: this.#label.slice, centers: centers.slice, counts: counts.slice },
        this.#params,
      );
    }
    if (this.#spherical) toUnitLength(centers);
  }
}

/** Up to `wanted` rows, the farthest from their centres first, none of which is its cluster's last. */
export function farthestRows(
  distances: ArrayLike<number>,
  labels: ArrayLike<number>,
  counts: Uint32Array,
  wanted: number,
): number[] {
  const left = counts.slice();
  const order = new Uint32Array(distances.length)
    .map((_, row) => row)
    .sort((a, b) => distances[b]! - distances[a]! || a - b);
  const rows: number[] = [];
  for (const row of order) {
    if (rows.length === wanted || distances[row] === 0) break;
    if (left[labels[row]!]! < 2) continue;
    left[labels[row]!]!--;
    rows.push(row);
  }
  return rows;
}

export function squaredDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}
