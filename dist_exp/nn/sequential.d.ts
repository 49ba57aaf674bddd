/** Modules and functions one after the other. */
import type { Tape } from "../autograd/index.js";
import type { Tensor } from "../tensor/index.js";
import { type AnyModule, Module } from "./module.js";
/** A part of a `Sequential`: a module, or a function without parameters such as `relu`. */
export type Layer = Module | ((tape: Tape, x: Tensor) => Tensor);
/**
 * Each layer reads what the one before gave. Names are the places, from "0", as in PyTorch:
 *
 * ```ts
 * new Sequential(new Conv2d(1, 32, 3), ops.relu, flatten, new Linear(32 * 26 * 26, 10))
 * ```
 */
export declare class Sequential extends Module {
    readonly layers: readonly Layer[];
    constructor(...layers: readonly Layer[]);
    children(): [string, AnyModule][];
    forward(tape: Tape, x: Tensor): Tensor;
}
/** Everything behind the first axis as one row: [B, ...] to [B, F]. */
export declare function flatten(tape: Tape, x: Tensor): Tensor;
