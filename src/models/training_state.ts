/** The state of a training as tensors and JSON, for checkpoints. */
import * as z from "zod";
import type { StoredTensor } from "../io/safetensors.js";
import type { StateDict } from "../nn/index.js";
import type { CallbackState, TrainerState } from "../train/index.js";
import { parsePart } from "./parse_part.js";
import { storedTensors } from "./stored_tensors.js";

/** What the tensors of a training begin with; those of the model have their own names. */
const PREFIXES = ["optimizer.", "weightAverage.", "callbacks."] as const;

/** Tensors of a file by what they belong to, without the prefix. */
export interface StoredParts {
  readonly model: StateDict;
  readonly optimizer: StateDict;
  readonly weightAverage: StateDict;
  readonly callbacks: StateDict;
}

/** Sorts a file's tensors. */
export function partsOf(tensors: StateDict): StoredParts {
  const [model, ...rest]: StateDict[] = [new Map(), new Map(), new Map(), new Map()];
  for (const [name, tensor] of tensors) {
    const i = PREFIXES.findIndex((prefix) => name.startsWith(prefix));
    if (i < 0) model!.set(name, tensor);
    else rest[i]!.set(name.slice(PREFIXES[i]!.length), tensor);
  }
  return { model: model!, optimizer: rest[0]!, weightAverage: rest[1]!, callbacks: rest[2]! };
}

/** What a file keeps of a training. */
export function describeTraining({ optimizer, weightAverage, callbacks, ...rest }: TrainerState): {
  readonly tensors: [string, StoredTensor][];
  readonly training: string;
} {
  const [forOptimizer, forAverage, forCallbacks] = PREFIXES;
  const named = Object.entries(callbacks);
  return {
    tensors: [
      ...storedTensors(new Map(optimizer.moments), forOptimizer),
      ...storedTensors(weightAverage?.averages ?? new Map(), forAverage),
      ...named.flatMap(([name, { tensors }]) => storedTensors(tensors, `${forCallbacks}${name}.`)),
    ],
    training: JSON.stringify(
      {
        ...rest,
        optimizerSteps: optimizer.steps,
        averageUpdates: weightAverage?.updates ?? null,
        callbacks: Object.fromEntries(named.map(([name, { values }]) => [name, values])),
      },
      // JSON has no word for a metric that is not finite.
      (_, value) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value),
    ),
  };
}

const count = z.number().int().min(0);
const number = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"]).transform(Number)]);
const schema = z.object({
  step: count,
  seconds: number,
  history: z.array(
    z.object({
      epoch: count,
      loss: number,
      learningRate: number,
      seconds: number,
      metrics: z.record(z.string(), number),
    }),
  ),
  epochLoss: number,
  running: number.nullable(),
  stopped: z.boolean(),
  task: z.unknown(),
  optimizerSteps: z.record(z.string(), count),
  averageUpdates: count.nullable().default(null),
  callbacks: z.record(z.string(), z.unknown()).default({}),
});

/** What `describeTraining` wrote. @throws {ModelFileError} naming the file. */
export function readTraining(path: string, text: string, parts: StoredParts): TrainerState {
  const read = parsePart(path, "training state", text, (value) => schema.parse(value));
  const { optimizerSteps, averageUpdates, callbacks, ...training } = read;
  return {
    ...training,
    optimizer: { steps: optimizerSteps, moments: parts.optimizer },
    weightAverage:
      averageUpdates === null ? null : { updates: averageUpdates, averages: parts.weightAverage },
    callbacks: Object.fromEntries(
      Object.entries(callbacks).map(([name, values]): [string, CallbackState] => [
        name,
        { values, tensors: within(parts.callbacks, `${name}.`) },
      ]),
    ),
  };
}

/** The tensors whose names begin so, without it. */
function within(state: StateDict, prefix: string): StateDict {
  const found = [...state].filter(([name]) => name.startsWith(prefix));
  return new Map(found.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}
