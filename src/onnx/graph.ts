/** A file's message as a graph that can run: nodes in order, constants, and everything that is not supported. */
import { excerpt, ModelFileError } from "../errors.js";
import { factsOf, isFloat, typeName } from "./element_types.js";
import { type ExternalData, type HostTensor, readTensor } from "./host_tensor.js";
import { GraphNode } from "./node.js";
import { type Inputs, operatorNamed } from "./operator.js";
import "./operators/index.js";
import type { ModelMessage, NodeMessage, ValueMessage } from "./schema.js";

/** An input or output of a model. */
export interface OnnxValueInfo {
  readonly name: string;
  /** ONNX's name of the element type. */
  readonly type: string;
  /** Extents; a name, or null, where the file leaves one open. Null where it gives no shape. */
  readonly shape: readonly (number | string | null)[] | null;
}

export interface Graph {
  readonly inputs: readonly OnnxValueInfo[];
  readonly outputs: readonly OnnxValueInfo[];
  readonly nodes: readonly GraphNode[];
  /** Values that the file holds or that follow from these alone. */
  readonly constants: ReadonlyMap<string, HostTensor>;
  /** The initializers that training made: floats of one axis or more. They are never computed beforehand. */
  readonly learned: ReadonlySet<string>;
  /** How many nodes there are of each operator, the most frequent first. */
  readonly operators: ReadonlyMap<string, number>;
}

/** Operator sets that were compared with ONNX's tests. */
export const OPSETS = { first: 6, last: 22 };

/**
 * Reads the graph of a decoded file.
 * @throws {ModelFileError} where the file contradicts itself; where nodes are not supported, naming all of them.
 */
export function graphOf(message: ModelMessage, where: string, external: ExternalData | null): Graph {
  const graph = message.graph;
  if (!graph?.nodes || graph.nodes.length === 0) {
    throw new ModelFileError(`${where} holds no graph: give a model that ONNX exported`);
  }
  const opset =
    message.operatorSets?.find(({ domain = "" }) => domain === "" || domain === "ai.onnx")?.version ?? 1;
  const nodes = graph.nodes.map((node, i) => readNode(node, i, opset, where, external));
  const initializers = (graph.initializers ?? []).map((tensor, i) => {
    const name = tensor.name ?? "";
    return [
      name,
      readTensor(tensor, `${where}: initializer ${excerpt(name || String(i))}`, external),
    ] as const;
  });
  const constants = new Map(initializers);
  checkOrder(graph.inputs ?? [], constants, nodes, graph.outputs ?? [], where);
  const ranks = new Map(
    (graph.inputs ?? []).map(({ name = "", type }) => [name, type?.tensor?.shape?.dimensions?.length]),
  );
  const problems = problemsOf(graph.nodes, nodes, constants, ranks);
  if (opset < OPSETS.first || opset > OPSETS.last) {
    problems.push(`operator set ${opset} (${OPSETS.first} to ${OPSETS.last} are)`);
  }
  for (const { name = "", type } of graph.inputs ?? []) {
    const code = type?.tensor?.elementType;
    if (!constants.has(name) && !factsOf(code)) {
      problems.push(
        `the input ${excerpt(name)} of ${type?.tensor ? typeName(code) : "another type than a tensor"}`,
      );
    }
  }
  if (graph.sparseInitializers) problems.push("sparse initializers");
  if (problems.length > 0) {
    throw new ModelFileError(
      `${where}: not supported: ${problems.join("; ")}: use the runtime onnxruntime, or export the model without them`,
    );
  }
  const operators = new Map<string, number>();
  for (const { operator } of nodes) operators.set(operator, (operators.get(operator) ?? 0) + 1);
  const inputs = (graph.inputs ?? []).filter(({ name = "" }) => !constants.has(name)).map(infoOf);
  const outputs = (graph.outputs ?? []).map(infoOf);
  const learned = new Set([...constants].filter(([, value]) => isLearned(value)).map(([name]) => name));
  const named = withoutAliases(nodes, learned, new Set(outputs.map(({ name }) => name)));
  return {
    inputs,
    outputs,
    nodes: foldConstants(named, constants, learned),
    constants,
    learned,
    operators: new Map([...operators].sort(([, a], [, b]) => b - a)),
  };
}

/** An input or output as the file describes it. */
export function infoOf({ name = "", type }: ValueMessage): OnnxValueInfo {
  const dimensions = type?.tensor?.shape?.dimensions;
  return {
    name,
    type: typeName(type?.tensor?.elementType),
    shape: type?.tensor?.shape ? (dimensions ?? []).map(({ size, symbol }) => size ?? symbol ?? null) : null,
  };
}

function readNode(
  node: NodeMessage,
  index: number,
  opset: number,
  where: string,
  external: ExternalData | null,
): GraphNode {
  const domain = node.domain && node.domain !== "ai.onnx" ? `${node.domain}.` : "";
  const name = node.name || String(index);
  const attributes = new Map((node.attributes ?? []).map((attribute) => [attribute.name ?? "", attribute]));
  const tensors = new Map<string, HostTensor>();
  for (const [key, { t }] of attributes) {
    if (t && factsOf(t.dataType)) {
      tensors.set(key, readTensor(t, `${where}: ${excerpt(key)} of node ${excerpt(name)}`, external));
    }
  }
  return new GraphNode({
    operator: `${domain}${node.operator ?? ""}`,
    name,
    inputs: node.inputs ?? [],
    outputs: node.outputs ?? [],
    attributes,
    tensors,
    opset,
  });
}

