import type { Conv2dParams } from "../../src/kernels/conv2d_shape.js";
import { visitProducts } from "../support/conv2d.js";

export default function conv2dBackwardWeight(
  { dy, x, dweight, dbias }: Record<"dy" | "x" | "dweight" | "dbias", Float64Array>,
  p: Conv2dParams,
) {
  dweight.fill(0);
  dbias.fill(0);
  for (let i = 0; i < dy.length; i++) dbias[i % p.out_channels]! += dy[i]!;
  visitProducts(p, (input, tap, output) => {
    dweight[tap]! += dy[output]! * x[input]!;
  });
}
