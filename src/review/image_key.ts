/** How an image is known from one run to the next. */
import * as z from "zod";

/** An image's name in its source and its content. */
export interface ImageKey {
  /** Relative to the source, with forward slashes; `mnist/17` and such for images without files. */
  readonly path: string;
  /** The first 32 hexadecimal digits of the SHA-256 of the file's bytes, or of the pixels of an image without a file. */
  readonly hash: string;
}

const HASH = /^[0-9a-f]{32}$/;

export const imageKey = z.strictObject({
  path: z.string().min(1),
  hash: z.string().regex(HASH, "32 hexadecimal digits"),
});

/** At least one image. Of a hundred thousand each is looked at by hand: the schema is asked what is wrong with one that is no key. */
export const imageKeys: z.ZodType<ImageKey[]> = z
  .custom<ImageKey[]>((value) => Array.isArray(value) && value.length > 0, "at least one image")
  .superRefine((keys, { addIssue }) => {
    const wrong = keys.findIndex((key) => !isImageKey(key));
    if (wrong < 0) return;
    const found = imageKey.safeParse(keys[wrong]);
    for (const { path, message } of found.error?.issues ?? []) {
      addIssue({ code: "custom", path: [wrong, ...path], message });
    }
  });

function isImageKey(value: unknown): value is ImageKey {
  if (typeof value !== "object" || value === null) return false;
  const { path, hash } = value as Partial<ImageKey>;
  const isKey = typeof path === "string" && path !== "" && typeof hash === "string" && HASH.test(hash);
  return isKey && Object.keys(value).length === 2;
}

/**
 * Finds images by their keys, in a time that does not grow with their number: a file that was moved or renamed by its
 * content, and one that was encoded again by its path.
 */
export class ImageIndex {
  readonly #byPath = new Map<string, number>();
  readonly #byHash = new Map<string, number>();
  /** What lists of keys came to: decisions are applied again and again. */
  readonly #lists = new WeakMap<readonly ImageKey[], FoundImages>();

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

  /** The images of a list of keys, which must not change afterwards. */
  findAll(keys: readonly ImageKey[]): FoundImages {
    let found = this.#lists.get(keys);
    if (!found) {
      const images: number[] = [];
      const missing: ImageKey[] = [];
      for (const key of keys) {
        const image = this.find(key);
        if (image === undefined) missing.push(key);
        else images.push(image);
      }
      found = { images, missing };
      this.#lists.set(keys, found);
    }
    return found;
  }
}

/** What a list of keys comes to. */
export interface FoundImages {
  /** The numbers of those that are there, in their order. */
  readonly images: readonly number[];
  readonly missing: readonly ImageKey[];
}
