/** What a training tells those who watch it. */
import type { StateDict } from "../nn/index.js";

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

/** How far a training is. */
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
