import { type Conv2dForwardParams, UNLIMITED } from "../../src/kernels/conv2d_shape.js";
import { visitProducts } from "../support/conv2d.js";

export default function conv2dForward(
  { x, weight, bias, y }: Record<"x" | "weight" | "bias" | "y", Float64Array>,
  p: Conv2dForwardParams,
) {
  for (let i = 0; i < y.length; i++) y[i] = p.has_bias ? bias[i % p.out_channels]! : 0;
  visitProducts(p, (input, tap, output) => {
    y[output]! += x[input]! * weight[tap]!;
  });
  if (!p.limited) return;
  const low = p.low === -UNLIMITED ? -Infinity : p.low;
  const high = p.high === UNLIMITED ? Infinity : p.high;
  for (let i = 0; i < y.length; i++) y[i] = Math.min(high, Math.max(low, y[i]!));
}
