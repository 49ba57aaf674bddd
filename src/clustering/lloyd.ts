/** Lloyd's iterations on the device, the host looking on. */
import type { DeviceKind } from "../device/index.js";
import { kmeansAssign, kmeansStep, kmeansUpdate } from "../kernels/kmeans.js";
import { empty, type Tensor } from "../tensor/index.js";
import { total } from "./centring.js";

export interface LloydOptions {
  readonly maxIterations: number;
  /** Iterations end when the centres' squared moves add up to this or less. */
  readonly tolerance: number;
}

export interface LloydResult {
  /** [K, D]. */
  readonly centers: Float32Array;
  /** Nearest centre of each row. */
  readonly labels: Int32Array;
  /** Sum of the squared distances to those. */
  readonly inertia: number;
  readonly iterations: number;
}

const MOST_BETWEEN_READS = 8;
/** Products that take a CPU some 5 ms: so much a run may compute in vain at its end. A read takes 0.2 ms. */
const WORTH_WAITING = 2 ** 29;

/**
 * Iterations recorded before the host reads what they did. Waiting costs a GPU, or a CPU with little to do, more
 * than iterations that turn out to be too many; those are dropped, so that results do not depend on this.
 */
function iterationsBetweenReads(kind: DeviceKind, products: number): number {
  if (kind !== "native") return kind === "webgpu" ? MOST_BETWEEN_READS : 1;
  return Math.min(MOST_BETWEEN_READS, Math.max(1, Math.floor(WORTH_WAITING / products)));
}

/**
 * Moves the centres `start` [K, D] among the rows of x [N, D]. A cluster that lost its last row
 * continues from the row farthest from its centre, as in scikit-learn.
 */
export async function lloyd(x: Tensor, start: Tensor, options: LloydOptions): Promise<LloydResult> {
  const [clusters, cols] = start.shape as [number, number];
  const products = x.shape[0]! * cols * clusters;
  using run = new Run(x, clusters, iterationsBetweenReads(x.device.kind, products));
  run.begin(start);
  let centers = new Float32Array();
  let iterations = 0;
  let moving = true;
  while (moving && iterations < options.maxIterations) {
    const count = Math.min(run.slots, options.maxIterations - iterations);
    for (let slot = 1; slot <= count; slot++) run.iterate(slot);
    const states = await Promise.all(Array.from({ length: count + 1 }, (_, slot) => run.read(slot)));
    for (let slot = 1; slot <= count; slot++) {
      iterations++;
      let state = states[slot]!;
      const relocated = state.counts.includes(0) && (await run.relocate(slot, state.counts));
      if (relocated) state = await run.read(slot);
      moving = squaredDistance(states[slot - 1]!.centers, state.centers) > options.tolerance;
      centers = state.centers;
      // What followed in this batch is too much, or took the place of a relocated centre.
      if (!moving || relocated || slot === count) {
        run.continueFrom(slot);
        break;
      }
    }
  }
  const { labels, distances } = await run.assignment();
  return { centers, labels, inertia: total(distances), iterations };
}

interface State {
  readonly centers: Float32Array<ArrayBuffer>;
  /** Rows of each cluster; undefined in slot 0. */
  readonly counts: Uint32Array;
}

/** Device memory of a run: slot 0 holds the centres before a batch of iterations, slot i those after the i-th. */
class Run {
  readonly #centers: readonly Tensor[];
  readonly #counts: readonly Tensor[];
  readonly #label: Tensor;
  readonly #distance: Tensor;
  readonly #params: { rows: number; cols: number; clusters: number };

  constructor(
    private readonly x: Tensor,
    clusters: number,
    readonly slots: number,
  ) {
    const [rows, cols] = x.shape as [number, number];
    const { device } = x;
    this.#params = { rows, cols, clusters };
    this.#centers = Array.from({ length: slots + 1 }, () => empty(device, [clusters, cols]));
    this.#counts = Array.from({ length: slots + 1 }, () => empty(device, [clusters], "u32"));
    this.#label = empty(device, [rows], "u32");
    this.#distance = empty(device, [rows]);
  }

  begin(start: Tensor): void {
    this.x.device.copy(start.slice, this.#centers[0]!.slice);
  }

  continueFrom(slot: number): void {
    this.x.device.copy(this.#centers[slot]!.slice, this.#centers[0]!.slice);
  }

  /** Records one iteration from the slot before. */
  iterate(slot: number): void {
    this.x.device.record(
      kmeansStep,
      {
        x: this.x.slice,
        centers: this.#centers[slot - 1]!.slice,
        moved: this.#centers[slot]!.slice,
        counts: this.#counts[slot]!.slice,
      },
      this.#params,
    );
  }

  async read(slot: number): Promise<State> {
    const [centers, counts] = await Promise.all([this.#centers[slot]!.data(), this.#counts[slot]!.data()]);
    return { centers: centers as Float32Array<ArrayBuffer>, counts: counts as Uint32Array };
  }

  /**
   * Repeats an iteration that left clusters empty, the farthest rows moved to them.
   * @returns Whether there were any: not where all rows coincide with their centres.
   */
  async relocate(slot: number, counts: Uint32Array): Promise<boolean> {
    this.#assign(slot - 1);
    const [labels, distances] = await Promise.all([this.#label.data(), this.#distance.data()]);
    const vacant = Array.from(counts.keys()).filter((k) => counts[k] === 0);
    const moved = farthestRows(distances, labels, counts, vacant.length);
    if (moved.length === 0) return false;
    moved.forEach((row, i) => {
      labels[row] = vacant[i]!;
    });
    this.#label.write(labels);
    this.#update(slot);
    return true;
  }

  /** Where the rows belong, by the centres of slot 0. */
  async assignment(): Promise<{ labels: Int32Array; distances: Float32Array }> {
    this.#assign(0);
    const [labels, distances] = await Promise.all([this.#label.data(), this.#distance.data()]);
    return { labels: new Int32Array(labels.buffer), distances: distances as Float32Array };
  }

  [Symbol.dispose](): void {
    for (const tensor of [...this.#centers, ...this.#counts, this.#label, this.#distance]) tensor.release();
  }

  #assign(slot: number): void {
    this.x.device.record(
      kmeansAssign,
      {
        x: this.x.slice,
        centers: this.#centers[slot]!.slice,
        label: this.#label.slice,
        distance: this.#distance.slice,
      },
      this.#params,
    );
  }

  /** Centres of this slot: the means of the rows by their labels, or where there are none, those of the slot before. */
  #update(slot: number): void {
    const centers = this.#centers[slot]!;
    this.x.device.copy(this.#centers[slot - 1]!.slice, centers.slice);
    this.x.device.record(
      kmeansUpdate,
      {
        x: this.x.slice,
        label: this.#label.slice,
        centers: centers.slice,
        counts: this.#counts[slot]!.slice,
      },
      this.#params,
    );
  }
}

/** Up to `wanted` rows, the farthest from their centres first, none of which is its cluster's last. */
function farthestRows(
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

function squaredDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}
