/**
 * The graph that is written: kernels' buffers become values by name. A module is traced for two batches; what differs
 * between them depends on the batch, and is left open.
 */
import { ArgumentError } from "../../errors.js";
import type { DType } from "../../kernels/kernel.js";
import { sizeOf, type Tensor } from "../../tensor/index.js";
import type { Attribute, FileNode, FileTensor } from "./file.js";
import type { Recorded } from "./trace.js";

/** An extent for either batch. */
export type Extent = readonly [number, number];

/** A kernel as it was recorded for either batch. */
export interface Traced {
  readonly kernel: string;
  readonly both: readonly [Recorded, Recorded];
}

interface Value {
  readonly name: string;
  readonly extents: readonly Extent[];
}

/** Elements of memory that hold one value: a buffer, from an offset on. */
export type Key = string;

export const isFixed = ([a, b]: Extent) => a === b;
export const product = (extents: readonly Extent[]): Extent => [
  sizeOf(extents.map(([a]) => a)),
  sizeOf(extents.map(([, b]) => b)),
];
const alike = (a: readonly Extent[], b: readonly Extent[]) =>
  a.length === b.length && a.every(([x, y], i) => x === b[i]![0] && y === b[i]![1]);

export class GraphWriter {
  readonly nodes: FileNode[] = [];
  readonly constants: { [name: string]: FileTensor } = {};
  /** Which kernel wrote a value: what recurrent layers read their input from. */
  readonly writers = new Map<Key, Traced>();
  /** Pieces of values that are written in parts. */
  readonly pieces = new Map<
    Key,
    { name: string; start: Extent; length: Extent; extents: readonly Extent[] }[]
  >();
  readonly #values = new Map<Key, Value>();
  readonly #keys = new Map<unknown, number>();
  readonly #fixed = new Map<Key, { name: string; data: Float32Array }>();
  #count = 0;

  keyOf(tensor: Tensor<DType>): Key {
    const { buffer, offset } = tensor.slice;
    if (!this.#keys.has(buffer)) this.#keys.set(buffer, this.#keys.size);
    return `${this.#keys.get(buffer)}:${offset}`;
  }

  /** Makes known a value that is not computed: a parameter, or a constant. */
  fix(tensor: Tensor<DType>, name: string, data: Float32Array): void {
    this.#fixed.set(this.keyOf(tensor), { name, data });
  }

  /** A parameter's or constant's values. @throws {ArgumentError} for a value that is computed. */
  data(tensor: Tensor<DType>, what: string): Float32Array {
    const found = this.#fixed.get(this.keyOf(tensor));
    if (!found)
      throw new ArgumentError(
        `exportOnnx: ${what} is computed from the images: only parameters are supported`,
      );
    return found.data;
  }

  isZero(tensor: Tensor<DType>): boolean {
    return this.#fixed.get(this.keyOf(tensor))?.data.every((value) => value === 0) ?? false;
  }

  define(tensor: Tensor<DType>, name: string, extents: readonly Extent[]): void {
    this.#values.set(this.keyOf(tensor), { name, extents });
  }

  /** The extents that a value has. */
  extentsOf(tensor: Tensor<DType>): readonly Extent[] | null {
    return this.#values.get(this.keyOf(tensor))?.extents ?? null;
  }

  /** The name of a value in this shape. */
  value(tensor: Tensor<DType>, extents: readonly Extent[]): string {
    const fixed = this.#fixed.get(this.keyOf(tensor));
    if (fixed) {
      const shape = extents.map(([a]) => a);
      if (sizeOf(shape) > fixed.data.length)
        throw new ArgumentError(`exportOnnx: ${fixed.name} is repeated for each image`);
      return this.constant(fixed.data.slice(0, sizeOf(shape)), shape, fixed.name);
    }
    const found = this.#values.get(this.keyOf(tensor));
    if (!found) throw new ArgumentError("exportOnnx: a value is read that no supported kernel wrote");
    return this.reshape(found.name, found.extents, extents);
  }

  reshape(name: string, from: readonly Extent[], to: readonly Extent[]): string {
    if (alike(from, to)) return name;
    const open = to.filter((extent) => !isFixed(extent)).length;
    if (open > 1) throw new ArgumentError("exportOnnx: two axes depend on the number of images");
    return this.node("Reshape", [
      name,
      this.integers(to.map((extent) => (isFixed(extent) ? extent[0] : -1))),
    ]);
  }

  transpose(name: string, perm: readonly number[]): string {
    return perm.every((axis, i) => axis === i) ? name : this.node("Transpose", [name], { perm });
  }

  /** Adds a node; returns the name of its first output, or of all of them. */
  node(op: string, inputs: readonly string[], attributes: { [name: string]: Attribute } = {}): string {
    return this.nodeWith(op, inputs, attributes, 1)[0]!;
  }

  nodeWith(
    op: string,
    inputs: readonly string[],
    attributes: { [name: string]: Attribute },
    outputs: number,
  ): string[] {
    const names = Array.from({ length: outputs }, () => `v${this.#count++}`);
    this.nodes.push({ op, inputs, outputs: names, attributes });
    return names;
  }

  constant(data: Float32Array | BigInt64Array, shape: readonly number[], name = "constant"): string {
    const same = (own: FileTensor) =>
      own.shape.join() === shape.join() &&
      own.data.length === data.length &&
      own.data.every((v, i) => v === data[i]);
    let unique = name;
    for (let i = 1; this.constants[unique]; i++) {
      if (same(this.constants[unique]!)) return unique;
      unique = `${name}.${i}`;
    }
    this.constants[unique] = { shape, data };
    return unique;
  }

  number(value: number): string {
    return this.constant(Float32Array.of(value), []);
  }

  integers(values: readonly number[]): string {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length], "integers");
  }

  /** Leaves out nodes that no output needs, and constants that no node reads. */
  prune(outputs: readonly string[]): void {
    const needed = new Set(outputs);
    const kept = [...this.nodes].reverse().filter((node) => {
      const used = node.outputs.some((name) => needed.has(name));
      if (used) for (const name of node.inputs) needed.add(name);
      return used;
    });
    this.nodes.splice(0, this.nodes.length, ...kept.reverse());
    for (const name of Object.keys(this.constants)) if (!needed.has(name)) delete this.constants[name];
  }
}
