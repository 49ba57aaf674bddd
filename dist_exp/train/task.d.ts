/** What a training learns: the part that differs from model to model. */
import type { Tape } from "../autograd/index.js";
import type { AnyModule } from "../nn/index.js";
import type { Tensor } from "../tensor/index.js";
/** What a task needs to know to record one step. */
export interface StepContext {
    /** In training mode; its ops are what `backward` runs through. */
    readonly tape: Tape;
    /** The examples of this batch. */
    readonly indices: Uint32Array;
    /** Steps done before, of all. */
    readonly step: number;
    readonly steps: number;
}
/** What a task records for one step. */
export interface StepResult {
    /** The number to minimise, [1]. */
    readonly loss: Tensor;
    /**
     * What `observe` is told, some steps later: the device is not waited for. The first must stay finite, or training
     * ends with an error. Default: the loss.
     */
    readonly report?: readonly Tensor[];
}
/** One training's objective, data and bookkeeping. The `Trainer` has the loop. */
export interface Task {
    /** Whose parameters are trained. */
    readonly module: AnyModule;
    /** Number of examples. */
    readonly count: number;
    /** Records the forward pass of one batch. Data are written to the device before anything is recorded: a write ends a recording. */
    step(context: StepContext): StepResult;
    /** Every step's reported values, in order; several steps at a time. */
    observe?(step: number, values: readonly Float32Array[], indices: Uint32Array): void;
    /** Whether `between` has to run before the next step. `step` counts those done. */
    interrupts?(step: number): boolean;
    /** Work between two steps that reads the device; everything reported so far was observed. */
    between?(step: number): Promise<void>;
    /** The number to show while training; default the running loss. */
    readonly progress?: number;
    /** Metrics at the end of an epoch, such as those of validation data, by name. */
    evaluate?(): Promise<Readonly<Record<string, number>>>;
    /** What to keep in a checkpoint: plain values that JSON can hold. */
    state?(): unknown;
    /** Goes on from what `state` gave. */
    restore?(state: unknown): void;
}
