/** ONNX's Range: numbers from a start to below a limit. */
import { rangeOf } from "../axes.js";
import { HostTensor } from "../host_tensor.js";
import { hostSize, registerOperator, required } from "../operator.js";

registerOperator({
  name: "Range",
  onHost: [0, 1, 2],
  host: (node, inputs) => {
    const [start, limit, step] = [0, 1, 2].map((i) => required(node, inputs, i).values[0] ?? 0) as [
      number,
      number,
      number,
    ];
    if (step === 0) throw node.fail("its step is 0: export the model again");
    const count = Math.max(0, Math.ceil((limit - start) / step));
    hostSize(node, [count]);
    return HostTensor.of(required(node, inputs, 0).type, [count], rangeOf(start, count, step));
  },
});
