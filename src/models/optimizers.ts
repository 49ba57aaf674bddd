/** Optimizers, schedules and losses by name, for configurations and `compile`. */
import type { Tape } from "../autograd/index.js";
import { ArgumentError } from "../errors.js";
import type { AnyModule } from "../nn/index.js";
import {
  binaryCrossEntropyWithLogits,
  crossEntropy,
  meanAbsoluteError,
  meanSquaredError,
} from "../ops/index.js";
import {
  Adam,
  AdamW,
  cosine,
  type Optimizer,
  oneCycle,
  type ParameterGroup,
  RMSprop,
  type Schedule,
  SGD,
} from "../optim/index.js";
import type { Tensor } from "../tensor/index.js";

interface Settings {
  readonly learningRate?: number;
  readonly weightDecay?: number;
}

/** A model, or groups of its parameters. */
type Trained = AnyModule | readonly ParameterGroup[];

export const optimizers = {
  adam: (what: Trained, settings: Settings): Optimizer => new Adam(what, settings),
  adamw: (what: Trained, settings: Settings): Optimizer => new AdamW(what, settings),
  sgd: (what: Trained, settings: Settings): Optimizer => new SGD(what, settings),
  rmsprop: (what: Trained, settings: Settings): Optimizer => new RMSprop(what, settings),
} as const;

export const schedules = {
  constant: (rate: number) => (): Schedule => () => rate,
  cosine: (rate: number) => (steps: number) => cosine(rate, steps),
  oneCycle: (rate: number) => (steps: number) => oneCycle(rate, steps),
} as const;

/** The mean loss of predictions [N, ...] against targets. */
export type Loss = (tape: Tape, predicted: Tensor, target: Tensor) => Tensor;

export const losses = {
  /** Logits [N, C] and labels [N] (u32). */
  crossEntropy: (tape, predicted, target) => crossEntropy(tape, predicted, target, { reduction: "mean" }),
  /** Logits and targets from 0 to 1, of one shape. */
  binaryCrossEntropy: (tape, predicted, target) => binaryCrossEntropyWithLogits(tape, predicted, target),
  meanSquaredError: (tape, predicted, target) => meanSquaredError(tape, predicted, target),
  meanAbsoluteError: (tape, predicted, target) => meanAbsoluteError(tape, predicted, target),
} as const satisfies Record<string, Loss>;

/** The entry of that name. @throws {ArgumentError} listing the known ones. */
export function named<T>(what: string, entries: Readonly<Record<string, T>>, name: string): T {
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (entry === undefined) {
    throw new ArgumentError(`${what} ${name} is unknown: use one of ${Object.keys(entries).join(", ")}`);
  }
  return entry;
}
