/** Means and variances of columns: float32 on the device around the means, float64 over blocks of rows. */
import type { Tape } from "../autograd/index.js";
import { magnitude, scaleFor, subtractRow, total, unusableRow } from "../clustering/centring.js";
import { denseView, reduce, reduceOps } from "../kernels/reduce.js";
import { type Tensor, tensor } from "../tensor/index.js";
import { BLOCK_ELEMENTS, sumBlocks } from "./blocks.js";

/** Mean squares between which neither products nor their sums leave float32. */
const SAFE = { low: 2 ** -64, high: 2 ** 64 };

export interface ColumnStatistics {
  /** Mean of each column of the scaled data, [D]. */
  readonly means: Float64Array;
  /** Mean of the squared deviations of each column of the scaled data, [D]. */
  readonly variances: Float64Array;
  /** A power of two that the data are multiplied with: 1 unless their squares would leave float32. */
  readonly scale: number;
}

/** Of the columns of x [N, D]. @throws {DataError} if x holds values that are not finite. */
export async function columnStatistics(caller: string, x: Tensor): Promise<ColumnStatistics> {
  const found = await measure(x, 1);
  const square = total(found.variances) / found.variances.length;
  if (square >= SAFE.low && square <= SAFE.high && found.means.every(Number.isFinite)) return found;
  const largest = await magnitude(x);
  if (!Number.isFinite(largest)) throw await unusableRow(caller, x);
  const scale = scaleFor(largest, 1);
  return scale === 1 ? found : measure(x, scale);
}

async function measure(x: Tensor, scale: number): Promise<ColumnStatistics> {
  const [rows, columns] = x.shape as [number, number];
  const most = BLOCK_ELEMENTS / columns;
  const [first] = await sumBlocks(x, most, (tape, part) => {
    if (scale === 1) return [columnSums(tape, part, "sum")];
    using scaled = moveRows(part, new Float32Array(columns), scale);
    return [columnSums(tape, scaled, "sum")];
  });
  const origin = Float32Array.from(first!, (sum) => sum / rows);
  const [rest, squares] = await sumBlocks(x, most, (tape, part) => {
    using moved = moveRows(part, origin, scale);
    return [columnSums(tape, moved, "sum"), columnSums(tape, moved, "sum_of_squares")];
  });
  const shift = rest!.map((sum) => sum / rows);
  return {
    means: shift.map((value, i) => value + origin[i]!),
    variances: squares!.map((sum, i) => Math.max(0, sum / rows - shift[i]! ** 2)),
    scale,
  };
}

function columnSums(tape: Tape, x: Tensor, op: "sum" | "sum_of_squares"): Tensor {
  const [rows, columns] = x.shape as [number, number];
  const y = tape.empty([columns]);
  tape.record(reduce, { x, y }, { ...denseView(1, rows, columns), op: reduceOps[op], scale: 1 });
  return y;
}

/** `scale` times the rows of x, minus `origin` [D]. The caller releases it. */
export function moveRows(x: Tensor, origin: Float32Array<ArrayBuffer>, scale: number): Tensor {
  using row = tensor(x.device, origin, [1, origin.length]);
  const { x: moved, squares } = subtractRow(x, row, scale);
  squares.release();
  return moved;
}
