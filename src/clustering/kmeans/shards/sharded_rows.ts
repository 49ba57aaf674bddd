/** Rows of all processes, those of this one on its device; moved to the origin and near 1, as `centre` does it. */

import { CENTER_BLOCK, centerRows } from "../../../kernels/center_rows.js";
import { denseView, reduce, reduceOps } from "../../../kernels/reduce.js";
import { treeSum } from "../../../kernels/tree_sum.js";
import { type Collectives, gatherNumbers, joined, together, treeTotal } from "../../../parallel/index.js";
import { empty, Tensor, tensor, zeros } from "../../../tensor/index.js";
import { magnitude, SAFE_VARIANCE, scaleFor, scaleRows, total, unusableRow } from "../../centring.js";
import { rowsOf } from "../rows_of.js";
import type { Layout, OwnShard } from "./layout.js";

/** Floats between two of several rows that are bound one by one. */
const ROW_STEP = 64;
const padded = (count: number) => ROW_STEP * Math.ceil(count / ROW_STEP);

/** `scale` times the rows, minus `origin`. */
export class ShardedRows {
  constructor(
    /** This process's, [places, D]; zeros where there are none. */
    readonly x: Tensor,
    readonly layout: Layout,
    readonly ranks: Collectives,
    readonly origin: Float32Array,
    readonly scale: number,
    /** The columns' mean variance, of the scaled data. */
    readonly variance: number,
  ) {}

  get cols(): number {
    return this.x.shape[1]!;
  }

  /** The sum over all rows of a value for each place of this process. */
  total(values: ArrayLike<number>): Promise<number> {
    const sums = this.layout.own.map(({ place, rows }) => {
      let sum = 0;
      for (let i = place; i < place + rows; i++) sum += values[i]!;
      return sum;
    });
    return treeOver(this.ranks, sums);
  }

  /**
   * Some rows of all processes, [M, D], those of rank 0 first.
   * @param places Where those lie that this process gives, in their order.
   */
  async gather(places: Uint32Array<ArrayBuffer>): Promise<Float32Array<ArrayBuffer>> {
    let own = new Float32Array(0);
    if (places.length > 0) {
      using rows = rowsOf(this.x, places);
      own = await rows.data();
    }
    return new Float32Array(joined(await this.ranks.allGather(new Uint8Array(own.buffer))));
  }

  [Symbol.dispose](): void {
    this.x.release();
  }
}

/** The sum of a number for each shard of this process, over the shards of all. */
async function treeOver(ranks: Collectives, perShard: readonly number[]): Promise<number> {
  return treeTotal(await gatherNumbers(ranks, Float64Array.from(perShard)));
}

/** Records sums over this process's shards, [S, N], as [N]. The caller releases them. */
export function sumOfShards(sums: Tensor, target: Tensor): void {
  const [shards, count] = [sums.shape[0]!, target.size];
  sums.device.record(treeSum, { x: sums.slice, y: target.slice }, { shards, count });
}

/**
 * Moves rows to their places.
 * @param x This process's rows [N, D].
 * @param inPlace Whether they stay about the origin that they have, as directions must.
 * @throws {DataError} if a process has values that are not finite.
 */
export async function placeRows(
  caller: string,
  x: Tensor,
  layout: Layout,
  ranks: Collectives,
  inPlace: boolean,
): Promise<ShardedRows> {
  const cols = x.shape[1]!;
  for (let scale = 1; ; ) {
    const origin = inPlace ? new Float32Array(cols) : await columnMeans(x, layout, ranks, scale);
    const moved = moveShards(x, layout, origin, scale);
    let kept = false;
    try {
      const variance = (await treeOver(ranks, await moved.squares)) / (layout.count * cols);
      const done = new ShardedRows(moved.x, layout, ranks, origin, scale, variance);
      const largestOf = async (rows: Tensor) =>
        Math.max(...(await gatherNumbers(ranks, Float64Array.of(await magnitude(rows)))));
      if (variance >= SAFE_VARIANCE.low && variance <= SAFE_VARIANCE.high) {
        kept = true;
        return done;
      }
      const largest = Number.isFinite(variance) ? await largestOf(moved.x) : scale * (await largestOf(x));
      if (!Number.isFinite(largest)) {
        await together(ranks, async () => {
          if (!Number.isFinite(await magnitude(x))) throw await unusableRow(caller, x);
        });
      }
      const next = scale * scaleFor(largest, scale);
      if (next === scale) {
        kept = true;
        return done;
      }
      scale = next;
    } finally {
      if (!kept) moved.x.release();
    }
  }
}

/** The mean of each column over all rows, times `scale`. */
async function columnMeans(x: Tensor, layout: Layout, ranks: Collectives, scale: number) {
  const { device } = x;
  const cols = x.shape[1]!;
  using sums = zeros(device, [layout.own.length, padded(cols)]);
  using sum = empty(device, [padded(cols)]);
  for (const [s, shard] of layout.own.entries()) {
    withShard(x, shard, (part) => {
      const scaled = scale === 1 ? part : scaleRows(part, scale);
      const { buffer, offset } = sums.slice;
      const y = { buffer, offset: offset + 4 * s * padded(cols), bytes: 4 * cols };
      const view = denseView(1, shard.rows, cols);
      device.record(reduce, { x: scaled.slice, y }, { ...view, op: reduceOps.sum, scale: 1 });
      if (scaled !== part) scaled.release();
    });
  }
  sumOfShards(sums, sum);
  const total = (await sum.data()).slice(0, cols);
  await ranks.allReduce(total);
  return total.map((value) => value / layout.count);
}

/** `scale` times x, minus a row, at its places; and for each shard the sum of its squares. */
function moveShards(x: Tensor, layout: Layout, row: Float32Array<ArrayBuffer>, scale: number) {
  const { device } = x;
  const cols = row.length;
  using center = tensor(device, row, [1, cols]);
  const moved = zeros(device, [layout.places, cols]);
  const blocks = padded(layout.stride / CENTER_BLOCK);
  using squares = zeros(device, [layout.own.length, blocks]);
  for (const [s, shard] of layout.own.entries()) {
    withShard(x, shard, (part) => {
      device.record(
        centerRows,
        {
          x: part.slice,
          center: center.slice,
          y: partOf(moved, shard.place, shard.rows).slice,
          squares: partOf(squares, s, 1).slice,
        },
        { rows: shard.rows, cols, scale },
      );
    });
  }
  const sums = squares
    .data()
    .then((all) => layout.own.map((_, s) => total(all.subarray(s * blocks, (s + 1) * blocks))));
  return { x: moved, squares: sums };
}

/** Some rows of x [N, D] in its own memory. */
function partOf(x: Tensor, first: number, rows: number): Tensor {
  const cols = x.shape[1]!;
  const { buffer, offset } = x.slice;
  return new Tensor(x.device, { buffer, offset: offset + 4 * first * cols, bytes: 4 * rows * cols }, [
    rows,
    cols,
  ]);
}

/** Records `work` on the rows of a shard: where they lie if a binding may begin there, else on a copy. */
function withShard(x: Tensor, { begin, rows }: OwnShard, work: (part: Tensor) => void): void {
  if ((begin * x.shape[1]!) % ROW_STEP === 0) {
    work(partOf(x, begin, rows));
    return;
  }
  using copy = rowsOf(
    x,
    Uint32Array.from({ length: rows }, (_, i) => begin + i),
  );
  work(copy);
}
