/** Features on the disk, by what they were computed from: a folder of `RecordStore` for each encoder, by images' pixels. */
import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { ArgumentError, DataError } from "../../errors.js";
import { halves, numberToHalf } from "../../io/half_floats.js";
import { currentKeys } from "../../io/keys.js";
import { RecordStore } from "../../io/record_store.js";
import type { Images } from "../images.js";
import type { FeatureSource } from "./parts.js";

/** Settings of `openFeatureCache`. */
export interface FeatureCacheOptions {
  /** Default: features/ in the folder that SKEIN_CACHE names, else in skein/ of XDG_CACHE_HOME, else in ~/.cache/skein. */
  readonly folder?: string | undefined;
  /** How numbers are kept. Features are rounded to it before anything is made of them. Default "float16". */
  readonly type?: "float16" | "float32" | undefined;
  /**
   * Keeps features although what is written in the calls of `encode` is sealed (`withKeys`), or the encoder's file is: they are
   * not, and tell about the images and the encoder. Default false: nothing is read or written then.
   */
  readonly plain?: boolean | undefined;
  /** Bytes after which another file is begun. Default 2^28. */
  readonly fileBytes?: number | undefined;
  /** Told what is wrong with files of the cache. */
  readonly onNote?: ((note: string) => void) | undefined;
}

/** A file is read as a whole, which Node does up to 2 GiB. */
const FILE_BYTES = 2 ** 28;
/** Bytes hashed before timers and signals get their turn. */
const TURN_BYTES = 2 ** 24;

/** Where caches lie. */
export function cacheFolder(): string {
  const { SKEIN_CACHE, XDG_CACHE_HOME } = process.env;
  return SKEIN_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "skein");
}

/**
 * Features that were computed before.
 * @returns null where what is written in this call is sealed, unless plain ones are asked for.
 * @throws {ArgumentError} where an option is not what is described there.
 */
export function openFeatureCache(options: FeatureCacheOptions = {}): FeatureCache | null {
  const { type = "float16", plain = false } = options;
  if (type !== "float16" && type !== "float32") {
    throw new ArgumentError(`openFeatureCache: type is ${String(type)}: give "float16" or "float32"`);
  }
  if (currentKeys().seal && !plain) return null;
  return new FeatureCache(options);
}

/** Made by `openFeatureCache`; `close` it when the features are there. */
export class FeatureCache {
  readonly folder: string;
  readonly type: "float16" | "float32";
  readonly #plain: boolean;
  readonly #fileBytes: number;
  readonly #onNote: (note: string) => void;
  #store: RecordStore | null = null;
  /** Whether nothing is read or kept, since others are not to see it. */
  #shut = false;
  #features = 0;

  constructor({
    folder,
    type = "float16",
    plain = false,
    fileBytes = FILE_BYTES,
    onNote = () => {},
  }: FeatureCacheOptions = {}) {
    this.folder = folder ?? join(cacheFolder(), "features");
    this.type = type;
    this.#plain = plain;
    this.#fileBytes = fileBytes;
    this.#onNote = onNote;
  }

  /** What features are rounded to, known after `start`; null where they stay as they are. */
  get rounding(): "float16" | null {
    return this.type === "float16" && !this.#shut ? "float16" : null;
  }

  /** Bytes of the features of this encoder on the disk, known after `fill`. */
  get bytes(): number {
    return this.#store?.bytes ?? 0;
  }

