/** Networks by name. Each file of this folder registers its own. */
import type * as z from "zod";
import { ArgumentError } from "../../errors.js";
import { checkWhole } from "../../ops/check.js";
import type { ImageSize } from "../images.js";
import { parseOptions } from "../schema.js";
import type { Network } from "./network.js";

/** What a network is built for. */
export interface NetworkInput<O> {
  readonly size: ImageSize;
  readonly classes: number;
  /** Checked, with every default filled in. */
  readonly options: O;
}

/** A network that `buildNetwork` knows by name. */
export interface NetworkDefinition<O = unknown> {
  readonly name: string;
  /** One line for a list of networks. */
  readonly about: string;
  /** What its result is: logits, or the images again. Default "classification". */
  readonly task?: "classification" | "reconstruction";
  /** The step size of Adam that it learns with where 0.001 is too large. */
  readonly learningRate?: number;
  /** Checks the options and fills in defaults. */
  readonly options: z.ZodType<O>;
  /** @throws {ArgumentError} when it does not take images of this size. */
  build(input: NetworkInput<O>): Network;
}

const definitions = new Map<string, NetworkDefinition>();

/** Has `buildNetwork` know a network. @throws {ArgumentError} when the name is taken. */
export function registerNetwork<O>(definition: NetworkDefinition<O>): void {
  const { name } = definition;
  if (definitions.has(name)) {
    throw new ArgumentError(`registerNetwork: ${name} is registered already: give another name`);
  }
  definitions.set(name, definition);
}

/** All registered networks. */
export function networks(): NetworkDefinition[] {
  return [...definitions.values()];
}

/**
 * Builds a network by name, without memory: call `to(device)` on it.
 * @param classes length of the logits, from 1 up; of no meaning to a network that reconstructs.
 * @throws {ArgumentError} when the name is unknown, an option is not taken, or the images are too small.
 */
export function buildNetwork(name: string, size: ImageSize, classes: number, options: unknown = {}): Network {
  const definition = definitions.get(name);
  if (!definition) {
    const known = [...definitions.keys()].join(", ");
    throw new ArgumentError(`buildNetwork: ${name} is no known network: give ${known}`);
  }
  for (const extent of ["height", "width", "channels"] as const) {
    checkWhole(name, extent, size[extent], 1);
  }
  checkWhole(name, "classes", classes, 1);
  return definition.build({ size, classes, options: parseOptions(definition.options, options, name) });
}
