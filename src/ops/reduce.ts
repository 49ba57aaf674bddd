/** Sums and means over an axis, and the largest of the last one. */
import type { Tape } from "../autograd/index.js";
import { fill } from "../kernels/fill.js";
import { argmax as argmaxKernel, denseView, reduce, reduceOps } from "../kernels/reduce.js";
import { sizeOf, type Tensor } from "../tensor/index.js";
import { checkAxis } from "./check.js";
import { type ReduceView, recordBinary, recordSum } from "./record.js";

function viewOf(op: string, x: Tensor, axis: number | null): ReduceView & { shape: number[] } {
  if (axis === null) return { outer: 1, axis: x.size, inner: 1, shape: [1] };
  const at = checkAxis(op, axis, x.shape);
  const [before, after] = [x.shape.slice(0, at), x.shape.slice(at + 1)];
  const shape = [...before, ...after];
  return {
    outer: sizeOf(before),
    axis: x.shape[at]!,
    inner: sizeOf(after),
    shape: shape.length > 0 ? shape : [1],
  };
}

function scaledSum(op: string, tape: Tape, x: Tensor, axis: number | null, mean: boolean): Tensor {
  const { shape, ...view } = viewOf(op, x, axis);
  const scale = mean ? 1 / view.axis : 1;
  const y = tape.empty(shape);
  recordSum(tape, x, y, view, scale);
  tape.derivative([y], [x], (dy) => {
    tape.accumulate([x], (dx) => {
      // dy is repeated along the axis, and scaled as the sum was.
      const factor = tape.empty([1]);
      tape.record(fill, { y: factor }, { count: 1, value: scale });
      recordBinary(tape, "mul", dy, factor, dx, {
        sizes: [1, view.outer, view.axis, view.inner],
        a: [0, view.inner, 0, 1],
        b: [0, 0, 0, 0],
      });
    });
  });
  return y;
}

/** Sum over `axis`, which disappears; over everything, as shape [1], when it is null. */
export function sum(tape: Tape, x: Tensor, axis: number | null = null): Tensor {
  return scaledSum("sum", tape, x, axis, false);
}

/** Mean over `axis`, which disappears; over everything, as shape [1], when it is null. */
export function mean(tape: Tape, x: Tensor, axis: number | null = null): Tensor {
  return scaledSum("mean", tape, x, axis, true);
}

/** Runs max or min over an axis; equal ones share the gradient, as in PyTorch. */
function extreme(op: "amax" | "amin", tape: Tape, x: Tensor, axis: number | null): Tensor {
  const { shape, ...view } = viewOf(op, x, axis);
  const y = tape.empty(shape);
  const code = op === "amax" ? reduceOps.max : reduceOps.min;
  tape.record(reduce, { x, y }, { ...denseView(view.outer, view.axis, view.inner), op: code, scale: 1 });
  tape.derivative([y], [x], (dy) => {
    tape.accumulate([x], (dx) => {
      const sizes = [1, view.outer, view.axis, view.inner] as const;
      const [dense, repeated] = [
        [0, view.axis * view.inner, view.inner, 1],
        [0, view.inner, 0, 1],
      ] as const;
      const reached = tape.empty(x.shape);
      recordBinary(tape, "equal", x, y, reached, { sizes, a: dense, b: repeated });
      const count = tape.empty(shape);
      recordSum(tape, reached, count, view);
      const share = tape.empty(shape);
      const row = [0, 0, 0, 1] as const;
      recordBinary(tape, "div", dy, count, share, { sizes: [1, 1, 1, y.size], a: row, b: row });
      recordBinary(tape, "mul", reached, share, dx, { sizes, a: dense, b: repeated });
    });
  });
  return y;
}

/** The largest over `axis`, which disappears; of everything, as shape [1], when it is null. NaN where one is. */
export function amax(tape: Tape, x: Tensor, axis: number | null = null): Tensor {
  return extreme("amax", tape, x, axis);
}

/** The smallest over `axis`, which disappears; of everything, as shape [1], when it is null. NaN where one is. */
export function amin(tape: Tape, x: Tensor, axis: number | null = null): Tensor {
  return extreme("amin", tape, x, axis);
}

/**
 * Positions of the largest elements along the last axis, which disappears (u32; [1] for a vector): of equal ones the
 * first, and the first NaN where there is one. Positions have no gradient.
 */
export function argmax(tape: Tape, x: Tensor): Tensor<"u32"> {
  const { axis: cols, shape } = viewOf("argmax", x, -1);
  const index = tape.empty(shape, "u32");
  tape.record(argmaxKernel, { x, index }, { rows: x.size / cols, cols });
  // No derivative: the result stays as long as the tape.
  tape.derivative([index], [], () => {});
  return index;
}
