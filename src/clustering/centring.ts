/** Moving data to the origin and near 1, where squared distances keep their digits in float32. */
import { DataError } from "../errors.js";
import { CENTER_BLOCK, centerRows } from "../kernels/center_rows.js";
import { denseView, reduce, reduceOps } from "../kernels/reduce.js";
import { empty, type Tensor, tensor, zeros } from "../tensor/index.js";

/** Mean squares of a value between which neither distances nor their sums leave float32. */
export const SAFE_VARIANCE = { low: 2 ** -64, high: 2 ** 64 };

/** x [N, D] moved to the origin: `scale` times x, minus `origin`. */
export interface Centred {
  /** Memory of its own, which the caller releases. */
  readonly x: Tensor;
  /** [D]. */
  readonly origin: Float32Array;
  /** A power of two: 1 unless squares of the data would overflow or underflow. */
  readonly scale: number;
  /** The columns' mean variance, of the scaled data. */
  readonly variance: number;
}

/**
 * @param inPlace Whether the data stay about the origin that they have, as directions must.
 * @throws {DataError} if x has values that are not finite.
 */
export async function centre(caller: string, x: Tensor, inPlace = false): Promise<Centred> {
  const size = x.shape[0]! * x.shape[1]!;
  for (let scale = 1; ; ) {
    const scaled = scale === 1 ? x : scaleRows(x, scale);
    using meanRow = inPlace ? zeros(x.device, [1, x.shape[1]!]) : columnMeans(scaled);
    const moved = subtractRow(scaled, meanRow);
    if (scaled !== x) scaled.release();
    using partialSquares = moved.squares;
    try {
      const [origin, partials] = await Promise.all([meanRow.data(), partialSquares.data()]);
      const variance = total(partials) / size;
      const done = { x: moved.x, origin: origin as Float32Array, scale, variance };
      if (variance >= SAFE_VARIANCE.low && variance <= SAFE_VARIANCE.high) return done;
      // Where means or squares left float32, x itself tells by how much.
      const largest = Number.isFinite(variance) ? await magnitude(moved.x) : scale * (await magnitude(x));
      if (!Number.isFinite(largest)) throw await unusableRow(caller, x);
      const next = scale * scaleFor(largest, scale);
      if (next === scale) return done;
      scale = next;
    } catch (error) {
      moved.x.release();
      throw error;
    }
    moved.x.release();
  }
}

/** x [N, D] near the origin: `scale` times x, minus a row of few digits. */
export interface Moved {
  /** Memory of its own, which the caller releases. */
  readonly x: Tensor;
  /** [D]. */
  readonly around: Float32Array<ArrayBuffer>;
  /** A power of two. */
  readonly scale: number;
}

/**
 * Moves x to about its mean. Data of few digits (such as small whole numbers) lose none, as the row that is
 * subtracted has few digits, too.
 * @throws {DataError} if x has values that are not finite.
 */
export async function nearOrigin(caller: string, x: Tensor): Promise<Moved> {
  const { x: mean, origin, scale, variance } = await centre(caller, x);
  mean.release();
  const step = 2 ** Math.ceil(Math.log2(Math.sqrt(variance) || 1));
  const around = Float32Array.from(origin, (value) => step * Math.round(value / step));
  return { x: moveBy(x, around, scale), around, scale };
}

/** `scale` times x [N, D], minus the row `around` [D]. The caller releases it. */
export function moveBy(x: Tensor, around: Float32Array<ArrayBuffer>, scale: number): Tensor {
  using row = tensor(x.device, around, [1, around.length]);
  const { x: moved, squares } = subtractRow(x, row, scale);
  squares.release();
  return moved;
}

/** The power of two that brings `largest` to between 1 and 2, or as near as `scale` times it is a float32. */
export function scaleFor(largest: number, scale: number): number {
  if (largest === 0) return 1;
  const exponent = Math.log2(scale);
  return 2 ** (Math.max(-126, Math.min(127, exponent - Math.floor(Math.log2(largest)))) - exponent);
}

/** The largest absolute value; not finite where some value is not. */
export async function magnitude(x: Tensor): Promise<number> {
  using extremes = empty(x.device, [2, 64]);
  const view = denseView(1, x.shape[0]! * x.shape[1]!, 1);
  for (const [i, op] of [reduceOps.max, reduceOps.min].entries()) {
    const { buffer, offset } = extremes.slice;
    const y = { buffer, offset: offset + 256 * i, bytes: 4 };
    x.device.record(reduce, { x: x.slice, y }, { ...view, op, scale: 1 });
  }
  const values = await extremes.data();
  return Math.max(Math.abs(values[0]!), Math.abs(values[64]!));
}

/** What to say of the first row that holds values that are not finite. */
export async function unusableRow(caller: string, x: Tensor): Promise<DataError> {
  const values = (await x.data()) as Float32Array;
  const row = Math.floor(values.findIndex((value) => !Number.isFinite(value)) / x.shape[1]!);
  return new DataError(`${caller}: row ${row} of x holds NaN or infinite values: leave that row out`);
}

/** The mean of each column of x [N, D], as [1, D]. */
function columnMeans(x: Tensor): Tensor {
  const [rows, cols] = x.shape as [number, number];
  const mean = empty(x.device, [1, cols]);
  x.device.record(
    reduce,
    { x: x.slice, y: mean.slice },
    { ...denseView(1, rows, cols), op: reduceOps.sum, scale: 1 / rows },
  );
  return mean;
}

/** `scale` times x. The caller releases it. */
export function scaleRows(x: Tensor, scale: number): Tensor {
  using origin = zeros(x.device, [1, x.shape[1]!]);
  const { x: scaled, squares } = subtractRow(x, origin, scale);
  squares.release();
  return scaled;
}

/** `scale` times x [N, D], minus a row [1, D], and partial sums of its squares. The caller releases both tensors. */
export function subtractRow(x: Tensor, row: Tensor, scale = 1): { x: Tensor; squares: Tensor } {
  const [rows, cols] = x.shape as [number, number];
  const y = empty(x.device, x.shape);
  const squares = empty(x.device, [Math.ceil(rows / CENTER_BLOCK)]);
  x.device.record(
    centerRows,
    { x: x.slice, center: row.slice, y: y.slice, squares: squares.slice },
    { rows, cols, scale },
  );
  return { x: y, squares };
}

/** The sum in float64. */
export function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
