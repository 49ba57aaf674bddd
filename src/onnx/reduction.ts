/** Registers operators that reduce axes. */
import type { Tape } from "../autograd/index.js";
import { sizeOf, type Tensor } from "../tensor/index.js";
import { HostTensor } from "./host_tensor.js";
import type { GraphNode } from "./node.js";
import { axesOf, type Inputs, integersAt, registerOperator, required } from "./operator.js";
import { type GraphValue, inOrder, plainOrder, upload, viewed } from "./value.js";
import { turned, withoutAxes } from "./views.js";

interface Reduction {
  /** [outer, axis, inner] to [outer, inner]. */
  readonly device: (tape: Tape, x: Tensor) => Tensor;
  readonly host: (values: readonly number[]) => number;
}

/** An operator that reduces the axes of its attribute or second input: all of them where none are given. */
export function registerReduction(name: string, { device, host }: Reduction): void {
  registerOperator({
    name,
    attributes: ["axes", "keepdims", "noop_with_empty_axes"],
    host: (node, inputs) => {
      const x = required(node, inputs, 0);
      const axes = reducedAxes(node, inputs, x.shape.length);
      if (axes.length === 0) return x;
      const kept = plainOrder(x.shape.length).filter((axis) => !axes.includes(axis));
      const { values } = turned(x, [...kept, ...axes]) as HostTensor;
      const length = sizeOf(axes.map((axis) => x.shape[axis]!));
      const results = Array.from({ length: sizeOf(kept.map((axis) => x.shape[axis]!)) }, (_, i) =>
        host([...values.subarray(i * length, (i + 1) * length)]),
      );
      const ones = x.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
      return finished(node, HostTensor.of(x.type, ones, results), axes) as HostTensor;
    },
    device: (tape, node, inputs) => {
      const x = upload(tape, required(node, inputs, 0));
      const axes = reducedAxes(node, inputs, x.shape.length);
      if (axes.length === 0) return x;
      const places = axes.map((axis) => x.order.indexOf(axis));
      const [first, last] = [Math.min(...places), Math.max(...places)];
      const neighbours = last - first + 1 === axes.length;
      const order = neighbours ? x.order : [...x.order.filter((axis) => !axes.includes(axis)), ...axes];
      const ordered = inOrder(tape, x, order);
      const start = neighbours ? first : order.length - axes.length;
      const { stored } = ordered;
      const end = start + axes.length;
      const parts = [stored.slice(0, start), stored.slice(start, end), stored.slice(end)].map(sizeOf);
      const reduced = device(tape, viewed(tape, ordered.tensor, parts));
      const ones = x.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
      return finished(node, ordered.with({ tensor: reduced, shape: ones }), axes);
    },
  });
}

function finished(node: GraphNode, value: GraphValue, axes: readonly number[]): GraphValue {
  return node.integer("keepdims", 1) ? value : withoutAxes(node, value, axes);
}

/** The axes to reduce, from the first on. */
function reducedAxes(node: GraphNode, inputs: Inputs<GraphValue>, rank: number): number[] {
  const given = integersAt(node, inputs, 1, "axes") ?? [];
  if (given.length > 0) return axesOf(node, given, rank).sort((a, b) => a - b);
  return node.integer("noop_with_empty_axes", 0) ? [] : plainOrder(rank);
}
