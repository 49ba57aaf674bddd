/** Runs the nodes of a graph in order. */
import { Tape, type TapeOptions } from "../autograd/index.js";
import type { Device, DeviceBuffer } from "../device/index.js";
import { ArgumentError, ShapeError } from "../errors.js";
import type { Graph } from "./graph.js";
import type { HostTensor } from "./host_tensor.js";
import type { GraphNode } from "./node.js";
import { definitionOf } from "./operator.js";
import { DeviceValue, type GraphValue } from "./value.js";
import type { OnnxWeights } from "./weights.js";

/**
 * Records the graph on a tape with gradients and returns its outputs by name. Values on the host alone are computed at once.
 * @throws {ModelFileError} where a node cannot be computed for these inputs.
 */
export function record(
  tape: Tape,
  graph: Graph,
  weights: OnnxWeights,
  feeds: ReadonlyMap<string, GraphValue>,
): Map<string, GraphValue> {
  const values = new Map(feeds);
  for (const node of graph.nodes) {
    const outputs = compute(tape, node, weights, values);
    node.outputs.forEach((name, i) => {
      if (name !== "" && outputs[i]) values.set(name, outputs[i]);
    });
  }
  return outputsOf(tape, graph, weights, values);
}

/** Computes one node from values by name. */
function compute(
  tape: Tape,
  node: GraphNode,
  weights: OnnxWeights,
  values: ReadonlyMap<string, GraphValue>,
): readonly GraphValue[] {
  const operator = definitionOf(node);
  const inputs = node.inputs.map((name, i) => {
    if (name === "") return null;
    return values.get(name) ?? weights.on(tape, name, operator.onHost?.includes(i) ?? false) ?? null;
  });
  try {
    if (
      operator.host &&
      inputs.every((value): value is HostTensor | null => !(value instanceof DeviceValue))
    ) {
      return [operator.host(node, inputs)].flat();
    }
    if (!operator.device) throw node.fail("its inputs must not depend on the values of the model's inputs");
    return [operator.device(tape, node, inputs)].flat();
  } catch (error) {
    if (!(error instanceof ShapeError || error instanceof ArgumentError)) throw error;
    throw node.fail(error.message, error);
  }
}

function outputsOf(tape: Tape, graph: Graph, weights: OnnxWeights, values: ReadonlyMap<string, GraphValue>) {
  return new Map(
    graph.outputs.map(({ name }) => [name, (values.get(name) ?? weights.on(tape, name, false))!] as const),
  );
}

/** Outputs whose memory is held until `release` is called. */
export interface Inferred {
  readonly outputs: ReadonlyMap<string, GraphValue>;
  release(): void;
}

/**
 * Computes the outputs without gradients: each value is released after the last node that reads it. `numberOf` is that of
 * the tapes.
 * @throws {ModelFileError} where a node cannot be computed for these inputs.
 */
export function infer(
  device: Device,
  graph: Graph,
  weights: OnnxWeights,
  feeds: ReadonlyMap<string, GraphValue>,
  numberOf: TapeOptions["numberOf"] = null,
): Inferred {
  const values = new Map(feeds);
  const held = new HeldBuffers();
  const { nodes } = graph;
  const last = lastUses(graph);
  try {
    nodes.forEach((node, i) => {
      const scratch = new Tape(device, { gradient: false, numberOf });
      try {
        const outputs = compute(scratch, node, weights, values);
        node.outputs.forEach((name, j) => {
          const value = outputs[j];
          if (name === "" || !value) return;
          values.set(name, value);
          if (value instanceof DeviceValue) held.hold(scratch, value);
        });
      } finally {
        scratch.dispose();
      }
      for (const name of last[i]!) {
        const value = values.get(name);
        values.delete(name);
        if (value instanceof DeviceValue && !feeds.has(name)) held.drop(value);
      }
    });
    // Constants are on no tape.
    const outputs = new Tape(device, { gradient: false });
    const named = outputsOf(outputs, graph, weights, values);
    outputs.dispose();
    return { outputs: named, release: () => held.release() };
  } catch (error) {
    held.release();
    throw error;
  }
}

/** For each node the values that no later one reads, and no output is. */
function lastUses(graph: Graph): string[][] {
  const kept = new Set(graph.outputs.map(({ name }) => name));
  const seen = new Set<string>();
  return [...graph.nodes]
    .reverse()
    .map((node) => {
      const names = new Set([...node.inputs, ...node.outputs]);
      const ends = [...names].filter((name) => name !== "" && !kept.has(name) && !seen.has(name));
      for (const name of names) seen.add(name);
      return ends;
    })
    .reverse();
}

/** Buffers of values that are still to be read, and by how many values. */
class HeldBuffers {
  readonly #uses = new Map<DeviceBuffer, number>();

  /** A value of a tape that ends: its memory is taken from the tape, or is that of a value held before. */
  hold(tape: Tape, { tensor }: DeviceValue): void {
    const { buffer } = tensor.slice;
    const uses = this.#uses.get(buffer);
    if (uses !== undefined) this.#uses.set(buffer, uses + 1);
    else if (tape.owns(tensor)) this.#uses.set(tape.take(tensor).slice.buffer, 1);
  }

  drop({ tensor }: DeviceValue): void {
    const { buffer } = tensor.slice;
    const uses = this.#uses.get(buffer);
    if (uses === undefined) return;
    if (uses > 1) {
      this.#uses.set(buffer, uses - 1);
    } else {
      this.#uses.delete(buffer);
      buffer.release();
    }
  }

  release(): void {
    for (const buffer of this.#uses.keys()) buffer.release();
    this.#uses.clear();
  }
}
