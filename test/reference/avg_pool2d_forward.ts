import { type AvgPoolParams, divisors, eachTap } from "../support/pool.js";

export default function avgPool2dForward(b: Record<"x" | "y", Float64Array>, p: AvgPoolParams) {
  const counts = divisors(p);
  b.y.fill(0);
  eachTap(p, (output, input) => {
    b.y[output]! += b.x[input]! / counts[output]!;
  });
}
