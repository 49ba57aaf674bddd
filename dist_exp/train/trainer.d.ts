import type { AnyModule, StateDict } from "../nn/index.js";
import { type Optimizer, type OptimizerState, type Schedule, type WeightAverage, type WeightAverageState } from "../optim/index.js";
import type { Task } from "./task.js";
export interface TrainerOptions {
    readonly optimizer: Optimizer;
    /** Passes over all examples. */
    readonly epochs: number;
    /** Examples of one step; all of them where there are fewer. */
    readonly batchSize: number;
    /** Decides the order and what layers draw. Default 0. */
    readonly seed?: number;
    /** Learning rate by step, given the number of steps; default the optimizer's own throughout. */
    readonly schedule?: (steps: number) => Schedule;
    /** Largest l2 norm of all gradients together; 0, the default, for no limit. */
    readonly clipNorm?: number;
    /** Another order each epoch. Default true. */
    readonly shuffle?: boolean;
    /** Leaves out the examples of an epoch that do not fill a batch. Default false. */
    readonly dropLast?: boolean;
    /**
     * Takes in the weights after each step; stays the caller's to release. Epochs are judged with the averages, and the
     * module holds them when `run` is done. Default: none.
     */
    readonly weightAverage?: WeightAverage | null;
    /** Called between `backward` and the optimizer's step, such as to sum gradients over processes. */
    readonly onGradients?: () => void;
}
/** What an epoch came to: mean of the loss, and what the task's `evaluate` gave. */
export interface EpochLog {
    /** From 1. */
    readonly epoch: number;
    /** Mean over the epoch's examples. */
    readonly loss: number;
    /** Of the epoch's last step. */
    readonly learningRate: number;
    /** Spent in training so far, resumed runs included. */
    readonly seconds: number;
    /** The task's own. */
    readonly metrics: Readonly<Record<string, number>>;
}
export interface TrainingProgress {
    /** From 1. */
    readonly epoch: number;
    readonly epochs: number;
    /** Steps done, of all. */
    readonly step: number;
    readonly steps: number;
    /** The task's number to show; by default a running mean of the loss. */
    readonly loss: number;
    readonly imagesPerSecond: number;
    /** Seconds left at this rate. */
    readonly secondsLeft: number;
}
/** What a callback remembers, for checkpoints. */
export interface CallbackState {
    /** Plain values that JSON can hold. */
    readonly values: unknown;
    readonly tensors: StateDict;
}
/** Is told how training goes. */
export interface Callback {
    /** By which `restore` finds what `state` gave: no two of a training have the same. Needed for `state` alone. */
    readonly name?: string;
    /** What a checkpoint keeps of this callback. */
    state?(): CallbackState;
    /** Before the first step of a training, and before `restore`. */
    onBegin?(trainer: Trainer): void;
    /** Goes on from what `state` gave; called before the first step. */
    restore?(state: CallbackState, trainer: Trainer): void;
    onProgress?(progress: TrainingProgress): void;
    /** Every step's reported values, in order; several steps at a time. */
    onReport?(step: number, values: readonly Float32Array[]): void;
    /**
     * After each epoch, with all epochs so far, this one last. The module holds the weights that were judged. Training
     * ends where it returns "stop".
     */
    onEpochEnd?(history: readonly EpochLog[], trainer: Trainer): undefined | "stop" | Promise<undefined | "stop">;
    /** After each epoch and when training ends early: `trainer.state()` may be kept. */
    onCheckpoint?(trainer: Trainer): void | Promise<void>;
    /** After the last step of a training that reached its end. */
    onEnd?(trainer: Trainer): void | Promise<void>;
}
/** What training remembers besides the parameters. */
export interface TrainerState {
    /** Steps done. */
    readonly step: number;
    readonly seconds: number;
    readonly history: readonly EpochLog[];
    /** Sum of the losses of the epoch under way, times its examples. */
    readonly epochLoss: number;
    readonly running: number | null;
    readonly stopped: boolean;
    readonly optimizer: OptimizerState;
    /** Null where no average is taken. */
    readonly weightAverage: WeightAverageState | null;
    /** What each callback's `state` gave, by name. */
    readonly callbacks: Readonly<Record<string, CallbackState>>;
    /** What the task's `state` gave. */
    readonly task: unknown;
}
export declare class Trainer {
    #private;
    readonly stepsPerEpoch: number;
    /** Of all epochs. */
    readonly steps: number;
    /** @throws {ArgumentError} when an option is out of its range, or there is no example. */
    constructor(task: Task, options: TrainerOptions);
    /** Whose parameters are trained. */
    get module(): AnyModule;
    /** Steps done. */
    get stepsDone(): number;
    /** What each epoch came to. */
    get history(): readonly EpochLog[];
    /** Spent in training, resumed runs included. */
    get seconds(): number;
    /** Records and submits one step; returns at once. `read` tells the task what steps reported. */
    step(): void;
    /**
     * Waits for the steps recorded so far, and tells the task what they reported.
     * @throws {TrainingError} when what was reported first is not finite.
     */
    read(callbacks?: readonly Callback[]): Promise<void>;
    /**
     * Trains to the last epoch. Resolves with whether it got there: false after `signal`; true also where a callback
     * stopped it. With `weightAverage` the module holds the averages afterwards, and this trainer makes no further step.
     * @throws {ArgumentError} when two callbacks with a state have one name.
     * @throws {TrainingError} when a loss is not finite.
     */
    run({ callbacks, signal, }?: {
        callbacks?: readonly Callback[];
        signal?: AbortSignal | undefined;
    }): Promise<boolean>;
    /** What a checkpoint holds beside the parameters. Everything reported was read: call it from `onCheckpoint`. */
    state(): Promise<TrainerState>;
    /** Goes on from what `state` gave. @throws {ModelFileError} when it belongs to another model. */
    restore(state: TrainerState): void;
}
