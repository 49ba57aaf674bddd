/** Moving data to the origin, where squared distances keep their digits in float32. */
import { CENTER_BLOCK, centerRows } from "../kernels/center_rows.js";
import { denseView, reduce, reduceOps } from "../kernels/reduce.js";
import { empty, type Tensor } from "../tensor/index.js";

/** The mean of each column of x [N, D], as [1, D]. */
export function columnMeans(x: Tensor): Tensor {
  const [rows, cols] = x.shape as [number, number];
  const mean = empty(x.device, [1, cols]);
  x.device.record(
    reduce,
    { x: x.slice, y: mean.slice },
    { ...denseView(1, rows, cols), op: reduceOps.sum, scale: 1 / rows },
  );
  return mean;
}

/** x [N, D] moved to the origin. */
export interface Centred {
  /** x minus a row, in memory of its own. */
  readonly x: Tensor;
  /** Partial sums of its squares. */
  readonly squares: Tensor;
}

/** x [N, D] minus a row [1, D]. The caller releases both tensors. */
export function subtractRow(x: Tensor, row: Tensor): Centred {
  const [rows, cols] = x.shape as [number, number];
  const y = empty(x.device, x.shape);
  const squares = empty(x.device, [Math.ceil(rows / CENTER_BLOCK)]);
  x.device.record(
    centerRows,
    { x: x.slice, center: row.slice, y: y.slice, squares: squares.slice },
    { rows, cols },
  );
  return { x: y, squares };
}

/** The sum in float64. */
export function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
