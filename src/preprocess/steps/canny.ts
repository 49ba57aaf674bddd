/** OpenCV's Canny (Canny 1986) with a window of 3 x 3: 255 on edges, else 0. */
import { ArgumentError } from "../../errors.js";
import { choice, number } from "../parameters.js";
import { registerStep } from "../step.js";
import { thinEdges } from "../thin_edges.js";

/** OpenCV's largest threshold, whose square still is a whole number of 32 bits. */
const LARGEST = 32767;

registerStep({
  name: "canny",
  about: "edges one pixel wide: strong ones, and weak ones that are connected with them",
  parameters: {
    low: number(100, 0, LARGEST, "gradient above which an edge is weak"),
    high: number(200, 0, LARGEST, "gradient above which an edge is strong"),
    norm: choice("l1", ["l1", "l2"], "of the gradient: |x| + |y|, or the root of x^2 + y^2"),
  },
  takes: { bytes: true },
  check({ low, high }) {
    if (low > high)
      throw new ArgumentError(`canny: low is ${low}, high ${high}: give a low that is not above high`);
  },
  output: (size) => ({ ...size, channels: 1 }),
  prepare(size, { low, high, norm }) {
    const { height, width } = size;
    const thin = thinEdges(size, norm);
    const limit = (value: number) => Math.floor(norm === "l2" ? value * value : value);
    const [weak, strong] = [limit(low), limit(high)];
    const stack: number[] = [];
    return (from, to) => {
      const edges = thin(from);
      to.fill(0);
      for (let i = 0; i < edges.length; i++) {
        if (edges[i]! <= strong || to[i]! > 0) continue;
        to[i] = 255;
        stack.push(i);
        for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
          const [row, column] = [Math.floor(at / width), at % width];
          for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++) {
            for (let x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++) {
              const next = y * width + x;
              if (to[next]! > 0 || edges[next]! <= weak) continue;
              to[next] = 255;
              stack.push(next);
            }
          }
        }
      }
    };
  },
});
