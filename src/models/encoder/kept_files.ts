/** What a cache knows of image files: features, and small copies that are shown. */
import { createHash } from "node:crypto";
import type { RecordStore } from "../../io/record_store.js";
import type { StepConfig } from "../../preprocess/index.js";
import { VERSION } from "../../version.js";
import type { ImageSize } from "../images.js";
import type { FeatureCache } from "./cache.js";
import { FileIndex } from "./file_index.js";
import type { FeatureSource } from "./parts.js";

/** Where what is known is written. */
export interface FileResults {
  /** [N, F] */
  readonly features: Float32Array;
  /** [N, height, width, channels] of the copies. */
  readonly copies: Uint8Array;
  /** Of the decoded pixels of each image; null where a file was not decoded. */
  readonly keys: (Buffer | null)[];
}

/** Some images that were decoded and encoded. */
export interface EncodedBlock {
  readonly places: readonly number[];
  readonly keys: readonly Buffer[];
  readonly features: Float32Array;
  readonly copies: Uint8Array;
}

/** Raised when copies are made in another way. */
const COPIES = 1;

export class KeptFiles {
  readonly #cache: FeatureCache;
  readonly #steps: string;
  readonly #index: FileIndex;
  readonly #copies: RecordStore;
  readonly #copyBytes: number;

  private constructor(cache: FeatureCache, steps: readonly StepConfig[], copy: ImageSize) {
    const { height, width, channels } = copy;
    this.#cache = cache;
    // What a step computes may change from one version to the next.
    this.#steps = steps.length > 0 ? `${VERSION} ${JSON.stringify(steps)}` : "";
    this.#index = new FileIndex(cache);
    this.#copyBytes = height * width * channels;
    this.#copies = cache.storeOf(`copies-${COPIES}-${height}x${width}x${channels}`, {
      ...{ numbers: this.#copyBytes, numberBytes: 1, ending: "copies" },
      remedy: "its images are decoded again",
    });
  }

  /**
   * @param steps what is done to decoded images before they are encoded.
   * @param copy the size of small copies.
   * @returns null where nothing is kept.
   */
  static async open(
    cache: FeatureCache | null | undefined,
    encoder: FeatureSource,
    steps: readonly StepConfig[],
    copy: ImageSize,
  ): Promise<KeptFiles | null> {
    return (await cache?.start(encoder)) ? new KeptFiles(cache!, steps, copy) : null;
  }

  /**
   * Fills in what is known of files. @returns the places of those that have to be decoded, ascending.
   * @param decoding all that pixels depend on beside the content, as a text.
   */
  async find(
    paths: readonly string[],
    decoding: string,
    { features, copies, keys }: FileResults,
    signal?: AbortSignal,
  ): Promise<number[]> {
    for (const [place, key] of (await this.#index.find(paths, decoding, signal)).entries()) keys[place] = key;
    const unknown = await this.#cache.fill(
      keys.map((key) => key && this.#encodedKey(key)),
      features,
      signal,
    );
    const unseen = await this.#copies.find(
      keys,
      (place, copy) => copies.set(copy, place * this.#copyBytes),
      signal,
    );
    return [...new Set([...unknown, ...unseen])].sort((a, b) => a - b);
  }

  /** The SHA-256 of each file's bytes, in the order of `find`; null of those that cannot be read. */
  get contents(): readonly (Buffer | null)[] {
    return this.#index.contents;
  }

  /** Keeps images of files at places of `find`. @returns the features as they are read again. */
  async keep({ places, keys, features, copies }: EncodedBlock): Promise<Float32Array> {
    const rounded = await this.#cache.keep(
      keys.map((key) => this.#encodedKey(key)),
      features,
    );
    const size = this.#copyBytes;
    const copyOf = (i: number) => Buffer.from(copies.buffer, copies.byteOffset + i * size, size);
    await this.#copies.add(keys.map((key, i) => ({ key, value: copyOf(i) })));
    // Last: a file that the index knows has all else.
    await this.#index.keep(places.map((place, i) => ({ place, key: keys[i]! })));
    return rounded;
  }

  async close(): Promise<void> {
    await this.#index.close();
    await this.#copies.close();
  }

  #encodedKey(pixels: Buffer): Buffer {
    return this.#steps === "" ? pixels : createHash("sha256").update(pixels).update(this.#steps).digest();
  }
}
