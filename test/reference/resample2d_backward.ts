import { eachWeight, type ResampleParams } from "../support/resample.js";

export default function resample2dBackward(b: Record<"dy" | "dx", Float64Array>, p: ResampleParams) {
  b.dx.fill(0);
  eachWeight(p, (output, input, weight) => {
    b.dx[input]! += weight * b.dy[output]!;
  });
}
