/** What `robustness` can be told: one plain object, checked as a whole. */
import * as z from "zod";
import { ArgumentError } from "../errors.js";
import { fields, number, parseOptions, whole } from "../models/schema.js";
import { type AttackDefinition, registeredAttacks } from "./attacks/index.js";
import { type ChangeDefinition, registeredChanges } from "./changes/index.js";
import { fewestDraws } from "./smoothing.js";

const names = z.array(z.string(), { error: "a list of names" }).optional();
export const DEFAULT_ALPHA = 0.001;
const OPEN = "a number between 0 and 1, without them";

const attacks = fields({
  /** Default all that are registered. */
  names,
  /** Largest changes of a pixel, which is from 0 to 1. */
  epsilons: z
    .array(number(0, 1), { error: "a list of numbers from 0 to 1" })
    .min(1, { error: "a list of numbers from 0 to 1" })
    .default([0.01, 0.02, 0.05, 0.1, 0.2]),
  /** Steps of attacks that take several. */
  steps: whole(1, 10_000).default(20),
  /** Length of a step; null for 2.5 epsilon over the steps. */
  stepSize: number(1e-9, 1).nullable().default(null),
});

const changes = fields({
  /** Default all that are registered. */
  names,
});

const certificate = fields({
  /** Standard deviation of the noise, of pixels from 0 to 1. */
  sigma: number(1e-6, 100).default(0.25),
  /** Draws that choose the class of an image. */
  n0: whole(1, 1e6).default(100),
  /** Draws that estimate the probability of that class: more give larger radii. */
  n: whole(1, 1e7).default(10_000),
  /** Probability that the radius of an image is too large. */
  alpha: z.number({ error: OPEN }).gt(0, { error: OPEN }).lt(1, { error: OPEN }).default(DEFAULT_ALPHA),
  /** Images that are certified, at even distances; all where there are fewer. */
  images: whole(1, 1e9).default(100),
});

const schema = fields({
  /** null for none. */
  attacks: attacks.nullable().prefault({}),
  /** Everyday changes; null for none. */
  changes: changes.nullable().prefault({}),
  /** null for none. */
  certificate: certificate.nullable().prefault({}),
  /** Decides everything random: the same seed on the same device gives the same result. */
  seed: whole(0, 2 ** 32 - 1).default(0),
});

/**
 * What `robustness` measures, with all defaults filled in.
 * @useDeclaredType
 */
export type RobustnessSettings = z.output<typeof schema>;
/**
 * What a caller gives: any part of it.
 * @useDeclaredType
 */
export type RobustnessConfig = z.input<typeof schema>;

/** Settings, and what they name. */
export interface RobustnessPlan {
  readonly settings: RobustnessSettings;
  readonly attacks: readonly AttackDefinition[];
  /** Ascending, each once. */
  readonly epsilons: readonly number[];
  readonly changes: readonly ChangeDefinition[];
}

/**
 * Checks settings before any image is read.
 * @throws {ArgumentError} naming the first field that is wrong, what was given, and what it takes.
 */
export function planRobustness(config: RobustnessConfig = {}): RobustnessPlan {
  const settings = parseOptions(schema, config, "robustness");
  const { certificate: smoothing } = settings;
  if (smoothing && smoothing.n < fewestDraws(smoothing.alpha)) {
    const fewest = fewestDraws(smoothing.alpha);
    throw new ArgumentError(
      `robustness.certificate.n is ${smoothing.n}: with alpha ${smoothing.alpha} fewer than ${fewest} draws certify ` +
        `no image, even where all agree: give at least ${fewest}`,
    );
  }
  return {
    settings,
    attacks: settings.attacks ? named("attack", registeredAttacks(), settings.attacks.names) : [],
    epsilons: [...new Set(settings.attacks?.epsilons ?? [])].sort((a, b) => a - b),
    changes: settings.changes ? named("change", registeredChanges(), settings.changes.names) : [],
  };
}

function named<T extends { readonly name: string }>(
  what: string,
  known: readonly T[],
  asked: readonly string[] | undefined,
): readonly T[] {
  if (asked === undefined) return known;
  return [...new Set(asked)].map((name) => {
    const found = known.find((one) => one.name === name);
    if (found) return found;
    const list = known.map((one) => one.name).join(", ");
    throw new ArgumentError(`robustness: ${name} is no known ${what}: choose from ${list}`);
  });
}
