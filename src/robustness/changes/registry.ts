/** Everyday changes of images by name. Each file of this folder registers its own. */
import { ArgumentError } from "../../errors.js";
import type { Images } from "../../models/images.js";

/** A change that happens to images in everyday use; `registerChange` adds one. */
export interface ChangeDefinition {
  readonly name: string;
  /** One line for a list. */
  readonly about: string;
  /** What a level is, for a table: "quality". */
  readonly unit: string;
  /** From the smallest change to the largest. */
  readonly levels: readonly number[];
  /** The level that leaves images as they are; null where there is none. */
  readonly identity: number | null;
  /** Why these images cannot be changed so, to be said after "because"; null where they can. Default null. */
  refuses?(images: Images): string | null;
  /**
   * Images of the same number and size; their pixels are not written to.
   * @throws {DataError} where a library is missing that it needs.
   */
  apply(images: Images, level: number, seed: number): Promise<Images> | Images;
}

const changes = new Map<string, ChangeDefinition>();

/** Has `robustness` know an everyday change. @throws {ArgumentError} when the name is taken. */
export function registerChange(definition: ChangeDefinition): void {
  if (changes.has(definition.name)) {
    throw new ArgumentError(`registerChange: ${definition.name} is registered already: give another name`);
  }
  changes.set(definition.name, definition);
}

/** All registered changes. */
export const registeredChanges = (): ChangeDefinition[] => [...changes.values()];
