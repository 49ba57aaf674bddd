import { gatherRows } from "../../kernels/gather.js";
import type { Random } from "../../random/philox.js";
import { empty, type Tensor, tensor } from "../../tensor/index.js";

/** All rows, or `most` of them at random; ascending. */
export function someRows(rows: number, most: number, random: Random): Uint32Array<ArrayBuffer> {
  if (rows <= most) return Uint32Array.from({ length: rows }, (_, row) => row);
  return new Uint32Array(random.permutation(rows).slice(0, most)).sort();
}

/** Those rows of x [N, D], which the caller releases. */
export function rowsOf(x: Tensor, rows: Uint32Array<ArrayBuffer>): Tensor {
  const [count, cols] = x.shape as [number, number];
  using index = tensor(x.device, rows, [rows.length]);
  const y = empty(x.device, [rows.length, cols]);
  x.device.record(
    gatherRows,
    { x: x.slice, index: index.slice, y: y.slice },
    { rows: count, cols, count: rows.length },
  );
  return y;
}
