/** Sums, means and extremes over an axis. */
import { reduceOps } from "../../../kernels/reduce.js";
import { extent, fixed, registerKernelExporter, tensorOf, unsupported } from "../kernel_exporter.js";

registerKernelExporter("reduce", (w, traced) => {
  const [outer, axis, inner] = ["outer", "axis", "inner"].map((name) => extent(traced, name));
  const { x_offset, outer_stride, y_offset, scale } = traced.both[1].params;
  const dense = outer![1] === 1 || outer_stride === axis![1] * inner![1];
  if (x_offset || y_offset || !dense) throw unsupported(traced, "a part of a tensor");
  const x = w.value(tensorOf(traced, "x"), [outer!, axis!, inner!]);
  const op = fixed(traced, "op");
  const extents = [outer!, inner!];
  const y = tensorOf(traced, "y");
  if (op === reduceOps.max) return w.define(y, w.node("ReduceMax", [x], { axes: [1], keepdims: 0 }), extents);
  if (op === reduceOps.min) return w.define(y, w.node("ReduceMin", [x], { axes: [1], keepdims: 0 }), extents);
  const terms = op === reduceOps.sum ? x : w.node("Mul", [x, x]);
  const sum = w.node("ReduceSum", [terms, w.integers([1])], { keepdims: 0 });
  w.define(y, scale === 1 ? sum : w.node("Mul", [sum, w.number(scale!)]), extents);
});
