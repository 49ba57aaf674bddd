/** LogSoftmax of rows. */
import { extent, registerKernelExporter, tensorOf } from "../kernel_exporter.js";

registerKernelExporter("log_softmax_forward", (w, traced) => {
  const extents = [extent(traced, "rows"), extent(traced, "cols")];
  const x = w.value(tensorOf(traced, "x"), extents);
  w.define(tensorOf(traced, "y"), w.node("LogSoftmax", [x], { axis: -1 }), extents);
});
