/** What a pass over the nodes of a graph gets, and what it may ask. */
import type { Graph } from "../graph.js";
import type { GraphNode } from "../node.js";

/** Makes fewer nodes with the same results, for runs without gradients. */
export type Pass = (nodes: readonly GraphNode[], links: Links) => readonly GraphNode[];

/** Which node makes a value, and who reads it. */
export class Links {
  readonly #graph: Graph;
  readonly #makers = new Map<string, GraphNode>();
  readonly #readers = new Map<string, GraphNode[]>();
  readonly #outputs: ReadonlySet<string>;

  constructor(graph: Graph, nodes: readonly GraphNode[]) {
    this.#graph = graph;
    this.#outputs = new Set(graph.outputs.map(({ name }) => name));
    for (const node of nodes) {
      for (const name of node.outputs) this.#makers.set(name, node);
      for (const name of node.inputs) this.#readers.set(name, [...(this.#readers.get(name) ?? []), node]);
    }
  }

  /** The node of this operator that makes a value; null where another one does. */
  maker(name: string, operator: string): GraphNode | null {
    const node = this.#makers.get(name);
    return node?.operator === operator ? node : null;
  }

  /** The node that reads the first output of `node` where it is the only one, reads it once, and no output of the model is it. */
  onlyReader(node: GraphNode): GraphNode | null {
    const name = node.outputs[0]!;
    const readers = this.#readers.get(name) ?? [];
    const alone = readers.length === 1 && !this.#outputs.has(name) && node.outputs.length === 1;
    return alone ? readers[0]! : null;
  }

  /** A single number that the file holds and training leaves alone; null for other values. */
  number(name: string): number | null {
    const value = this.#graph.constants.get(name);
    return value?.size === 1 && !this.#graph.learned.has(name) ? value.values[0]! : null;
  }

  /** A name that no value has, made of `wanted`. */
  unused(wanted: string): string {
    const taken = (name: string) =>
      this.#makers.has(name) ||
      this.#graph.constants.has(name) ||
      this.#graph.inputs.some((input) => input.name === name);
    let name = wanted;
    while (taken(name)) name += "'";
    return name;
  }

  /** The extents of a value that the file holds. */
  shape(name: string): readonly number[] | null {
    return this.#graph.constants.get(name)?.shape ?? null;
  }
}

/** The nodes with those of `by` in the place of the last of `parts`, and without the others. */
export function replaced(
  nodes: readonly GraphNode[],
  parts: readonly GraphNode[],
  ...by: readonly GraphNode[]
): readonly GraphNode[] {
  const last = parts.reduce((latest, part) => (nodes.indexOf(part) > nodes.indexOf(latest) ? part : latest));
  return nodes.flatMap((node) => (node === last ? by : parts.includes(node) ? [] : [node]));
}
