import { eachTap, type PoolParams } from "../support/pool.js";

export default function avgPool2dBackward(b: Record<"dy" | "dx", Float64Array>, p: PoolParams) {
  b.dx.fill(0);
  eachTap(p, (output, input) => {
    b.dx[input]! += b.dy[output]! / (p.kernel_h * p.kernel_w);
  });
}
