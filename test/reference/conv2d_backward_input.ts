import type { Conv2dParams } from "../../src/kernels/conv2d_shape.js";
import { visitProducts } from "../support/conv2d.js";

export default function conv2dBackwardInput(
  { dy, weight, dx }: Record<"dy" | "weight" | "dx", Float64Array>,
  p: Conv2dParams,
) {
  dx.fill(0);
  visitProducts(p, (input, tap, output) => {
    dx[input]! += dy[output]! * weight[tap]!;
  });
}
