/** Matrix products. */
import type { Extent } from "../graph_writer.js";
import { extent, registerKernelExporter, tensorOf, unsupported } from "../kernel_exporter.js";

registerKernelExporter("gemm", (w, traced) => {
  const [m, n, k, batch] = ["m", "n", "k", "batch"].map((name) => extent(traced, name)) as [
    Extent,
    Extent,
    Extent,
    Extent,
  ];
  const { params } = traced.both[0];
  if (params.accumulate) throw unsupported(traced, "a product that is added");
  if (["a_offset", "b_offset", "c_offset"].some((name) => params[name]))
    throw unsupported(traced, "parts of matrices");
  const matrix = (name: "a" | "b", rows: Extent, columns: Extent) => {
    const transposed = params[`trans_${name}`] === 1;
    const [stored, width] = transposed ? [columns, rows] : [rows, columns];
    if (params[`ld${name}`] !== width[0]) throw unsupported(traced, "parts of matrices");
    const stride = params[`${name}_stride`];
    if (batch[1] === 1) {
      return { name: w.value(tensorOf(traced, name), [stored, width]), transposed };
    }
    if (stride !== 0 && stride !== stored[0] * width[0]) throw unsupported(traced, "matrices that overlap");
    const value = w.value(tensorOf(traced, name), [stride === 0 ? [1, 1] : batch, stored, width]);
    return { name: transposed ? w.transpose(value, [0, 2, 1]) : value, transposed: false };
  };
  const [a, b] = [matrix("a", m, k), matrix("b", k, n)];
  const y = tensorOf(traced, "c");
  if (params.ldc !== n[0]) throw unsupported(traced, "parts of matrices");
  w.writers.set(w.keyOf(y), traced);
  if (batch[1] === 1) {
    const bias = params.has_bias ? [w.value(tensorOf(traced, "bias"), [n])] : [];
    const attributes = { transA: Number(a.transposed), transB: Number(b.transposed) };
    w.define(y, w.node("Gemm", [a.name, b.name, ...bias], attributes), [m, n]);
    return;
  }
  const products = w.node("MatMul", [a.name, b.name]);
  if (!params.has_bias) return w.define(y, products, [batch, m, n]);
  const one = [1, 1] as const;
  const bias = w.value(tensorOf(traced, "bias"), [params.bias_stride ? batch : one, one, n]);
  w.define(y, w.node("Add", [products, bias]), [batch, m, n]);
});
