import { eachTap, type PoolParams } from "../support/pool.js";

export default function maxPool2dBackward(b: Record<"dy" | "index" | "dx", Float64Array>, p: PoolParams) {
  b.dx.fill(0);
  eachTap(p, (output, input, position) => {
    if (b.index[output] === position) b.dx[input]! += b.dy[output]!;
  });
}
