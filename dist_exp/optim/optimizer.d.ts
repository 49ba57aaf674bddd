/**
 * What optimizers have in common: parameter groups, frozen parameters, and the state that a checkpoint holds.
 * Parameters of a model lie in one flat tensor, so that a step is one kernel for each run of neighbours that are
 * updated alike: one for the whole model where nothing is frozen and there is one group.
 */
import type { Device } from "../device/index.js";
import { type AnyModule, type Parameter, type ParameterStorage } from "../nn/index.js";
import { type Shape, type Tensor } from "../tensor/index.js";
export interface OptimizerOptions {
    /** Step size, unless `step` is given another. */
    readonly learningRate?: number;
}
/** Parameters with settings of their own. Those of a frozen module may be given: they take no part until `unfreeze`. */
export interface ParameterGroup {
    readonly parameters: AnyModule | readonly Parameter[];
    /** Default: the optimizer's. A schedule scales the rates of all groups alike. */
    readonly learningRate?: number;
    /** Default: the optimizer's. */
    readonly weightDecay?: number;
}
/** What an optimizer remembers between steps, for checkpoints. */
export interface OptimizerState {
    /** Updates that each parameter has seen, by name. */
    readonly steps: Readonly<Record<string, number>>;
    /** Moments by PyTorch's name and the parameter's: `exp_avg.encoder.conv.weight`. */
    readonly moments: ReadonlyMap<string, {
        readonly shape: Shape;
        readonly data: Float32Array;
    }>;
}
/** What `update` gets: parts of the flat tensors, all of one length. */
export interface Update {
    readonly device: Device;
    readonly gradient: Tensor;
    readonly value: Tensor;
    /** In the order of the names that the optimizer gave. */
    readonly moments: readonly Tensor[];
    readonly count: number;
    readonly learningRate: number;
    readonly weightDecay: number;
    /** Updates of these parameters, this one included: from 1. */
    readonly step: number;
}
export declare abstract class Optimizer {
    #private;
    readonly learningRate: number;
    readonly storage: ParameterStorage;
    /**
     * @param what a model, or groups of its parameters; those in no group stay as they are.
     * @param names of the moments, PyTorch's.
     */
    protected constructor(what: AnyModule | readonly ParameterGroup[], { learningRate, weightDecay }: {
        readonly learningRate: number;
        readonly weightDecay?: number;
    }, names: readonly string[]);
    /** Records the update of a run of neighbours. */
    protected abstract update(update: Update): void;
    /**
     * Updates every parameter that a tape wrote a gradient for since the last step, and that is not frozen. The gradients
     * are then used: the next `backward` replaces them. Until then several tapes add up.
     */
    step(learningRate?: number): void;
    /** A parameter's moments, in PyTorch's order. They are the optimizer's memory. */
    momentsOf(parameter: Parameter): Tensor[];
    /** Host copies of the moments, for a checkpoint. */
    state(): Promise<OptimizerState>;
    /**
     * Goes on from what `state` gave.
     * @throws {ModelFileError} when it belongs to another model or optimizer; then nothing was changed.
     */
    restore({ steps, moments }: OptimizerState): void;
    /** Returns the memory. */
    release(): void;
}
