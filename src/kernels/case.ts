/**
 * The cases of kernels: the table that conformance tests, `skein verify` and the benchmark share. A file of
 * src/kernels/cases/ adds those of src/kernels/NAME.ts, and nothing else imports it, so that programs do not carry them.
 */
import { ArgumentError } from "../errors.js";
import type { AnyKernel, BindingDeclaration, Kernel, ParamTypes, ParamValues } from "./kernel.js";
import type { Sampler } from "./sample.js";

/** One row of the table. */
export interface Case<V, Names extends string = string> {
  readonly params: V;
  /** What this case is there to catch. */
  readonly note?: string;
  /** Inputs drawn in another way than the binding's own. */
  readonly samples?: { readonly [K in Names]?: Sampler<V> };
}

type AnyCase = Case<Readonly<Record<string, number>>>;

const table = new Map<string, readonly AnyCase[]>();

/** Gives a kernel its cases. */
export function addCases<
  const P extends ParamTypes,
  const B extends Readonly<Record<string, BindingDeclaration<ParamValues<P>>>>,
>(kernel: Kernel<P, B>, cases: readonly Case<ParamValues<P>, Extract<keyof B, string>>[]): void {
  if (table.has(kernel.name))
    throw new ArgumentError(`kernel ${kernel.name} has cases already: add them in one call`);
  table.set(kernel.name, cases as readonly AnyCase[]);
}

/**
 * The cases of a kernel; `loadKernels` loads those of all.
 * @throws {ArgumentError} if none were added.
 */
export function casesOf<K extends AnyKernel>(kernel: K): readonly Case<ParamValues<K["params"]>>[] {
  const cases = table.get(kernel.name);
  if (cases) return cases as readonly Case<ParamValues<K["params"]>>[];
  throw new ArgumentError(`kernel ${kernel.name} has no cases: add them in a file of src/kernels/cases`);
}
