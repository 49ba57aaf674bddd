/** Decisions as they are given on a command line. */
import type { ImageKey } from "./image_key.js";

/** Options beside the words. */
export interface CorrectionOptions {
  /** A class. */
  readonly to?: string;
  /** Takes back what the kind does. */
  readonly off?: boolean;
}

/** What follows the kind on the command line, and what it can mean in this run. */
export interface CorrectionWords extends CorrectionOptions {
  readonly words: readonly string[];
  /** A class by id or name. @throws {ArgumentError} where there is none, or several have the name. */
  classOf(word: string): number;
  /** Images by their names in the run or their paths. @throws {ArgumentError} where one is not in the run. */
  images(words: readonly string[]): ImageKey[];
  /** The id of a class that is made now. */
  newClass(): number;
}

/** How a kind of decision is given on the command line. */
export interface CorrectionCommand<D> {
  /** What follows the kind: "CLASS NAME". */
  readonly usage: string;
  /** Words that it needs at least. */
  readonly least: number;
  /** And at most; default any number. */
  readonly most?: number;
  /** Options that it takes. Default none. */
  readonly options?: readonly (keyof CorrectionOptions)[];
  read(words: CorrectionWords): Omit<NoInfer<D>, "kind">;
}
