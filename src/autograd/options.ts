/** What a tape is told when it is made, and about a tensor that it watches. */
import type { Tensor } from "../tensor/index.js";

/** What layers that act differently in training need to know. */
export interface TrainingMode {
  /** With `step` and the name of the layer that draws, it decides every random number. */
  readonly seed: number;
  /** Tells the random numbers of one step from those of another: a whole number from 0 up. */
  readonly step: number;
  /** Whether batch normalisation folds the batch into its running statistics. Default true. */
  readonly updateStatistics?: boolean;
}

/** What a tape records, and in which mode layers run. */
export interface TapeOptions {
  /** False where no derivative is wanted: nothing is kept for one. Default true. */
  readonly gradient?: boolean;
  /** False where gradients of inputs alone are wanted: parameters of modules are constants. Default true. */
  readonly parameters?: boolean;
  /** Given in training; without it layers run in inference mode: no dropout, running statistics. */
  readonly training?: TrainingMode | null;
  /**
   * A number for a tensor whose values stay as they are whenever the recorded commands run, 0 for others. The number stands
   * for these very values in the whole process: kernels keep under it what they make of them. Default: 0 for all.
   */
  readonly numberOf?: ((tensor: Tensor) => number) | null;
}

/** Where the gradient of a watched tensor is written, in memory of somebody else. */
export interface GradientSlot {
  /** As large as the watched tensor. */
  readonly gradient: Tensor;
  /** Of the watched tensor, for messages. */
  readonly name?: string | undefined;
  /** Called once a tape, before it writes. True where the slot holds a gradient that the new one is added to. */
  claim(): boolean;
}
