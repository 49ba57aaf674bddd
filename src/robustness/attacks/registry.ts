/** Attacks by name. Each file of this folder registers its own. */
import type { Tape } from "../../autograd/index.js";
import { ArgumentError } from "../../errors.js";
import type { Tensor } from "../../tensor/index.js";

/** Images under attack. Tensors live as long as the tape, which takes no gradient. */
export interface Victims {
  readonly tape: Tape;
  /** Pixels from 0 to 1, [B, H, W, C]. */
  readonly x: Tensor;
  /** Numbers of the images in their set, [B]: random numbers are drawn by them. */
  readonly images: Uint32Array;
  /**
   * The derivative by the pixels [B, H, W, C] of how far each image's class is lost there. It lives as long as `tape`: an
   * attack of several steps gives each a tape of its own, so that its memory does not grow with the steps.
   */
  slope(tape: Tape, pixels: Tensor): Tensor;
}

export interface AttackSettings {
  /** Steps of attacks that take several. */
  readonly steps: number;
  /** Length of a step; null for 2.5 epsilon over the steps. */
  readonly stepSize: number | null;
  readonly seed: number;
}

/** A way to change images so that a model errs; `registerAttack` adds one. */
export interface AttackDefinition {
  readonly name: string;
  /** One line for a list. */
  readonly about: string;
  /** Pixels from 0 to 1 that differ from the images' by at most `epsilon` each. */
  run(victims: Victims, epsilon: number, settings: AttackSettings): Tensor;
}

const attacks = new Map<string, AttackDefinition>();

/** Has `robustness` know an attack. @throws {ArgumentError} when the name is taken. */
export function registerAttack(definition: AttackDefinition): void {
  if (attacks.has(definition.name)) {
    throw new ArgumentError(`registerAttack: ${definition.name} is registered already: give another name`);
  }
  attacks.set(definition.name, definition);
}

/** All registered attacks. */
export const registeredAttacks = (): AttackDefinition[] => [...attacks.values()];
