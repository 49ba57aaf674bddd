/** The part of a graph that ends at one of its values, such as the features that a classifier's head reads. */
import { excerpt, ModelFileError } from "../errors.js";
import type { ModelMessage, NodeMessage } from "./schema.js";

type GraphMessage = NonNullable<ModelMessage["graph"]>;

/** A model that computes one value, and the names that could be asked for in its place. */
export interface CutModel {
  /** The model with this value as its only output, without all that the value does not need. */
  readonly message: ModelMessage;
  /** The value's name. */
  readonly layer: string;
  /** All values of the whole model, in the order in which they are computed. */
  readonly layers: readonly string[];
  /** How the axes of the value stand where it is a map: as the graph says, or null: as those of the images that it reads. */
  readonly order: "nchw" | "nhwc" | null;
}

/** Names in a message at most. */
const SHOWN = 12;

/**
 * Cuts a model off at a value.
 * @param layer the name of a value, or of a node, whose first output it then is. Default: `headless`.
 * @param name what errors call the file.
 * @throws {ModelFileError} where there is no graph, or nothing of that name in it; the message lists the last ones.
 */
export function trunkOf(message: ModelMessage, layer: string | undefined, name: string): CutModel {
  const graph = message.graph;
  if (!graph?.nodes?.length || !graph.outputs?.length) {
    throw new ModelFileError(`${name} holds no graph with an output: give a model that ONNX exported`);
  }
  const layers = graph.nodes.flatMap(({ outputs = [] }) => outputs.filter((value) => value !== ""));
  const found = layer === undefined ? headless(graph) : valueNamed(graph, layers, layer);
  if (found === undefined) {
    const last = layers.slice(-SHOWN).map((value) => excerpt(value, 60));
    const more = layers.length > SHOWN ? `the last ${SHOWN} of ${layers.length} are ` : "";
    throw new ModelFileError(
      `${name} has no layer ${excerpt(layer!)}: give one of its values; ${more}${last.join(", ")}`,
    );
  }
  const order = orderOf(graph, found);
  return { message: { ...message, graph: endingAt(graph, found) }, layer: found, layers, order };
}

/** Operators whose values of four axes are [B, C, H, W]. */
const CHANNELS_FIRST = new Set([
  "Conv",
  "ConvTranspose",
  "MaxPool",
  "AveragePool",
  "GlobalMaxPool",
  "GlobalAveragePool",
  "BatchNormalization",
  "InstanceNormalization",
]);
/** Operators behind which axes may mean anything. */
const RESHAPING = new Set(["Reshape", "Flatten", "Squeeze", "Unsqueeze", "Expand", "Gather"]);
const TURNS = new Map([
  ["0,3,1,2", "nchw"],
  ["0,2,3,1", "nhwc"],
] as const);

/** The order of axes that the last node before a value fixed. */
function orderOf(graph: GraphMessage, layer: string): CutModel["order"] {
  const producers = producersOf(graph);
  const isConstant = constantsOf(graph);
  for (let value: string | undefined = layer; value !== undefined; ) {
    const node = producers.get(value);
    if (!node) return null;
    const { operator = "", inputs = [], attributes = [] } = node;
    if (CHANNELS_FIRST.has(operator)) return "nchw";
    if (RESHAPING.has(operator)) return null;
    if (operator === "Transpose") {
      const turn = attributes.find(({ name }) => name === "perm")?.ints ?? [];
      return TURNS.get(Array.from(turn).join() as "0,3,1,2") ?? null;
    }
    value = inputs.find((input) => input !== "" && !isConstant(input));
  }
  return null;
}

function valueNamed({ nodes = [] }: GraphMessage, layers: readonly string[], layer: string) {
  if (layers.includes(layer)) return layer;
  return nodes.find(({ name }) => name === layer)?.outputs?.[0];
}

/** Operators between a head's product and the model's output that hold no features of their own. */
const AFTER_HEAD = new Set([
  "Softmax",
  "LogSoftmax",
  "Sigmoid",
  "Identity",
  "Dropout",
  "Cast",
  "Flatten",
  "Reshape",
  "Squeeze",
]);

/**
 * What a classifier's head reads. Where the first output is a product with a constant matrix (Gemm or MatMul, with or
 * without a bias, and probabilities made of it or not), that is the head, and its input is what it reads. A model that
 * ends in anything else, or whose output is called an embedding or features, has no head: the output itself.
 */
function headless(graph: GraphMessage): string {
  const output = graph.outputs![0]!.name ?? "";
  if (/embed|feature|hidden|pool/i.test(output)) return output;
  const producers = producersOf(graph);
  const isConstant = constantsOf(graph);
  for (let value = output; ; ) {
    const node = producers.get(value);
    if (!node) return output;
    const { operator = "", inputs = [] } = node;
    const variable = inputs.filter((input) => input !== "" && !isConstant(input));
    const constant = inputs.some((input) => input !== "" && isConstant(input));
    if ((operator === "Gemm" || operator === "MatMul") && constant && variable.length === 1) {
      return variable[0]!;
    }
    const passes = AFTER_HEAD.has(operator) || (operator === "Add" && constant && variable.length === 1);
    if (!passes || variable[0] === undefined) return output;
    value = variable[0];
  }
}

const producersOf = ({ nodes = [] }: GraphMessage) =>
  new Map<string, NodeMessage>(
    nodes.flatMap((node) => (node.outputs ?? []).map((value) => [value, node] as const)),
  );

/** Tells values that the file holds, or that follow from such alone. Nodes come after those that they read. */
function constantsOf({ nodes = [], initializers = [] }: GraphMessage): (value: string) => boolean {
  const constants = new Set(initializers.map(({ name = "" }) => name));
  for (const { inputs = [], outputs = [] } of nodes) {
    if (inputs.every((value) => value === "" || constants.has(value)))
      for (const value of outputs) constants.add(value);
  }
  return (value) => constants.has(value);
}

function endingAt(graph: GraphMessage, value: string): GraphMessage {
  const needed = new Set([value]);
  const nodes = [...graph.nodes!].reverse().filter(({ inputs = [], outputs = [] }) => {
    const used = outputs.some((output) => needed.has(output));
    if (used) for (const input of inputs) needed.add(input);
    return used;
  });
  const isNeeded = ({ name = "" }: { readonly name?: string }) => needed.has(name);
  return {
    ...graph,
    nodes: nodes.reverse(),
    inputs: (graph.inputs ?? []).filter(isNeeded),
    initializers: (graph.initializers ?? []).filter(isNeeded),
    outputs: [graph.outputs!.find(({ name }) => name === value) ?? { name: value, type: FLOATS }],
  };
}

const FLOATS = { tensor: { elementType: 1 } };
