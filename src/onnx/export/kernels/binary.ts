/** Functions of two values, broadcast. */
import { type BinaryOp, names } from "../../../kernels/binary.js";
import type { Extent } from "../graph_writer.js";
import { extent, fixed, registerKernelExporter, tensorOf, unsupported } from "../kernel_exporter.js";

const operators: Partial<Record<BinaryOp, string>> = {
  ...{ add: "Add", sub: "Sub", mul: "Mul", div: "Div", max: "Max", min: "Min", pow: "Pow" },
};

registerKernelExporter("binary", (w, traced) => {
  const op = names[fixed(traced, "op")]!;
  const operator = operators[op];
  if (!operator) throw unsupported(traced, op);
  const sizes = [0, 1, 2, 3].map((axis) => extent(traced, `size${axis}`));
  const operand = (side: "a" | "b") => {
    const strides = [0, 1, 2, 3].map((axis) => extent(traced, `${side}_stride${axis}`));
    const own = sizes.map((size, axis): Extent => (strides[axis]![1] === 0 ? [1, 1] : size));
    // Dense in that shape?
    let step = 1;
    for (let axis = 3; axis >= 0; axis--) {
      const size = own[axis]![1];
      if (size > 1 && strides[axis]![1] !== step) throw unsupported(traced, "a transposed operand");
      step *= size;
    }
    return w.value(tensorOf(traced, side), own);
  };
  w.define(tensorOf(traced, "y"), w.node(operator, [operand("a"), operand("b")]), sizes);
});
