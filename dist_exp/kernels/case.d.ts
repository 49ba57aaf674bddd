import type { AnyKernel, BindingDeclaration, Kernel, ParamTypes, ParamValues } from "./kernel.js";
import type { Sampler } from "./sample.js";
/** One row of the table. */
export interface Case<V, Names extends string = string> {
    readonly params: V;
    /** What this case is there to catch. */
    readonly note?: string;
    /** Inputs drawn in another way than the binding's own. */
    readonly samples?: {
        readonly [K in Names]?: Sampler<V>;
    };
}
/** Gives a kernel its cases. */
export declare function addCases<const P extends ParamTypes, const B extends Readonly<Record<string, BindingDeclaration<ParamValues<P>>>>>(kernel: Kernel<P, B>, cases: readonly Case<ParamValues<P>, Extract<keyof B, string>>[]): void;
/**
 * The cases of a kernel; `loadKernels` loads those of all.
 * @throws {ArgumentError} if none were added.
 */
export declare function casesOf<K extends AnyKernel>(kernel: K): readonly Case<ParamValues<K["params"]>>[];
