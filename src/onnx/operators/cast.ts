/** ONNX's Cast: values as another type. */
import { castTo } from "../casting.js";
import { factsOf, typeName } from "../element_types.js";
import type { GraphNode } from "../node.js";
import { registerOperator, required } from "../operator.js";

const typeOf = (node: GraphNode) => factsOf(node.integer("to", 0))!.type;

registerOperator({
  name: "Cast",
  attributes: ["to", "saturate"],
  without: "text, 4-bit numbers and 8-bit floats",
  problem: (node) => {
    const code = node.integer("to", 0);
    return factsOf(code) ? null : `the type ${typeName(code)}`;
  },
  host: (node, inputs) => castTo(null, required(node, inputs, 0), typeOf(node)) as never,
  device: (tape, node, inputs) => castTo(tape, required(node, inputs, 0), typeOf(node)),
});
