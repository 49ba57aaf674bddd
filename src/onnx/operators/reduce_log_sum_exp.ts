/** ONNX's ReduceLogSumExp: the logarithm of the sum of exponentials over axes. */
import { add, amax, exp, log, reshape, sub, sum } from "../../ops/index.js";
import { registerReduction } from "../reduction.js";

registerReduction("ReduceLogSumExp", {
  device: (tape, x) => {
    const largest = amax(tape, x, 1);
    const [outer, , inner] = x.shape as [number, number, number];
    const powers = exp(tape, sub(tape, x, reshape(tape, largest, [outer, 1, inner])));
    return add(tape, log(tape, sum(tape, powers, 1)), largest);
  },
  host: (values) => {
    const largest = Math.max(...values);
    return largest + Math.log(values.reduce((a, b) => a + Math.exp(b - largest), 0));
  },
});
