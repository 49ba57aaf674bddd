/** Registers recurrent layers: ONNX's weights and layouts for this project's kernels. */
import type { Tape } from "../autograd/index.js";
import { type Cell, concat, gatesOf, recurrent, reshape, slice, statesOf } from "../ops/index.js";
import type { Tensor } from "../tensor/index.js";
import { takeAlong } from "./axes.js";
import type { HostTensor } from "./host_tensor.js";
import type { GraphNode } from "./node.js";
import { type Inputs, optionalHostInput, registerOperator, required } from "./operator.js";
import { DeviceValue, type GraphValue, inOrder, plain, upload, viewed } from "./value.js";
import { inShape } from "./views.js";

/** A layer's operands, batch first, gates in the order of this project. */
export interface Layer {
  /** [B, T, I] */
  readonly x: Tensor;
  readonly weightIh: Tensor;
  readonly weightHh: Tensor;
  readonly biasIh: Tensor;
  readonly biasHh: Tensor;
  /** [S, D, B, H], or null for zeros. */
  readonly initial: Tensor | null;
  /** Valid steps of each row; null for all. */
  readonly lengths: readonly number[] | null;
  /** Bit d set: direction d runs from the last step to the first. */
  readonly reversed: number;
}

export interface LayerResult {
  /** [B, T, D * H] */
  readonly y: Tensor;
  /** [S, D, B, H] */
  readonly final: Tensor;
}

interface Recurrence {
  /** ONNX's gates in the order of this project. */
  readonly gates: readonly number[];
  /** Default activations of a direction, and others that are supported. */
  readonly activations: readonly (readonly string[])[];
  readonly attributes?: readonly string[];
  readonly without: string;
  readonly problem?: (node: GraphNode) => string | null;
  /** Runs the layer; default: the fused kernels. */
  readonly run?: (tape: Tape, node: GraphNode, layer: Layer) => LayerResult | null;
}

const reversals: { readonly [direction: string]: number } = { forward: 0, reverse: 1, bidirectional: 2 };

const attributes = ["activations", "direction", "hidden_size", "layout"];

/** The activations of a node's directions, in lower case. */
export function activationsOf(node: GraphNode): string[] | null {
  return node.texts("activations")?.map((name) => name.toLowerCase()) ?? null;
}

export function registerRecurrence(name: string, cell: Cell, recurrence: Recurrence): void {
  const { gates, activations, without } = recurrence;
  registerOperator({
    name,
    attributes: [...attributes, ...(recurrence.attributes ?? [])],
    outputs: 1 + statesOf[cell],
    without,
    problem: (node, inputs) => {
      const given = activationsOf(node);
      const one = given?.slice(0, activations[0]!.length).join();
      const known = activations.some((list) => list.join().toLowerCase() === one);
      const alike = given?.every((each, i) => each === given[i % activations[0]!.length]);
      if (given && !(known && alike)) return `the activations ${given.join(", ")}`;
      if (!(node.text("direction", "forward") in reversals)) return "an unknown direction";
      if (node.inputs[7] || inputs[7]) return "peepholes";
      return recurrence.problem?.(node) ?? null;
    },
    onHost: [4],
    device: (tape, node, inputs) => {
      const layer = layerOf(tape, node, inputs, cell, gates);
      const result = recurrence.run?.(tape, node, layer) ?? fused(tape, node, layer, cell);
      return outputsOf(tape, node, layer, result, cell);
    },
  });
}

