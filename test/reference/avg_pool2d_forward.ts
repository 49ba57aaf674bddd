import { eachTap, type PoolParams } from "../support/pool.js";

export default function avgPool2dForward(b: Record<"x" | "y", Float64Array>, p: PoolParams) {
  b.y.fill(0);
  eachTap(p, (output, input) => {
    b.y[output]! += b.x[input]! / (p.kernel_h * p.kernel_w);
  });
}
