import { eachWeight, type ResampleParams } from "../support/resample.js";

export default function resample2dForward(b: Record<"x" | "y", Float64Array>, p: ResampleParams) {
  b.y.fill(0);
  eachWeight(p, (output, input, weight) => {
    b.y[output]! += weight * b.x[input]!;
  });
}
