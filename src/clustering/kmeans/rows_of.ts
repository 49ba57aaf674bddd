import { gatherRows } from "../../kernels/gather.js";
import { empty, type Tensor, tensor } from "../../tensor/index.js";

/** Some rows of x [N, D]. The caller releases them. */
export function rowsOf(x: Tensor, chosen: Uint32Array<ArrayBuffer>): Tensor {
  const [rows, cols] = x.shape as [number, number];
  const count = chosen.length;
  using index = tensor(x.device, chosen, [count]);
  const y = empty(x.device, [count, cols]);
  x.device.record(gatherRows, { x: x.slice, index: index.slice, y: y.slice }, { rows, cols, count });
  return y;
}
