import { eachTap, type PoolParams } from "../support/pool.js";

export default function maxPool2dForward(b: Record<"x" | "y" | "index", Float64Array>, p: PoolParams) {
  const seen = new Set<number>();
  // What a window without a pixel keeps.
  b.y.fill(-Infinity);
  b.index.fill(2 ** 32 - 1);
  eachTap(p, (output, input, position) => {
    const value = b.x[input]!;
    if (seen.has(output) && !(value > b.y[output]! || Number.isNaN(value))) return;
    seen.add(output);
    b.y[output] = value;
    b.index[output] = position;
  });
}
