/** ONNX's ReduceProd: the product over axes. */
import { concat, mul, reshape, slice } from "../../ops/index.js";
import { registerReduction } from "../reduction.js";

registerReduction("ReduceProd", {
  // Halves are multiplied until one is left.
  device: (tape, x) => {
    let rest = x;
    for (let count = x.shape[1]!; count > 1; count = rest.shape[1]!) {
      const half = Math.floor(count / 2);
      const product = mul(tape, slice(tape, rest, 1, 0, half), slice(tape, rest, 1, half, 2 * half));
      rest = count % 2 === 0 ? product : concat(tape, [product, slice(tape, rest, 1, count - 1, count)], 1);
    }
    return reshape(tape, rest, [x.shape[0]!, x.shape[2]!]);
  },
  host: (values) => values.reduce((a, b) => a * b, 1),
});
