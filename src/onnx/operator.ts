/** Operators by name. Each file of `operators/` registers its own. */
import type { Tape } from "../autograd/index.js";
import { ArgumentError } from "../errors.js";
import { sizeOf } from "../tensor/index.js";
import { HostTensor, MOST_AXES } from "./host_tensor.js";
import { type GraphNode, MOST_LISTED } from "./node.js";
import type { GraphValue } from "./value.js";

/** Inputs in ONNX's order; null for one that is left out. */
export type Inputs<V> = readonly (V | null | undefined)[];

export interface OperatorDefinition {
  readonly name: string;
  /** The attributes that are understood. A node with another one is not supported. */
  readonly attributes?: readonly string[];
  /** Outputs that are computed; a node that names more is not supported. Default 1. */
  readonly outputs?: number;
  /** What of an operator is not supported, in words for the list in the documentation. */
  readonly without?: string;
  /**
   * Why this node is not supported; null where it is. `constants` are the inputs that the file holds, `ranks` the axes of those
   * that it describes.
   */
  problem?(
    node: GraphNode,
    constants: Inputs<HostTensor>,
    ranks: readonly (number | undefined)[],
  ): string | null;
  /** Inputs whose constants are not made parameters: the operator needs their values on the host. */
  readonly onHost?: readonly number[];
  /** Inputs that are statistics, not trained. */
  readonly states?: readonly number[];
  /** Whether the output is the first input, whatever it is. */
  readonly renames?: boolean;
  /** The order in which a constant's axes are best stored; null for the plain order. */
  stored?(input: number, rank: number): readonly number[] | null;
  /** Computes the outputs where all inputs are on the host. Missing: on the device only. */
  host?(node: GraphNode, inputs: Inputs<HostTensor>): HostTensor | readonly HostTensor[];
  /** Records the operator's computation. Missing: on the host only. */
  device?(tape: Tape, node: GraphNode, inputs: Inputs<GraphValue>): GraphValue | readonly GraphValue[];
}

const definitions = new Map<string, OperatorDefinition>();

/** Makes an operator known. @throws {ArgumentError} when the name is taken. */
export function registerOperator(definition: OperatorDefinition): void {
  if (definitions.has(definition.name))
    throw new ArgumentError(`two ONNX operators are named ${definition.name}`);
  definitions.set(definition.name, definition);
}

export const operatorNamed = (name: string): OperatorDefinition | undefined => definitions.get(name);

/** A node that `definition` computes in place of its operator: of those that passes make. */
export const definedNode = (
  node: GraphNode,
  changes: Parameters<GraphNode["with"]>[0],
  definition: OperatorDefinition,
): GraphNode => node.with({ ...changes, definition });

/** What computes a node that is supported. */
export const definitionOf = ({ definition, operator }: GraphNode): OperatorDefinition =>
  (definition as OperatorDefinition | null) ?? definitions.get(operator)!;

/** All operators, by name. */
export const operatorDefinitions = (): OperatorDefinition[] =>
  [...definitions.values()].sort((a, b) => (a.name < b.name ? -1 : 1));

/** Elements that a computed host value has at most: shapes and indices have few. */
const MOST_HOST = 2 ** 20;
/** Elements of a result on a device whose size a few numbers of the file decide: 4 GiB. */
const MOST_RESULT = 2 ** 30;

/** The number of elements of a shape. @throws {ModelFileError} where it is negative or too large to be computed on the host. */
export function hostSize(node: GraphNode, shape: readonly number[]): number {
  return resultSize(node, shape, MOST_HOST);
}

/** The number of elements of a shape. @throws {ModelFileError} where it is negative or too large, or has too many axes. */
export function resultSize(node: GraphNode, shape: readonly number[], most = MOST_RESULT): number {
  const size = sizeOf(shape);
  if (
    shape.length > MOST_AXES ||
    shape.some((extent) => !Number.isInteger(extent) || extent < 0) ||
    size > most
  ) {
    const more = shape.length > 8 ? ", ..." : "";
    throw node.fail(
      `its result would have the shape [${shape.slice(0, 8).join(", ")}${more}], and ${most} elements of ${MOST_AXES} axes at most are computed: give smaller inputs`,
    );
  }
  return size;
}

/** An input that the operator cannot do without. */
export function required<V>(node: GraphNode, inputs: Inputs<V>, index: number): V {
  const value = inputs[index];
  if (!value) throw node.fail(`input ${index} is missing: export the model again`);
  return value;
}

/** An input whose values are needed before anything is computed. */
export function hostInput(node: GraphNode, inputs: Inputs<GraphValue>, index: number): HostTensor {
  const value = required(node, inputs, index);
  if (!(value instanceof HostTensor)) {
    throw node.fail(
      `input ${index} is computed from the model's inputs, and only fixed values are supported: use the runtime onnxruntime`,
    );
  }
  return value;
}

/** As `hostInput`, null where the input is left out. */
export function optionalHostInput(
  node: GraphNode,
  inputs: Inputs<GraphValue>,
  index: number,
): HostTensor | null {
  return inputs[index] ? hostInput(node, inputs, index) : null;
}

/** Whole numbers that newer operator sets have as an input and older ones as an attribute. */
export function integersAt(
  node: GraphNode,
  inputs: Inputs<GraphValue>,
  index: number,
  name: string,
): number[] | null {
  if (!inputs[index]) return node.integers(name);
  const value = hostInput(node, inputs, index);
  if (value.size > MOST_LISTED) {
    throw node.fail(`its input ${index} has ${value.size} numbers: ${MOST_LISTED} at most are read`);
  }
  return [...value.values];
}

/** An axis from 0 up. @throws {ModelFileError} where it does not exist. */
export function axisOf(node: GraphNode, axis: number, rank: number): number {
  const at = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(at) || at < 0 || at >= Math.max(1, rank)) {
    throw node.fail(`axis ${axis} of ${rank} does not exist: export the model again`);
  }
  return at;
}

/** Different axes from 0 up. @throws {ModelFileError} where one does not exist or is there twice. */
export function axesOf(node: GraphNode, given: readonly number[], rank: number): number[] {
  const axes = given.length > Math.max(1, rank) ? [] : given.map((axis) => axisOf(node, axis, rank));
  if (new Set(axes).size !== given.length) {
    throw node.fail(`${given.length} axes of ${rank}, of which some are the same: export the model again`);
  }
  return axes;
}

/** Single numbers, of a host value. */
export const isSingle = (value: GraphValue | null | undefined): value is HostTensor =>
  value instanceof HostTensor && value.size === 1;
