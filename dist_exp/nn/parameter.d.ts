/**
 * The parameters of a model and their memory. All trained values lie in one flat tensor and all gradients in another,
 * so that an optimizer updates a whole model with one kernel, and a sum over processes is one call.
 */
import type { Tape } from "../autograd/index.js";
import { type Device } from "../device/index.js";
import { type Shape, Tensor } from "../tensor/index.js";
import type { Initializer } from "./initializers.js";
export interface ParameterOptions {
    /**
     * Names within the module, one for each index of the first axis, where they are not the property's name:
     * a recurrent layer keeps both directions in one tensor, which PyTorch names one by one.
     */
    readonly names?: readonly string[];
    /** False for what is saved with a model but not trained, such as running statistics. Default true. */
    readonly trained?: boolean;
}
/** One named tensor of a state dict, and how it gets its first values. */
export interface ParameterPart {
    readonly name: string;
    readonly shape: Shape;
    readonly init: Initializer;
}
/** Where a parameter lies. */
export interface Placement {
    readonly value: Tensor;
    /** Null for what is not trained. */
    readonly gradient: Tensor | null;
    /** The memory of the whole model. */
    readonly storage: ParameterStorage;
}
/**
 * A learned tensor, or a state that training updates without gradient. `module.to(device)` gives it memory, and
 * the name of its place in the module tree.
 */
export declare class Parameter {
    #private;
    readonly shape: Shape;
    readonly trained: boolean;
    /** @param init one for all of it, or one for each of `names`. */
    constructor(shape: Shape, init: Initializer | readonly Initializer[], { names, trained }?: ParameterOptions);
    /** What a state dict holds of it; `key` is the property's name. */
    parts(key: string): ParameterPart[];
    /** Number of values. */
    get size(): number;
    /** Whether `to` gave it memory. */
    get placed(): boolean;
    /** @throws {ArgumentError} before `to`. */
    get value(): Tensor;
    /** Where its gradient is written; null for what is not trained. @throws {ArgumentError} before `to`. */
    get gradient(): Tensor | null;
    /** The memory of the model that it belongs to. @throws {ArgumentError} before `to`. */
    get storage(): ParameterStorage;
    /** False where `freeze` was called, or it is no trained parameter at all: no gradient is computed. */
    get trainable(): boolean;
    /** Whether a tape wrote a gradient that no optimizer has used yet. */
    get hasGradient(): boolean;
    /** The value for an op on this tape, which computes its gradient unless it is frozen. */
    on(tape: Tape): Tensor;
    /** No gradient is computed, and no optimizer changes it. */
    freeze(): void;
    unfreeze(): void;
    /** Forgets the gradient, if any: the next one replaces it. */
    dropGradient(): void;
    /** Has the gradient's memory hold zeros where there is no gradient, so that sums over all memory are right. */
    settle(): void;
    /** Gives it memory, or takes it; returns what it had. Called by its storage. */
    place(placement: Placement | null): Placement | null;
}
/** A parameter of a tree, with the tensors that a state dict has of it. */
export interface NamedParameter {
    readonly parameter: Parameter;
    /** One, or one for each index of the parameter's first axis. */
    readonly parts: readonly ParameterPart[];
}
/** Neighbouring parameters, in elements of the flat tensors. */
export interface Run {
    readonly offset: number;
    readonly count: number;
}
export declare class ParameterStorage {
    #private;
    readonly device: Device;
    /** The trained values; what lies between parameters is zero and stays so. */
    readonly values: Tensor;
    /** Laid out as `values`. */
    readonly gradients: Tensor;
    /** All of them, in the order of the tree. */
    readonly parameters: readonly Parameter[];
    constructor(device: Device, named: readonly NamedParameter[]);
    /** The parameter's part of a flat tensor laid out as `values`. */
    partOf(flat: Tensor, parameter: Parameter): Tensor;
    /** The name in the tree; of a parameter with several, the first. Undefined where it lies elsewhere. */
    nameOf(parameter: Parameter): string | undefined;
    /** Where the given trained parameters lie, neighbours joined, no run larger than a kernel may bind. */
    runs(parameters: readonly Parameter[]): Run[];
    /** Has `gradients` hold zeros wherever no gradient was written since the last optimizer step. */
    settle(): void;
    /** Returns the memory. */
    release(): void;
}
/** A run of a flat tensor. */
export declare function runOf(flat: Tensor, { offset, count }: Run): Tensor;
