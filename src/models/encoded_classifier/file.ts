/** Heads on frozen encoders as model files. */
import * as z from "zod";
import type { StateArray } from "../../estimators/estimator.js";
import { restoreEstimator } from "../../estimators/registry.js";
import type { StateDict } from "../../nn/index.js";
import type { ImageEncoder } from "../encoder/index.js";
import type { ImageSize } from "../images.js";
import type { ModelFile } from "../model_file.js";
import { parseOptions } from "../schema.js";

/** What a classifier with an encoder holds. */
export interface FittedHead {
  readonly config: {
    readonly epochs: number;
    readonly batch: number;
    readonly learningRate: number;
    readonly weightDecay: number;
    readonly seed: number;
  };
  readonly size: ImageSize;
  /** The label of each class. */
  readonly labels: readonly number[];
  readonly labelNames: readonly string[] | null;
  readonly encoder: ImageEncoder;
  /** The head's weight [classes, F] and bias [classes]. */
  readonly state: StateDict;
  /** Seconds of `fit`. */
  readonly seconds: number;
}

/** The encoder's arrays are called encoder.NAME. */
const PREFIX = "encoder.";

export function describeHead(kind: string, fitted: FittedHead): ModelFile {
  const { config, size, labels, labelNames, encoder, state, seconds } = fitted;
  const { options, arrays, details } = encoder.state();
  return {
    ...{ kind, config, size, state },
    details: { labels, labelNames, seconds, encoder: { options, details } },
    arrays: new Map(
      Object.entries(arrays).map(([name, array]): [string, StateArray] => [PREFIX + name, array]),
    ),
  };
}

const detailsSchema = z.object({
  labels: z.array(z.int().min(0)).min(2),
  labelNames: z.array(z.string()).nullable(),
  seconds: z.number().min(0),
  encoder: z.object({ options: z.looseObject({}), details: z.looseObject({}) }),
});

/** @throws {SkeinError} where a part is missing, or is not what such a model keeps. */
export function restoreHead(
  { config, size, details, state, arrays = new Map() }: ModelFile,
  checked: (config: unknown) => FittedHead["config"],
): FittedHead {
  const { encoder, ...rest } = parseOptions(detailsSchema, details, "model");
  const own = [...arrays].flatMap(([name, array]) =>
    name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), array] as const] : [],
  );
  return {
    ...{ ...rest, config: checked(config), size, state },
    encoder: restoreEstimator("encoder", { ...encoder, arrays: Object.fromEntries(own) }) as ImageEncoder,
  };
}
