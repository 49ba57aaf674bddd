/** What images are known by, beside their paths. */
import { createHash } from "node:crypto";
import { type ImageSet, imageBytes } from "../../data/image_set.js";
import { hashFile } from "../../io/node/hash_file.js";

/** Digits of a SHA-256 that name an image. */
const DIGITS = 32;
/** Files that are read at a time. */
const AT_ONCE = 16;

export interface HashOptions {
  /** The SHA-256 of a file's bytes, where it is known. */
  readonly contentOf?: ((file: string) => Buffer | undefined) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The hash of each image, as `ImageKey` has it: of the file's bytes where it is a file, else of its pixels. A file that
 * cannot be read is known by its path alone.
 */
export async function imageHashes(
  images: ImageSet,
  files: readonly string[] | null,
  options: HashOptions = {},
): Promise<string[]> {
  if (files) return await fileHashes(files, options);
  const bytes = imageBytes(images);
  return Array.from({ length: images.count }, (_, i) =>
    digits(
      createHash("sha256")
        .update(images.pixels.subarray(i * bytes, (i + 1) * bytes))
        .digest(),
    ),
  );
}

/** Of files; see `imageHashes`. */
export async function fileHashes(
  files: readonly string[],
  { contentOf, signal }: HashOptions = {},
): Promise<string[]> {
  const hashes = new Array<string>(files.length);
  let next = 0;
  const work = async () => {
    for (let i = next++; i < files.length; i = next++) {
      signal?.throwIfAborted();
      hashes[i] = digits(
        contentOf?.(files[i]!) ?? (await hashFile(files[i]!).catch(() => textHash(files[i]!))),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  signal?.throwIfAborted();
  return hashes;
}

/** Of an image that is known by its name alone. */
export const nameHash = (name: string): string => digits(textHash(name));

const textHash = (text: string) => createHash("sha256").update(text).digest();
const digits = (hash: Buffer) => hash.toString("hex").slice(0, DIGITS);
