/** What a run's classes are after a person's decisions. */
import { DataError } from "../errors.js";
import { ImageIndex, type ImageKey } from "./image_key.js";
import { Links } from "./links.js";

/** The class of images that belong to none. */
export const UNSORTED_CLASS = -1;

export interface ReviewClass {
  /** Stays the same from run to run. */
  readonly id: number;
  /** Null until somebody names it. */
  readonly name: string | null;
}

/** What a run found, before any decision. */
export interface ReviewBase {
  /** Of all N images. */
  readonly images: readonly ImageKey[];
  readonly classes: readonly ReviewClass[];
  /** N class ids; -1 for an image that belongs to none. */
  readonly classOf: Int32Array;
  /** The last decision about classes (`DecisionKind.onClasses`) that `classes` already know of. Default 0: none. */
  readonly absorbed?: number;
  /** Classes that were merged away before, and what they became. Default none. */
  readonly mergedInto?: readonly (readonly [number, number])[];
  /** Of `images`, where it is made already. */
  readonly index?: ImageIndex;
}

export class ReviewState {
  readonly index: ImageIndex;
  /** By id. */
  readonly classes: Map<number, ReviewClass>;
  /** N class ids; -1 for an image that belongs to none. */
  readonly classOf: Int32Array;
  /** N: 1 where a person chose the class. */
  readonly decided: Uint8Array;
  /** N: 1 where the class must not change. */
  readonly locked: Uint8Array;
  /** N: 1 for an image that is left out of everything. */
  readonly ignored: Uint8Array;
  /** Pairs of images that share a class, or must not. */
  readonly links: Links;
  /** The image to keep of near-duplicates, by the number of each image that it replaces. */
  readonly keeperOf = new Map<number, number>();
  /** Ids of classes that were merged away, and what they became. */
  readonly mergedInto: Map<number, number>;
  /** The last decision that the classes knew of from the beginning. */
  readonly absorbed: number;

  constructor({
    images,
    classes,
    classOf,
    absorbed = 0,
    mergedInto = [],
    index = new ImageIndex(images),
  }: ReviewBase) {
    this.absorbed = absorbed;
    this.mergedInto = new Map(mergedInto);
    this.index = index;
    this.classes = new Map(classes.map(({ id, name }) => [id, { id, name }]));
    this.classOf = classOf.slice();
    this.decided = new Uint8Array(images.length);
    this.locked = new Uint8Array(images.length);
    this.ignored = new Uint8Array(images.length);
    this.links = new Links(images);
  }

  /** A class by its id. @throws {DataError} where there is none. */
  classAt(id: number): ReviewClass {
    const found = this.classes.get(id);
    if (found) return found;
    const into = this.mergedInto.get(id);
    const known = [...this.classes.keys()].sort((a, b) => a - b).slice(0, 30);
    throw new DataError(
      into === undefined
        ? `there is no class ${id}: the classes are ${known.join(", ")}`
        : `class ${id} was merged into class ${into}: undo that first, or name class ${into}`,
    );
  }

  /**
   * The class that decision `n` speaks of: one that was merged away after it, before this run, is what it became.
   * @throws {DataError} where there is none.
   */
  classMeant(id: number, n: number): ReviewClass {
    return this.classAt(n <= this.absorbed ? (this.mergedInto.get(id) ?? id) : id);
  }

  /** The numbers of images, leaving out those that are not there any more. */
  find(keys: readonly ImageKey[]): readonly number[] {
    return this.index.findAll(keys).images;
  }

  /**
   * Puts images into a class, and those that are linked to them.
   * @throws {DataError} as `checkPlace`.
   */
  place(images: readonly number[], id: number): void {
    const moved = this.checkPlace(images, id);
    for (const image of moved) {
      this.classOf[image] = id;
      this.decided[image] = 1;
    }
  }

  /**
   * The images with all that are linked to them.
   * @throws {DataError} where one of them is locked in another class, or must not share the class with an image that a
   *   person put there.
   */
  checkPlace(images: readonly number[], id: number): readonly number[] {
    const moved = this.links.withLinked(images);
    const held = moved.find((image) => this.locked[image] && this.classOf[image] !== id);
    if (held !== undefined) {
      throw new DataError(
        `${this.index.keys[held]!.path} is locked in class ${this.classOf[held]}: unlock it first`,
      );
    }
    // Images of no class share none.
    for (const image of id === UNSORTED_CLASS || !this.links.hasApart ? [] : moved) {
      const other = this.links
        .apart(image)
        .find((other) => this.decided[other] && this.classOf[other] === id);
      if (other === undefined) continue;
      throw new DataError(
        `${this.index.keys[image]!.path} and ${this.index.keys[other]!.path} must not share a class, and the second is in class ${id}: ` +
          "undo the one decision or the other",
      );
    }
    return moved;
  }
}
