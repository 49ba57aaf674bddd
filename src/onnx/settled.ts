/** Values that depend on weights alone: computed once, and kept while the weights stay as they are. */
import { type Device, type DeviceBuffer, forgetLeak, watchLeak } from "../device/index.js";
import { infer } from "./execute.js";
import type { Graph } from "./graph.js";
import type { GraphNode } from "./node.js";
import { DeviceValue, type GraphValue } from "./value.js";
import type { OnnxWeights } from "./weights.js";

/** A graph in two: what depends on its constants alone, whose outputs are those that the rest reads, and the rest. */
export function settledApart(graph: Graph): { readonly settled: Graph; readonly rest: Graph } {
  const known = new Set(graph.constants.keys());
  const isSettled = (node: GraphNode) => {
    const settled = node.inputs.length > 0 && node.inputs.every((name) => name === "" || known.has(name));
    if (settled) for (const name of node.outputs) known.add(name);
    return settled;
  };
  const settled: GraphNode[] = [];
  const rest: GraphNode[] = [];
  for (const node of graph.nodes) (isSettled(node) ? settled : rest).push(node);
  const read = new Set([...rest.flatMap(({ inputs }) => inputs), ...graph.outputs.map(({ name }) => name)]);
  const outputs = settled
    .flatMap((node) => node.outputs)
    .filter((name) => name !== "" && read.has(name))
    .map((name) => ({ name, type: "", shape: null }));
  return { settled: { ...graph, nodes: settled, outputs }, rest: { ...graph, nodes: rest } };
}

export class SettledValues {
  readonly values: ReadonlyMap<string, GraphValue>;
  readonly #release: () => void;

  /** @throws {ModelFileError} where a node cannot be computed. */
  constructor(device: Device, graph: Graph, weights: OnnxWeights) {
    const { outputs, release } = infer(device, graph, weights, new Map());
    this.values = outputs;
    this.#release = release;
    watchLeak(this, "a model", this.buffers);
  }

  get buffers(): DeviceBuffer[] {
    const all = [...this.values.values()].filter((value) => value instanceof DeviceValue);
    return [...new Set(all.map(({ tensor }) => tensor.slice.buffer))];
  }

  release(): void {
    forgetLeak(this);
    this.#release();
  }
}
