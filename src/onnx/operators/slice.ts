/** ONNX's Slice: from start to end along axes, with steps. */
import type { Tape } from "../../autograd/index.js";
import { rangeOf, takeAlong } from "../axes.js";
import type { GraphNode } from "../node.js";
import { axesOf, type Inputs, integersAt, registerOperator, required } from "../operator.js";
import { type GraphValue, plainOrder } from "../value.js";

function positions(node: GraphNode, extent: number, start: number, end: number, step: number): number[] {
  if (step === 0) throw node.fail("a step is 0: export the model again");
  const within = (at: number, low: number, high: number) =>
    Math.min(high, Math.max(low, at < 0 ? at + extent : at));
  const [low, high] = step > 0 ? [0, extent] : [-1, extent - 1];
  const from = within(start, Math.max(low, 0), high);
  const to = within(end, low, high);
  return rangeOf(from, Math.max(0, Math.ceil((to - from) / step)), step);
}

function sliced(tape: Tape | null, node: GraphNode, inputs: Inputs<GraphValue>): GraphValue {
  const x = required(node, inputs, 0);
  const rank = x.shape.length;
  const starts = integersAt(node, inputs, 1, "starts") ?? [];
  const ends = integersAt(node, inputs, 2, "ends") ?? [];
  const axes = integersAt(node, inputs, 3, "axes") ?? plainOrder(starts.length);
  const steps = integersAt(node, inputs, 4, "steps") ?? [];
  return axesOf(node, axes, rank).reduce((value, axis, i) => {
    const indices = positions(node, value.shape[axis]!, starts[i] ?? 0, ends[i] ?? 0, steps[i] ?? 1);
    return takeAlong(tape, node, value, axis, indices);
  }, x);
}

registerOperator({
  name: "Slice",
  attributes: ["axes", "ends", "starts"],
  host: (node, inputs) => sliced(null, node, inputs) as never,
  device: sliced,
});