function layerOf(
  tape: Tape,
  node: GraphNode,
  inputs: Inputs<GraphValue>,
  cell: Cell,
  gates: readonly number[],
): Layer {
  const batchFirst = node.integer("layout", 0) === 1;
  const given = upload(tape, required(node, inputs, 0));
  if (given.shape.length !== 3) throw node.fail("its input has not three axes: export the model again");
  const ordered = inOrder(tape, given, batchFirst ? [0, 1, 2] : [1, 0, 2]);
  const x = viewed(tape, ordered.tensor, ordered.stored);
  const recurrentWeights = upload(tape, required(node, inputs, 2));
  const [directions, rows, hidden] = recurrentWeights.shape as [number, number, number];
  if (rows !== gatesOf[cell] * hidden)
    throw node.fail(`weights of ${rows} rows for ${hidden} units: export the model again`);
  // [D, gates * H, columns], gate by gate in the other order.
  const reordered = (value: GraphValue, columns: number) => {
    const parts = inShape(tape, node, upload(tape, value), [directions, gates.length, hidden * columns]);
    const taken = gates.length === 1 ? parts : takeAlong(tape, node, parts, 1, gates);
    const tensor = plain(tape, taken as DeviceValue);
    return viewed(tape, tensor, columns === 1 ? [directions, rows] : [directions, rows, columns]);
  };
  const biases = inputs[3] ? inShape(tape, node, upload(tape, inputs[3]), [directions, 2, rows]) : null;
  const bias = (index: number) =>
    biases ? reordered(takeAlong(tape, node, biases, 1, [index]), 1) : tape.zeros([directions, rows]);
  const state = (index: number) => {
    const value = inputs[index];
    if (!value) return null;
    const own = inOrder(tape, upload(tape, value), batchFirst ? [1, 0, 2] : [0, 1, 2]);
    return viewed(tape, own.tensor, [1, directions, x.shape[0]!, hidden]);
  };
  const lengths: HostTensor | null = optionalHostInput(node, inputs, 4);
  const all = [...(lengths?.values ?? [])].every((length) => length === x.shape[1]);
  return {
    x,
    weightIh: weightOf(reordered(required(node, inputs, 1), x.shape[2]!), directions, rows),
    weightHh: weightOf(reordered(recurrentWeights, hidden), directions, rows),
    biasIh: bias(0),
    biasHh: bias(1),
    initial: initialOf(tape, [state(5), ...(cell === "lstm" ? [state(6)] : [])]),
    lengths: lengths && !all ? [...lengths.values] : null,
    reversed: reversals[node.text("direction", "forward")]!,
  };

  function weightOf(tensor: Tensor, ...sizes: number[]): Tensor {
    const [count, height] = sizes as [number, number];
    return viewed(tape, tensor, [count, height, tensor.size / count / height]);
  }
}

/** The states that are given; zeros in place of the others. */
function initialOf(tape: Tape, states: readonly (Tensor | null)[]): Tensor | null {
  const given = states.find((state) => state !== null);
  if (!given) return null;
  const all = states.map((state) => state ?? tape.zeros(given.shape));
  return all.length === 1 ? all[0]! : concat(tape, all, 0);
}

function fused(tape: Tape, node: GraphNode, layer: Layer, cell: Cell): LayerResult {
  const { x, lengths, initial, reversed } = layer;
  const nonlinearity = cell === "rnn" && activationsOf(node)?.[0] === "relu" ? "relu" : "tanh";
  return recurrent(tape, cell, x, layer, {
    initial,
    reversed,
    lengths: lengths && tape.constant(Uint32Array.from(lengths), [lengths.length], "u32"),
    nonlinearity,
  });
}

function outputsOf(
  tape: Tape,
  node: GraphNode,
  { x }: Layer,
  { y, final }: LayerResult,
  cell: Cell,
): DeviceValue[] {
  const batchFirst = node.integer("layout", 0) === 1;
  const [batch, steps] = x.shape as [number, number];
  const [states, directions, , hidden] = final.shape as [number, number, number, number];
  const all = viewed(tape, y, [batch, steps, directions, hidden]);
  const outputs = batchFirst
    ? new DeviceValue(all, [batch, steps, directions, hidden])
    : new DeviceValue(all, [steps, directions, batch, hidden], [2, 0, 1, 3]);
  const finals = Array.from({ length: states }, (_, state) => {
    const part = states === 1 ? final : slice(tape, final, 0, state, state + 1);
    const tensor = reshape(tape, part, [directions, batch, hidden]);
    return batchFirst
      ? new DeviceValue(tensor, [batch, directions, hidden], [1, 0, 2])
      : new DeviceValue(tensor, [directions, batch, hidden]);
  });
  return cell === "lstm" ? [outputs, finals[0]!, finals[1]!] : [outputs, finals[0]!];
}
