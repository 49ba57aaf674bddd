/** Blocks with a shortcut. */
import type { Tape } from "../autograd/index.js";
import { type Tensor } from "../tensor/index.js";
import { Module } from "./module.js";
import type { Layer } from "./sequential.js";
/**
 * What the body makes of x, plus x (He et al. 2016), or plus what the shortcut makes of x, where the body changes the
 * shape:
 *
 * ```ts
 * new Sequential(new Residual(new Sequential(new Conv2d(16, 32, 3, { padding: 1 }), new BatchNorm(32)), new Conv2d(16, 32, 1)), ops.relu)
 * ```
 */
export declare class Residual extends Module {
    readonly body: Layer;
    readonly shortcut: Layer | null;
    /** @param shortcut default: x itself. */
    constructor(body: Layer, shortcut?: Layer | null);
    /** @throws {ShapeError} when body and shortcut give different shapes. */
    forward(tape: Tape, x: Tensor): Tensor;
}
