/**
 * The tree of a model: modules hold parameters and other modules as properties, and call ops in `forward`.
 *
 * ```ts
 * class Net extends Module {
 *   readonly conv = new Conv2d(1, 32, 3, { padding: 1 });
 *   readonly fc = new Linear(32, 10);
 *
 *   forward(tape: Tape, x: Tensor): Tensor {
 *     return this.fc.forward(tape, globalAvgPool2d(tape, relu(tape, this.conv.forward(tape, x))));
 *   }
 * }
 *
 * const net = new Net().to(device, { seed: 0 });
 * ```
 *
 * Names come from the place in the tree, as in PyTorch: `conv.weight`, `layers.0.bias`. First values come from seed
 * and name, so that inserting a layer changes those of no other.
 */
import type { Tape } from "../autograd/index.js";
import type { Device } from "../device/index.js";
import { type Shape, type Tensor } from "../tensor/index.js";
import { type NamedParameter, Parameter, ParameterStorage } from "./parameter.js";
/** What `stateDict` returns: host values by PyTorch's names. */
export type StateDict = Map<string, {
    readonly shape: Shape;
    readonly data: Float32Array;
}>;
/** What `loadStateDict` takes: a `StateDict`, or plain arrays in its place. */
export type StoredState = ReadonlyMap<string, {
    readonly shape: Shape;
    readonly data: ArrayLike<number>;
}>;
export interface LoadOptions {
    /** Whether every name must be there, and no other. Default true. Shapes must fit in any case. */
    readonly strict?: boolean;
}
/** A model or a part of one. */
export declare abstract class Module<X = Tensor, Y = Tensor> {
    #private;
    /** Records the module's ops on the tape; in training mode where the tape is. */
    abstract forward(tape: Tape, x: X): Y;
    /** The modules that this one holds, by name: its public properties that are modules, or lists of modules. */
    children(): [string, AnyModule][];
    /** This module and all below, each once, with its path from here: "" for itself. */
    modules(): [string, AnyModule][];
    /**
     * All parameters and states, in the order of the tree; one that is reached twice under its first name.
     * @throws {ArgumentError} when two have one name.
     */
    namedParameters(): NamedParameter[];
    /** All parameters and states. */
    parameters(): Parameter[];
    /** Number of values that training changes, frozen ones included; of all with `states`. */
    count({ states }?: {
        states?: boolean | undefined;
    }): number;
    /**
     * Takes memory on a device and draws the first values: the same seed draws the same ones everywhere. Returns the
     * module. Call it once, for the whole tree; `release` gives the memory back.
     * @throws {ArgumentError} when a parameter has memory already.
     */
    to(device: Device, { seed }?: {
        readonly seed?: number;
    }): this;
    /** The memory of the tree that `to` was called for. @throws {ArgumentError} when it was called for another module. */
    get storage(): ParameterStorage;
    /** Where it lies in the tree that `to` was called for: "encoder.stem.0". */
    get path(): string;
    /** No gradient of its parameters is computed, and training changes none of them, running statistics included. Returns it. */
    freeze(): this;
    /** Takes `freeze` back. Returns it. */
    unfreeze(): this;
    /** Whether all its trained parameters are frozen; false where it has none. */
    get frozen(): boolean;
    /** Host copies of every parameter and state, in the order of the tree, by names relative to this module. */
    stateDict(): Promise<StateDict>;
    /**
     * Compares a state dict with the tree; before `to` too, so that a file's configuration takes no more memory than the
     * file's own tensors.
     * @throws {ModelFileError} listing what is missing, what is unexpected, and what has another shape.
     */
    checkStateDict(state: StoredState, { strict }?: LoadOptions): void;
    /**
     * Takes values by names relative to this module, as `stateDict` gives them.
     * @throws {ModelFileError} as `checkStateDict`; then nothing was changed.
     */
    loadStateDict(state: StoredState, options?: LoadOptions): void;
    /** Returns the memory that `to` took; harmless where it took none. */
    release(): void;
}
/** A module whose input and output types are not known to the type checker. */
export type AnyModule = Module<any, any>;
