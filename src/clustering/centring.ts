/** Moving data to the origin, where squared distances keep their digits in float32. */
import { binary, binaryOps } from "../kernels/binary.js";
import { reduce, reduceOps } from "../kernels/reduce.js";
import { empty, type Tensor } from "../tensor/index.js";

/** The mean of each column of x [N, D], as [1, D]. */
export function columnMeans(x: Tensor): Tensor {
  const [rows, cols] = x.shape as [number, number];
  const mean = empty(x.device, [1, cols]);
  x.device.record(
    reduce,
    { x: x.slice, y: mean.slice },
    { outer: 1, axis: rows, inner: cols, op: reduceOps.sum, scale: 1 / rows },
  );
  return mean;
}

/** x [N, D] minus a row [1, D], in memory of its own. */
export function subtractRow(x: Tensor, row: Tensor): Tensor {
  const [rows, cols] = x.shape as [number, number];
  const y = empty(x.device, x.shape);
  x.device.record(
    binary,
    { a: x.slice, b: row.slice, y: y.slice },
    {
      op: binaryOps.sub,
      size0: 1,
      size1: 1,
      size2: rows,
      size3: cols,
      a_stride0: 0,
      a_stride1: 0,
      a_stride2: cols,
      a_stride3: 1,
      b_stride0: 0,
      b_stride1: 0,
      b_stride2: 0,
      b_stride3: 1,
    },
  );
  return y;
}

/** The squared length of all rows of x [N, D] together; not finite where a value of x is not. */
export async function sumOfSquares(x: Tensor): Promise<number> {
  const [rows, cols] = x.shape as [number, number];
  using squares = empty(x.device, [rows]);
  x.device.record(
    reduce,
    { x: x.slice, y: squares.slice },
    { outer: rows, axis: cols, inner: 1, op: reduceOps.sum_of_squares, scale: 1 },
  );
  return total(await squares.data());
}

/** The sum in float64. */
export function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
