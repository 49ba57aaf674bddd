/** Layer normalisation. */
import { extent, registerKernelExporter, tensorOf } from "../kernel_exporter.js";

registerKernelExporter("layer_norm_forward", (w, traced) => {
  const [rows, columns] = [extent(traced, "rows"), extent(traced, "cols")];
  const inputs = [
    w.value(tensorOf(traced, "x"), [rows, columns]),
    w.value(tensorOf(traced, "gamma"), [columns]),
    w.value(tensorOf(traced, "beta"), [columns]),
  ];
  const attributes = { axis: -1, epsilon: { float: traced.both[0].params.epsilon! } };
  w.define(tensorOf(traced, "y"), w.node("LayerNormalization", inputs, attributes), [rows, columns]);
});
