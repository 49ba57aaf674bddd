/** The first half of OpenCV's Canny: gradients, and which of them are the largest across their edge. */
import { sobelOf } from "./sobel.js";
import type { Pixels, Size } from "./step.js";

export type Norm = "l1" | "l2";

/** tan(22.5 degrees) in 15 bits of fixed point. */
const SHIFT = 15;
const TAN_22 = Math.trunc(Math.SQRT2 * 2 ** SHIFT - 2 ** SHIFT + 0.5);

/**
 * A function that gives each pixel its gradient's norm where it is a maximum across the edge, else 0: |x| + |y|, or
 * x^2 + y^2 for l2. Of several channels the one with the largest norm counts. Outside of the image norms are 0.
 */
export function thinEdges(size: Size, norm: Norm): (from: Pixels) => Int32Array {
  const { height, width, channels } = size;
  const gradientsOf = sobelOf(size, 3, "replicate");
  const [across, down] = [new Int32Array(height * width), new Int32Array(height * width)];
  const stride = width + 2;
  const norms = new Int32Array(stride * (height + 2));
  const thin = new Int32Array(height * width);
  return (from) => {
    const { x, y } = gradientsOf(from);
    for (let i = 0; i < height * width; i++) {
      let best = -1;
      for (let c = i * channels; c < (i + 1) * channels; c++) {
        const [dx, dy] = [x[c]!, y[c]!];
        const value = norm === "l1" ? Math.abs(dx) + Math.abs(dy) : dx * dx + dy * dy;
        if (value <= best) continue;
        best = value;
        across[i] = dx;
        down[i] = dy;
      }
      norms[(Math.floor(i / width) + 1) * stride + (i % width) + 1] = best;
    }
    for (let row = 0, i = 0; row < height; row++) {
      let at = (row + 1) * stride + 1;
      for (let column = 0; column < width; column++, i++, at++) {
        const own = norms[at]!;
        const [xs, ys] = [across[i]!, down[i]!];
        const x22 = Math.abs(xs) * TAN_22;
        const scaled = Math.abs(ys) * 2 ** SHIFT;
        let most: boolean;
        if (scaled < x22) most = own > norms[at - 1]! && own >= norms[at + 1]!;
        else if (scaled > x22 + Math.abs(xs) * 2 ** (SHIFT + 1)) {
          most = own > norms[at - stride]! && own >= norms[at + stride]!;
        } else {
          const side = (xs ^ ys) < 0 ? -1 : 1;
          most = own > norms[at - stride - side]! && own > norms[at + stride + side]!;
        }
        thin[i] = most ? own : 0;
      }
    }
    return thin;
  };
}