  /** Turns to the features of an encoder. @returns whether any are read and kept. */
  async start(encoder: FeatureSource): Promise<boolean> {
    await this.close();
    this.#store = null;
    this.#shut = !this.#plain && (encoder.sealed || currentKeys().seal !== undefined);
    if (this.#shut) {
      this.#onNote("features are not kept on the disk, because the encoder or what is written is encrypted");
      return false;
    }
    this.#features = encoder.features;
    this.#store = this.storeOf(this.#nameFor(encoder), {
      numbers: encoder.features,
      numberBytes: this.#valueBytes,
      ending: "features",
      remedy: "its features are computed again",
    });
    return true;
  }

  /** Records in a folder of the cache. */
  storeOf(name: string, of: { numbers: number; numberBytes: number; ending: string; remedy: string }) {
    const folder = join(this.folder, name);
    return new RecordStore({ ...of, folder, fileBytes: this.#fileBytes, onNote: this.#onNote });
  }

  /**
   * Writes the features that are known into `data` [N, F].
   * @param keys as `pixelKeys` gives them; null of an image whose pixels are not known.
   * @returns the images whose features are not known.
   */
  async fill(
    keys: readonly (Buffer | null)[],
    data: Float32Array,
    signal?: AbortSignal,
  ): Promise<Uint32Array> {
    const features = this.#features;
    const take = (image: number, value: Buffer) =>
      this.#read(value, data.subarray(image * features, (image + 1) * features));
    return (await this.#store?.find(keys, take, signal)) ?? Uint32Array.from(keys.keys());
  }

  /**
   * Keeps the features [images, F] of images; they are on the disk when this resolves.
   * @returns the features as they are read again; as they are where nothing is kept.
   * @throws {DataError} where a feature is too large for float16.
   * @throws {SkeinError} where the file system refuses.
   */
  async keep(keys: readonly Buffer[], rows: Float32Array): Promise<Float32Array> {
    if (!this.#store) return rows;
    const features = this.#features;
    const rounded = new Float32Array(rows.length);
    const records = keys.map((key, i) => {
      const value = Buffer.alloc(features * this.#valueBytes);
      this.#write(rows.subarray(i * features, (i + 1) * features), value);
      this.#read(value, rounded.subarray(i * features, (i + 1) * features));
      return { key, value };
    });
    await this.#store.add(records);
    return rounded;
  }

  /** Ends this run's file. Closing twice is harmless. */
  async close(): Promise<void> {
    await this.#store?.close();
  }

  get #valueBytes(): number {
    return this.type === "float16" ? 2 : 4;
  }

  /** The folder of what features depend on, beside the images. Devices differ in less than float16 tells. */
  #nameFor({ identity, rounding, device }: FeatureSource): string {
    const exact = this.type === "float32" ? ` ${device.info.kind} ${rounding ?? ""}` : "";
    return createHash("sha256").update(`${identity} ${this.type}${exact}`).digest("hex").slice(0, 32);
  }

  #write(values: Float32Array, to: Buffer): void {
    if (this.type === "float32") {
      for (const [i, value] of values.entries()) to.writeFloatLE(value, 4 * i);
      return;
    }
    values.forEach((value, i) => {
      const half = numberToHalf(value);
      if ((half & 0x7c00) === 0x7c00) {
        throw new DataError(
          `a feature of ${value} is too large for float16: keep features as float32, or work without a cache`,
        );
      }
      to.writeUInt16LE(half, 2 * i);
    });
  }

  #read(from: Buffer, to: Float32Array): void {
    if (this.type === "float32") {
      for (let i = 0; i < to.length; i++) to[i] = from.readFloatLE(4 * i);
      return;
    }
    const table = halves();
    for (let i = 0; i < to.length; i++) to[i] = table[from[2 * i]! | (from[2 * i + 1]! << 8)]!;
  }
}

/** SHA-256 of each image's size and pixels, by which its features are found again. */
export async function pixelKeys(
  { count, height, width, channels, pixels }: Images,
  signal?: AbortSignal,
): Promise<Buffer[]> {
  const bytes = height * width * channels;
  const keys: Buffer[] = [];
  for (let image = 0, turn = 0; image < count; image++, turn += bytes) {
    const own = pixels.subarray(image * bytes, (image + 1) * bytes);
    keys.push(createHash("sha256").update(`${height}x${width}x${channels}`).update(own).digest());
    if (turn < TURN_BYTES) continue;
    turn = 0;
    await setImmediate();
    signal?.throwIfAborted();
  }
  return keys;
}
