/** Lloyd's iterations over the rows of all processes. */
import { kmeansAssign } from "../../../kernels/kmeans.js";
import {
  kmeansMeans,
  kmeansShardStep,
  kmeansShardSums,
  type Shards,
} from "../../../kernels/kmeans_shards.js";
import { gatherNumbers } from "../../../parallel/index.js";
import { empty, type Tensor } from "../../../tensor/index.js";
import { farthestRows, type LloydRun, type LloydState } from "../lloyd.js";
import { toUnitLength } from "../unit_rows.js";
import { type ShardedRows, sumOfShards } from "./sharded_rows.js";

interface Slot {
  readonly centers: Tensor;
  readonly counts: Tensor<"u32">;
}

/**
 * Sums of this process's shards are made on the device, and added by the tree; with others, that of all processes is
 * taken where an iteration is read, and the means are made then. So a process by itself can record iterations ahead.
 */
export class ShardRun implements LloydRun {
  readonly #rows: ShardedRows;
  readonly #slots: readonly Slot[];
  readonly #shardSums: Tensor;
  readonly #sums: Tensor;
  readonly #label: Tensor<"u32">;
  readonly #distance: Tensor;
  readonly #spherical: boolean;
  readonly #params: Shards;

  constructor(rows: ShardedRows, clusters: number, slots: number, spherical: boolean) {
    const { x, cols, layout } = rows;
    const { device } = x;
    this.#rows = rows;
    this.#params = layout.kernel(cols, clusters);
    this.#slots = Array.from({ length: slots }, () => ({
      centers: empty(device, [clusters, cols]),
      counts: empty(device, [clusters], "u32"),
    }));
    this.#shardSums = empty(device, [layout.own.length, clusters, cols]);
    this.#sums = empty(device, [clusters, cols]);
    this.#label = empty(device, [layout.places], "u32");
    this.#distance = empty(device, [layout.places]);
    this.#spherical = spherical;
  }

  begin(start: Tensor): void {
    const { centers } = this.#after(0);
    start.device.copy(start.slice, centers.slice);
    if (this.#spherical) toUnitLength(centers);
  }

  iterate(iteration: number): void {
    const { x } = this.#rows;
    x.device.record(
      kmeansShardStep,
      {
        x: x.slice,
        centers: this.#after(iteration - 1).centers.slice,
        sums: this.#shardSums.slice,
        counts: this.#after(iteration).counts.slice,
      },
      this.#params,
    );
    this.#finish(iteration);
  }

  read(iteration: number): Promise<LloydState> {
    const { centers, counts } = this.#after(iteration);
    const state = (async () => {
      if (iteration > 0 && this.#rows.ranks.size > 1) await this.#exchange(iteration);
      const [moved, rows] = await Promise.all([centers.data(), counts.data()]);
      return { centers: moved, counts: rows };
    })();
    state.catch(() => {});
    return state;
  }

  async relocate(iteration: number, counts: Uint32Array): Promise<boolean> {
    this.#assign(iteration - 1);
    const [labels, distances] = await Promise.all([this.#label.data(), this.#distance.data()]);
    const vacant = Array.from(counts.keys()).filter((k) => counts[k] === 0);
    const rows = await this.#farthest(distances, labels, counts, vacant.length);
    if (rows.length === 0) return false;
    for (const [i, row] of rows.entries()) {
      const place = this.#rows.layout.placeOf(row);
      if (place !== null) labels[place] = vacant[i]!;
    }
    this.#label.write(labels);
    this.#update(iteration);
    return true;
  }

  async assignment(iteration: number): Promise<{ labels: Int32Array; inertia: number }> {
    this.#assign(iteration);
    const [labels, distances] = await Promise.all([this.#label.data(), this.#distance.data()]);
    const inertia = await this.#rows.total(distances);
    return { labels: this.#rows.layout.rowsOf(new Int32Array(labels.buffer)), inertia };
  }

  [Symbol.dispose](): void {
    for (const { centers, counts } of this.#slots) {
      centers.release();
      counts.release();
    }
    for (const each of [this.#shardSums, this.#sums, this.#label, this.#distance]) each.release();
  }

  #after(iteration: number): Slot {
    return this.#slots[iteration % this.#slots.length]!;
  }

  #assign(iteration: number): void {
    const { x } = this.#rows;
    const { rows, cols, clusters } = this.#params;
    x.device.record(
      kmeansAssign,
      {
        x: x.slice,
        centers: this.#after(iteration).centers.slice,
        label: this.#label.slice,
        distance: this.#distance.slice,
      },
      { rows, cols, clusters },
    );
  }

  /** Records an iteration again, with the labels that there are. */
  #update(iteration: number): void {
    const { x } = this.#rows;
    x.device.record(
      kmeansShardSums,
      {
        x: x.slice,
        label: this.#label.slice,
        sums: this.#shardSums.slice,
        counts: this.#after(iteration).counts.slice,
      },
      this.#params,
    );
    this.#finish(iteration);
  }

  #finish(iteration: number): void {
    sumOfShards(this.#shardSums, this.#sums);
    if (this.#rows.ranks.size === 1) this.#means(iteration);
  }

  /** Makes of this process's sums and counts those of all. */
  async #exchange(iteration: number): Promise<void> {
    const { ranks } = this.#rows;
    const { counts } = this.#after(iteration);
    const [own, rows] = await Promise.all([this.#sums.data(), counts.data()]);
    await ranks.allReduce(own);
    const parts = await gatherNumbers(ranks, Float64Array.from(rows));
    rows.fill(0);
    for (const [i, part] of parts.entries()) rows[i % rows.length]! += part;
    this.#sums.write(own);
    counts.write(rows);
    this.#means(iteration);
  }

  #means(iteration: number): void {
    const { cols, clusters } = this.#params;
    const { centers, counts } = this.#after(iteration);
    centers.device.record(
      kmeansMeans,
      {
        sums: this.#sums.slice,
        counts: counts.slice,
        centers: this.#after(iteration - 1).centers.slice,
        moved: centers.slice,
      },
      { cols, clusters },
    );
    if (this.#spherical) toUnitLength(centers);
  }

  /** As `farthestRows`, of the rows of all processes. */
  async #farthest(
    distances: Float32Array,
    labels: Uint32Array,
    counts: Uint32Array,
    wanted: number,
  ): Promise<number[]> {
    const { layout, ranks } = this.#rows;
    // Of each cluster one row is left out at most, as its last: so many of a process are enough.
    const places = farthestFirst(layout.rowsOf(distances), wanted + counts.length).map(
      (row) => layout.placeOf(layout.first + row)!,
    );
    const own = places.flatMap((place) => [layout.rowAt(place), distances[place]!, labels[place]!]);
    const all = await gatherNumbers(ranks, Float64Array.from(own));
    const column = (first: number) => all.filter((_, i) => i % 3 === first);
    const rows = column(0);
    return farthestRows(column(1), column(2), counts, wanted).map((i) => rows[i]!);
  }
}

/** Up to `wanted` positions, the largest first, of equals the first. */
function farthestFirst(values: Float32Array, wanted: number): number[] {
  const order = new Uint32Array(values.length).map((_, i) => i);
  return [...order.sort((a, b) => values[b]! - values[a]! || a - b).subarray(0, wanted)];
}
