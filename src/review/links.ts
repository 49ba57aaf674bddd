/** Must-links and cannot-links: pairs of images that share a class, or must not. */
import { DataError } from "../errors.js";
import type { ImageKey } from "./image_key.js";

export class Links {
  readonly #images: readonly ImageKey[];
  /** Images that are linked to others, each with all of its group. */
  readonly #groups = new Map<number, number[]>();
  readonly #apart = new Map<number, Set<number>>();

  constructor(images: readonly ImageKey[]) {
    this.#images = images;
  }

  /** Groups of two and more images that share a class, ascending. */
  get groups(): readonly (readonly number[])[] {
    return [...new Set(this.#groups.values())];
  }

  /** Pairs [a, b] of images that must not share a class, a < b; as they were linked, not what follows from groups. */
  get cannot(): readonly (readonly [number, number])[] {
    return [...this.#apart].flatMap(([a, others]) =>
      [...others].filter((b) => a < b).map((b) => [a, b] as const),
    );
  }

  /** The image and all that share its class by must-links. */
  together(image: number): readonly number[] {
    return this.#groups.get(image) ?? [image];
  }

  /** Whether there are any that must not share a class. */
  get hasApart(): boolean {
    return this.#apart.size > 0;
  }

  /** Images, each once, and all that share a class with them by must-links. */
  withLinked(images: readonly number[]): readonly number[] {
    const all = new Set<number>();
    for (const image of images) {
      const group = this.#groups.get(image);
      if (group === undefined) all.add(image);
      else for (const member of group) all.add(member);
    }
    return [...all];
  }

  /** All images that must not share the image's class, by links of its group to theirs. */
  apart(image: number): number[] {
    const direct = this.together(image).flatMap((member) => [...(this.#apart.get(member) ?? [])]);
    return [...new Set(direct.flatMap((other) => this.together(other)))];
  }

  /**
   * Has images share a class.
   * @throws {DataError} where two of them must not, by links that are there.
   */
  addMust(images: readonly number[]): void {
    const group = [...new Set(images.flatMap((image) => this.together(image)))].sort((a, b) => a - b);
    const members = new Set(group);
    for (const a of group) {
      for (const b of this.#apart.get(a) ?? []) {
        if (members.has(b)) throw this.#contradiction(a, b, "share a class", "not to");
      }
    }
    if (group.length < 2) return;
    for (const image of group) this.#groups.set(image, group);
  }

  /**
   * Has two images lie in different classes.
   * @throws {DataError} where they share one, by links that are there.
   */
  addCannot(a: number, b: number): void {
    if (this.together(a).includes(b))
      throw this.#contradiction(a, b, "lie in different classes", "to share one");
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const others = this.#apart.get(one) ?? new Set();
      this.#apart.set(one, others.add(other));
    }
  }

  #contradiction(a: number, b: number, now: string, before: string): DataError {
    const [one, other] = [this.#images[a]!.path, this.#images[b]!.path];
    return new DataError(
      `${one} and ${other} are to ${now} now, and ${before} by an earlier link: undo the one or the other`,
    );
  }
}
