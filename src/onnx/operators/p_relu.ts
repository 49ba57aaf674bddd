/** ONNX's PRelu: x above 0, slope x below (He et al. 2015). */
import { add, mul, neg, relu } from "../../ops/index.js";
import { onDevice } from "../broadcasting.js";
import { registerOperator, required } from "../operator.js";
import { withAxes } from "../views.js";

/** Before this operator set a slope of one axis is one for each channel. */
const BROADCASTS = 7;

registerOperator({
  name: "PRelu",
  device: (tape, node, inputs) => {
    const [x, given] = [required(node, inputs, 0), required(node, inputs, 1)];
    const places = x.shape.slice(2).map((_, i) => i + 1);
    const slope = node.opset < BROADCASTS && given.shape.length === 1 ? withAxes(given, places) : given;
    return onDevice(
      tape,
      node,
      [x, slope],
      (tape, value, factor) => {
        const below = neg(tape, relu(tape, neg(tape, value!)));
        return add(tape, relu(tape, value!), mul(tape, below, factor!));
      },
      x.type,
    );
  },
});
