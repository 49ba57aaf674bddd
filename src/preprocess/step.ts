/** Steps of preprocessing by name. Each file of `steps/` registers its own. */
import { ArgumentError, DataError, excerpt } from "../errors.js";
import { type Parameters, shown, type Value, type Values, valuesOf } from "./parameters.js";

/** Values of pixels, rows from the top, channels interleaved: bytes from 0 to 255, or float32. */
export type Pixels = Uint8Array | Float32Array;

export interface Size {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Writes what becomes of one image into `to`. */
export type ImageFunction = (from: Pixels, to: Pixels) => void;

/** A preprocessing step; `registerStep` adds one. */
export interface StepDefinition<P extends Parameters = Parameters> {
  readonly name: string;
  /** Other names by which users ask for it. */
  readonly aliases?: readonly string[];
  /** One line for a list. */
  readonly about: string;
  readonly parameters: P;
  /** What it takes alone: images of one channel, bytes. */
  readonly takes?: { readonly grey?: boolean; readonly bytes?: boolean };
  /** Whether `preprocess` says which images and how many values the step changed; the size must be the same then. */
  readonly reports?: boolean;
  /** Whether the result shows another part of the image, or shows it in another place: masks of it do not fit the image. */
  readonly moves?: boolean;
  /** Refuses values that do not go together. @throws {ArgumentError} */
  check?(values: Values<P>): void;
  /** The size of the result, where it is another one. @throws {DataError} for images that the step cannot take. */
  output?(size: Size, values: Values<P>): Size;
  /** Gets ready for images of one size; the function has memory of its own and is called for one image after another. */
  prepare?(size: Size, values: Values<P>): ImageFunction;
  /** In place of `prepare`: the images that stay, in order, of a set [count, height, width, channels]. */
  keep?(images: Pixels, count: number, size: Size, values: Values<P>): Uint32Array;
}

/** A step as a user gives it: its name, as text with parameters, or an object of the name and the parameters. */
export type StepOptions = string | ({ readonly step: string } & { readonly [parameter: string]: Value });

/** A step with every default filled in: what configurations and model files keep. */
export type StepConfig = { readonly step: string } & { readonly [parameter: string]: Value };

const definitions = new Map<string, StepDefinition>();
const names = new Map<string, string>();

/** Has `preprocess` know a step. @throws {ArgumentError} when a name is taken. */
export function registerStep<const P extends Parameters>(definition: StepDefinition<P>): void {
  const { name, aliases = [] } = definition;
  const taken = [name, ...aliases].find((each) => names.has(each));
  if (taken !== undefined) {
    throw new ArgumentError(`registerStep: ${taken} is taken already: give another name`);
  }
  definitions.set(name, definition as unknown as StepDefinition);
  for (const each of [name, ...aliases]) names.set(each, name);
}

/** All registered steps, in the order in which they were registered. */
export function preprocessingSteps(): StepDefinition[] {
  return [...definitions.values()];
}

/** @throws {ArgumentError} listing the known names. */
export function stepNamed(name: string): StepDefinition {
  const found = definitions.get(names.get(name) ?? "");
  if (found) return found;
  const known = [...definitions.keys()].join(", ");
  throw new ArgumentError(`${excerpt(name)} is no known preprocessing step: choose from ${known}`);
}

/** @throws {ArgumentError} for an unknown step, an unknown parameter, or a value that a parameter does not take. */
export function configOf(given: unknown): StepConfig {
  const { step, ...parameters } = given as { step: unknown };
  if (typeof step !== "string") {
    throw new ArgumentError(
      `a preprocessing step is ${shown(given)}: give its name, or an object such as {"step": "resize", "width": 32, "height": 32}`,
    );
  }
  const definition = stepNamed(step);
  const values = valuesOf(definition.name, definition.parameters, parameters);
  definition.check?.(values);
  return { step: definition.name, ...values };
}

/** The size of what a step makes. @throws {DataError} for images that it does not take. */
export function sizeAfter({ step, ...values }: StepConfig, size: Size): Size {
  const { takes, output } = stepNamed(step);
  if (takes?.grey && size.channels !== 1) {
    throw new DataError(
      `${step} takes grey images, these have ${size.channels} channels: put grey before it`,
    );
  }
  return output ? output(size, values) : size;
}
