/** One node of a graph: its operator, its attributes, and how an error about it begins. */
import { excerpt, ModelFileError, type SkeinError } from "../errors.js";
import type { HostTensor } from "./host_tensor.js";
import type { AttributeMessage } from "./schema.js";
import { countNumbers, eachFloat, integersOf, type Numbers } from "./wire.js";

/** Numbers of an attribute, or of an input that newer operator sets have in its place. */
export const MOST_LISTED = 4096;

export interface NodeParts {
  readonly operator: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, AttributeMessage>;
  /** Values of the attributes that are tensors. */
  readonly tensors: ReadonlyMap<string, HostTensor>;
  /** The version of the operator set. */
  readonly opset: number;
  /** What computes the node in place of its operator: see `definedNode`. */
  readonly definition?: object | null;
}

export class GraphNode {
  readonly operator: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly opset: number;
  readonly definition: object | null;
  readonly #parts: NodeParts;

  constructor(parts: NodeParts) {
    this.#parts = parts;
    this.operator = parts.operator;
    this.name = parts.name;
    this.inputs = parts.inputs;
    this.outputs = parts.outputs;
    this.opset = parts.opset;
    this.definition = parts.definition ?? null;
  }

  /** The same node with other inputs or outputs. Another operator computes it by its own definition. */
  with(changes: Partial<NodeParts>): GraphNode {
    const definition = changes.operator === undefined ? this.definition : null;
    return new GraphNode({ ...this.#parts, definition, ...changes });
  }

  get attributeNames(): string[] {
    return [...this.#parts.attributes.keys()];
  }

  has(name: string): boolean {
    return this.#parts.attributes.has(name);
  }

  integer<D extends number | null>(name: string, missing: D): number | D {
    return this.#parts.attributes.get(name)?.i ?? (this.has(name) ? 0 : missing);
  }

  float(name: string, missing: number): number {
    return this.#parts.attributes.get(name)?.f ?? (this.has(name) ? 0 : missing);
  }

  text<D extends string | null>(name: string, missing: D): string | D {
    return this.#parts.attributes.get(name)?.s ?? missing;
  }

  integers(name: string): number[] | null {
    return this.has(name) ? integersOf(this.#list(name, "ints", "varint")) : null;
  }

  floats(name: string): number[] | null {
    if (!this.has(name)) return null;
    const values: number[] = [];
    eachFloat(this.#list(name, "floats", 4), 4, (value) => values.push(value));
    return values;
  }

  #list(name: string, field: "ints" | "floats", kind: "varint" | 4): Numbers {
    const numbers = this.#parts.attributes.get(name)![field] ?? [];
    const count = countNumbers(numbers, kind);
    if (count > MOST_LISTED) {
      throw this.fail(`its attribute ${excerpt(name)} has ${count} numbers: ${MOST_LISTED} at most are read`);
    }
    return numbers;
  }

  texts(name: string): readonly string[] | null {
    return this.has(name) ? (this.#parts.attributes.get(name)!.strings ?? []) : null;
  }

  tensor(name: string): HostTensor | null {
    return this.#parts.tensors.get(name) ?? null;
  }

  /** An error about this node. */
  fail(reason: string, cause?: Error): SkeinError {
    const options = cause && { cause };
    return new ModelFileError(`${this.operator} (node ${excerpt(this.name)}): ${reason}`, options);
  }
}
