import { type AvgPoolParams, divisors, eachTap } from "../support/pool.js";

export default function avgPool2dBackward(b: Record<"dy" | "dx", Float64Array>, p: AvgPoolParams) {
  const counts = divisors(p);
  b.dx.fill(0);
  eachTap(p, (output, input) => {
    b.dx[input]! += b.dy[output]! / counts[output]!;
  });
}
