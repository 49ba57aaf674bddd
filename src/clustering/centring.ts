/** Moving data to the origin, where squared distances keep their digits in float32. */
import { binary, binaryOps } from "../kernels/binary.js";
import { kmeansAssign, kmeansUpdate } from "../kernels/kmeans.js";
import { empty, type Tensor, zeros } from "../tensor/index.js";

/** The mean of each column of x [N, D], as [1, D]: the one centre of one cluster. */
export function columnMeans(x: Tensor): Tensor {
  const [rows, cols] = x.shape as [number, number];
  using label = zeros(x.device, [rows], "u32");
  using counts = empty(x.device, [1], "u32");
  const mean = empty(x.device, [1, cols]);
  x.device.record(
    kmeansUpdate,
    { x: x.slice, label: label.slice, centers: mean.slice, counts: counts.slice },
    { rows, cols, clusters: 1 },
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
  using origin = zeros(x.device, [1, cols]);
  using label = empty(x.device, [rows], "u32");
  using distance = empty(x.device, [rows]);
  x.device.record(
    kmeansAssign,
    { x: x.slice, centers: origin.slice, label: label.slice, distance: distance.slice },
    { rows, cols, clusters: 1 },
  );
  return total(await distance.data());
}

/** The sum in float64. */
export function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
