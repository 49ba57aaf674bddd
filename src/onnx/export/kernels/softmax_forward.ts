/** Softmax of rows. */
import { extent, registerKernelExporter, tensorOf, unsupported } from "../kernel_exporter.js";

registerKernelExporter("softmax_forward", (w, traced) => {
  const extents = [extent(traced, "rows"), extent(traced, "cols")];
  const x = w.value(tensorOf(traced, "x"), extents);
  const { scale, causal } = traced.both[0].params;
  if (causal) throw unsupported(traced, "a causal mask");
  const scaled = scale === 1 ? x : w.node("Mul", [x, w.number(scale!)]);
  w.define(tensorOf(traced, "y"), w.node("Softmax", [scaled], { axis: -1 }), extents);
});