/** Each value is made once, before it is used. */
function checkOrder(
  inputs: readonly ValueMessage[],
  constants: ReadonlyMap<string, HostTensor>,
  nodes: readonly GraphNode[],
  outputs: readonly ValueMessage[],
  where: string,
): void {
  const known = new Set([...constants.keys(), ...inputs.map(({ name = "" }) => name)]);
  for (const node of nodes) {
    const missing = node.inputs.find((name) => name !== "" && !known.has(name));
    if (missing !== undefined) {
      throw new ModelFileError(
        `${where}: node ${excerpt(node.name)} reads ${excerpt(missing)}, which nothing before it makes: export it again`,
      );
    }
    for (const name of node.outputs) {
      if (name !== "" && known.has(name)) {
        throw new ModelFileError(`${where}: two nodes make ${excerpt(name)}: export it again`);
      }
      known.add(name);
    }
  }
  const missing = outputs.find(({ name = "" }) => !known.has(name));
  if (missing || outputs.length === 0) {
    throw new ModelFileError(
      `${where}: no node makes its output ${excerpt(missing?.name ?? "")}: export it again`,
    );
  }
}

/** Why nodes are not supported, and how many of each operator. */
function problemsOf(
  messages: readonly NodeMessage[],
  nodes: readonly GraphNode[],
  constants: ReadonlyMap<string, HostTensor>,
  ranks: ReadonlyMap<string, number | undefined>,
): string[] {
  const found = new Map<string, number>();
  nodes.forEach((node, i) => {
    const problem = problemOf(node, messages[i]!, constants, ranks);
    if (problem !== null) {
      const line = excerpt(problem ? `${node.operator} with ${problem}` : node.operator);
      found.set(line, (found.get(line) ?? 0) + 1);
    }
  });
  return [...found].map(([line, count]) => (count > 1 ? `${line} (${count} nodes)` : line));
}

/** Null where a node is supported; "" where its operator is not known at all. */
function problemOf(
  node: GraphNode,
  message: NodeMessage,
  constants: ReadonlyMap<string, HostTensor>,
  ranks: ReadonlyMap<string, number | undefined>,
): string | null {
  const operator = operatorNamed(node.operator);
  if (!operator) return "";
  const unknown = node.attributeNames.find((name) => !(operator.attributes ?? []).includes(name));
  if (unknown !== undefined) return `the attribute ${unknown}`;
  const odd = (message.attributes ?? []).find(({ t }) => t && !factsOf(t.dataType));
  if (odd) return `a constant of ${typeName(odd.t!.dataType)}`;
  const extra = node.outputs.findIndex((name, i) => name !== "" && i >= (operator.outputs ?? 1));
  if (extra >= 0) return `its output ${extra}`;
  const inputs: Inputs<HostTensor> = node.inputs.map((name) => constants.get(name));
  return (
    operator.problem?.(
      node,
      inputs,
      node.inputs.map((name) => ranks.get(name)),
    ) ?? null
  );
}

/** Single numbers are read on the host, and device memory holds nothing that is empty. */
const isLearned = ({ type, shape, size }: HostTensor) => isFloat(type) && shape.length > 0 && size > 0;

/** The nodes without those that give a learned initializer another name, under which others read it. */
function withoutAliases(
  nodes: readonly GraphNode[],
  learned: ReadonlySet<string>,
  outputs: ReadonlySet<string>,
): GraphNode[] {
  const sources = new Map<string, string>();
  return nodes.flatMap((node) => {
    const inputs = node.inputs.map((name) => sources.get(name) ?? name);
    const [source, alias] = [inputs[0]!, node.outputs[0]!];
    if (operatorNamed(node.operator)!.renames && learned.has(source)) {
      sources.set(alias, source);
      if (!outputs.has(alias)) return [];
    }
    return [inputs.every((name, i) => name === node.inputs[i]) ? node : node.with({ inputs })];
  });
}

/** Elements of the inputs of a node that is computed while a file is read; those of all such nodes' inputs and results. */
const MOST_FOLDED = { inputs: 2 ** 16, all: 2 ** 21 };

/** Computes what depends on constants alone that are not learned; returns the other nodes. */
function foldConstants(
  nodes: readonly GraphNode[],
  constants: Map<string, HostTensor>,
  learned: ReadonlySet<string>,
): GraphNode[] {
  let work = 0;
  return nodes.filter((node) => {
    const { host } = operatorNamed(node.operator)!;
    const given = node.inputs.map((name) => (name === "" ? null : constants.get(name)));
    const open = given.some((value) => value === undefined) || node.inputs.some((name) => learned.has(name));
    if (!host || open || work > MOST_FOLDED.all) return true;
    const sizes = given.reduce((sum, value) => sum + (value?.size ?? 0), 0);
    if (sizes > MOST_FOLDED.inputs) return true;
    const outputs = [host(node, given)].flat();
    node.outputs.forEach((name, i) => {
      const value = outputs[i];
      if (name !== "" && value) constants.set(name, value);
    });
    // What has no input was there before.
    if (given.length > 0) work += outputs.reduce((sum, value) => sum + value.size, sizes);
    return false;
  });
}
