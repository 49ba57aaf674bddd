/** How an image is known from one run to the next. */
import * as z from "zod";

/** An image's name in its source and its content. */
export interface ImageKey {
  /** Relative to the source, with forward slashes; `mnist/17` and such for images without files. */
  readonly path: string;
  /** The first 32 hexadecimal digits of the SHA-256 of the file's bytes, or of the pixels of an image without a file. */
  readonly hash: string;
}

export const imageKey = z.strictObject({
  path: z.string().min(1),
  hash: z.string().regex(/^[0-9a-f]{32}$/, "32 hexadecimal digits"),
});

/** At least one image. */
export const imageKeys = z.array(imageKey).min(1);

/**
 * Finds images by their keys, in a time that does not grow with their number: a file that was moved or renamed by its
 * content, and one that was encoded again by its path.
 */
export class ImageIndex {
  readonly #byPath = new Map<string, number>();
  readonly #byHash = new Map<string, number>();

  /** @param keys of all images, in their order. */
  constructor(readonly keys: readonly ImageKey[]) {
    keys.forEach(({ path, hash }, image) => {
      if (!this.#byPath.has(path)) this.#byPath.set(path, image);
      // Of copies the first one stands for those that are named by no path.
      if (!this.#byHash.has(hash)) this.#byHash.set(hash, image);
    });
  }

  /** The image's number, or undefined where neither its path nor its content is there. */
  find({ path, hash }: ImageKey): number | undefined {
    const atPath = this.#byPath.get(path);
    if (atPath !== undefined && this.keys[atPath]!.hash === hash) return atPath;
    return this.#byHash.get(hash) ?? atPath;
  }
}
