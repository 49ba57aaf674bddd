import type { Device } from "../device/index.js";
import type { DType } from "../kernels/kernel.js";
import { type Module } from "../nn/index.js";
import type { Tensor } from "../tensor/index.js";
import type { StepContext, StepResult, Task } from "../train/index.js";
import type { Loss } from "./optimizers.js";
import { type ArrayInput } from "./rows.js";
/** What `fit` learns. */
export declare class ArrayTask implements Task {
    #private;
    readonly module: Module;
    readonly loss: Loss;
    readonly chosen: Uint32Array;
    readonly evaluate: () => Promise<Record<string, number>>;
    readonly count: number;
    constructor(module: Module, device: Device, loss: Loss, x: ArrayInput, y: ArrayInput, chosen: Uint32Array, evaluate: () => Promise<Record<string, number>>);
    step({ tape, indices }: StepContext): StepResult;
    release(): void;
}
/** Runs a network on x. @throws {ShapeError} naming the layer whose input does not fit, what came in and what it takes. */
export declare function namingLayer<T>(network: Module, { shape, dtype }: Tensor<DType>, forward: () => T): T;
/** A share at random for validation, the rest for training. */
export declare function split(all: Uint32Array, share: number, seed: number): [Uint32Array, Uint32Array];
/** A short name for arrays, by which a checkpoint knows its data again. */
export declare function arrayFingerprint(...inputs: readonly ArrayInput[]): string;
