/** ONNX's Pad: a border of one number, of the nearest values, or of mirrored ones; negative widths cut off. */
import type { Tape } from "../../autograd/index.js";
import { paddedPositions, paddedWith, rangeOf, takeAlong } from "../axes.js";
import type { GraphNode } from "../node.js";
import {
  axesOf,
  type Inputs,
  integersAt,
  optionalHostInput,
  registerOperator,
  required,
  resultSize,
} from "../operator.js";
import { type GraphValue, plainOrder, upload } from "../value.js";

const modes = ["constant", "reflect", "edge", "wrap"];
/** Positions that a border has at most. */
const MOST = 2 ** 20;

function padded(tape: Tape, node: GraphNode, inputs: Inputs<GraphValue>): GraphValue {
  const x = required(node, inputs, 0);
  const rank = x.shape.length;
  const widths = integersAt(node, inputs, 1, "pads") ?? [];
  const given = integersAt(node, inputs, 3, "axes");
  const axes = given ? axesOf(node, given, rank) : plainOrder(rank);
  if (widths.length !== 2 * axes.length || widths.some((width) => !(Math.abs(width) <= MOST))) {
    throw node.fail(
      `the widths ${widths.slice(0, 8).join(", ")} are not two for each of ${axes.length} axes`,
    );
  }
  const padding = (axis: number) => {
    const i = axes.indexOf(axis);
    return i < 0 ? 0 : widths[i]! + widths[i + axes.length]!;
  };
  resultSize(
    node,
    x.shape.map((extent, axis) => extent + padding(axis)),
  );
  const mode = node.text("mode", "constant") as "constant" | "reflect" | "edge" | "wrap";
  const filling = optionalHostInput(node, inputs, 2)?.values[0] ?? node.float("value", 0);
  return axes.reduce<GraphValue>(
    (value, axis, i) => {
      const [before, behind] = [widths[i]!, widths[i + axes.length]!];
      const extent = value.shape[axis]!;
      if (mode !== "constant" && extent === 0)
        throw node.fail("it has nothing to repeat: give larger inputs");
      if (mode !== "constant") {
        return takeAlong(tape, node, value, axis, paddedPositions(mode, extent, before, behind));
      }
      const cut = rangeOf(Math.max(0, -before), extent - Math.max(0, -before) - Math.max(0, -behind));
      const kept = takeAlong(tape, node, value, axis, cut);
      return paddedWith(tape, kept, axis, [Math.max(0, before), Math.max(0, behind)], filling);
    },
    upload(tape, x),
  );
}

registerOperator({
  name: "Pad",
  attributes: ["mode", "pads", "value"],
  problem: (node) => {
    const mode = node.text("mode", "constant");
    return modes.includes(mode) ? null : `mode ${mode}`;
  },
  onHost: [1, 2, 3],
  device: padded,
});
