/**
 * Features on the disk, by what they were computed from. Each run that computes features appends them to a file of its
 * own, in a folder for each encoder; nothing that was written is ever changed, so that a run that ended early leaves what it
 * had, and two runs at once do not mix.
 *
 * A file: the 8 bytes "SKFEAT1\n", F and the bytes of a number (uint32), then records: SHA-256 of an image (32 bytes), its F
 * numbers, and a CRC-32 of both. Little-endian.
 */
import { createHash, randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { ArgumentError, DataError, SkeinError } from "../../errors.js";
import { counted } from "../../format.js";
import { halves, numberToHalf } from "../../io/half_floats.js";
import { currentKeys } from "../../io/keys.js";
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
const MAGIC = Buffer.from("SKFEAT1\n");
const HEAD_BYTES = 16;
const KEY_BYTES = 32;
const CHECK_BYTES = 4;
/** Bytes hashed before timers and signals get their turn. */
const TURN_BYTES = 2 ** 24;

/** What is wrong with a file, and with the features of which images; undefined: of any. */
interface Problem {
  readonly path: string;
  readonly what: string;
  readonly keys?: readonly string[];
}

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
  #own: { readonly file: FileHandle; bytes: number } | null = null;
  /** Whether nothing is read or kept, since others are not to see it. */
  #shut = false;
  #place = "";
  #keys: readonly Buffer[] = [];
  #features = 0;
  #bytes = 0;

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

  /** What features are rounded to, known after `fill`; null where they stay as they are. */
  get rounding(): "float16" | null {
    return this.type === "float16" && !this.#shut ? "float16" : null;
  }

  /** Bytes of the features of this encoder on the disk, known after `fill`. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Writes the features that are known into `data` [N, F].
   * @returns the images whose features are not known.
   */
  async fill(
    encoder: FeatureSource,
    images: Images,
    data: Float32Array,
    signal?: AbortSignal,
  ): Promise<Uint32Array> {
    await this.close();
    this.#bytes = 0;
    this.#shut = !this.#plain && (encoder.sealed || currentKeys().seal !== undefined);
    if (this.#shut) {
      this.#onNote("features are not kept on the disk, because the encoder or what is written is encrypted");
      return Uint32Array.from({ length: images.count }, (_, image) => image);
    }
    this.#place = join(this.folder, this.#nameFor(encoder));
    this.#features = encoder.features;
    this.#keys = await keysOf(images, signal);
    const wanted = new Map<string, number[]>();
    this.#keys.forEach((key, image) => {
      const hex = key.toString("latin1");
      const same = wanted.get(hex);
      if (same) same.push(image);
      else wanted.set(hex, [image]);
    });
    const problems: Problem[] = [];
    for (const name of (await readdir(this.#place).catch(() => [])).sort()) {
      if (!name.endsWith(".features")) continue;
      signal?.throwIfAborted();
      const path = join(this.#place, name);
      this.#bytes += (await stat(path).catch(() => null))?.size ?? 0;
      if (wanted.size === 0) continue;
      const content = await readFile(path).catch((error: Error) => error);
      if (content instanceof Error) problems.push({ path, what: `cannot be read (${content.message})` });
      else problems.push(...this.#take(path, content, wanted, data));
    }
    // What was damaged in an earlier run was computed again by that one, and lies in another file.
    for (const { path, what, keys } of problems) {
      const open = keys ? keys.filter((key) => wanted.has(key)).length : wanted.size;
      if (open === 0) continue;
      const places = keys ? ` in ${counted(open, "place")}` : "";
      this.#onNote(`${path} ${what}${places}: its features are computed again`);
    }
    return Uint32Array.from([...wanted.values()].flat().sort((a, b) => a - b));
  }

  /**
   * Keeps the features [images, F] of some of the images that `fill` got; they are on the disk when this resolves.
   * @returns the features as they are read again; as they are where nothing is kept.
   * @throws {DataError} where a feature is too large for float16.
   * @throws {SkeinError} where the file system refuses.
   */
  async keep(images: Uint32Array, rows: Float32Array): Promise<Float32Array> {
    if (this.#shut) return rows;
    const [size, features] = [this.#recordBytes, this.#features];
    const records = Buffer.alloc(images.length * size);
    const rounded = new Float32Array(rows.length);
    images.forEach((image, i) => {
      const record = records.subarray(i * size, (i + 1) * size);
      this.#keys[image]!.copy(record);
      const values = rows.subarray(i * features, (i + 1) * features);
      this.#write(values, record.subarray(KEY_BYTES));
      record.writeUInt32LE(crc32(record.subarray(0, size - CHECK_BYTES)), size - CHECK_BYTES);
      this.#read(record.subarray(KEY_BYTES), rounded.subarray(i * features, (i + 1) * features));
    });
    try {
      if (this.#own && this.#own.bytes >= this.#fileBytes) await this.close();
      this.#own ??= await this.#begin();
      await this.#own.file.appendFile(records);
      this.#own.bytes += records.length;
      this.#bytes += records.length;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new SkeinError(
        `features cannot be kept in ${this.folder} (${reason}): make room there, choose another folder by SKEIN_CACHE, or work without a cache`,
        { cause },
      );
    }
    return rounded;
  }

  /** Ends this run's file. Closing twice is harmless. */
  async close(): Promise<void> {
    const own = this.#own;
    this.#own = null;
    await own?.file.close();
  }

  get #valueBytes(): number {
    return this.type === "float16" ? 2 : 4;
  }

  get #recordBytes(): number {
    return KEY_BYTES + this.#features * this.#valueBytes + CHECK_BYTES;
  }

  /** The folder of what features depend on, beside the images. Devices differ in less than float16 tells. */
  #nameFor({ identity, rounding, device }: FeatureSource): string {
    const exact = this.type === "float32" ? ` ${device.info.kind} ${rounding ?? ""}` : "";
    return createHash("sha256").update(`${identity} ${this.type}${exact}`).digest("hex").slice(0, 32);
  }

  async #begin() {
    await mkdir(this.#place, { recursive: true, mode: 0o700 });
    const path = join(this.#place, `${Date.now().toString(36)}-${randomBytes(6).toString("hex")}.features`);
    // Features tell about images: others need not read them.
    const file = await open(path, "ax", 0o600);
    await file.appendFile(this.#head());
    this.#bytes += HEAD_BYTES;
    return { file, bytes: HEAD_BYTES };
  }

  #head(): Buffer {
    const head = Buffer.alloc(HEAD_BYTES);
    MAGIC.copy(head);
    head.writeUInt32LE(this.#features, MAGIC.length);
    head.writeUInt32LE(this.#valueBytes, MAGIC.length + 4);
    return head;
  }

  /** Takes what is wanted of a file. A record that ends early is one that a run was writing when it ended. */
  #take(path: string, content: Buffer, wanted: Map<string, number[]>, data: Float32Array): Problem[] {
    if (content.length < HEAD_BYTES) return [];
    const what = "is damaged";
    if (!content.subarray(0, HEAD_BYTES).equals(this.#head())) return [{ path, what }];
    const [size, features] = [this.#recordBytes, this.#features];
    const keys: string[] = [];
    for (let at = HEAD_BYTES; at + size <= content.length; at += size) {
      const record = content.subarray(at, at + size);
      const key = record.toString("latin1", 0, KEY_BYTES);
      const images = wanted.get(key);
      if (!images) continue;
      if (crc32(record.subarray(0, size - CHECK_BYTES)) !== record.readUInt32LE(size - CHECK_BYTES)) {
        keys.push(key);
        continue;
      }
      for (const image of images) {
        this.#read(record.subarray(KEY_BYTES), data.subarray(image * features, (image + 1) * features));
      }
      wanted.delete(key);
    }
    return keys.length > 0 ? [{ path, what, keys }] : [];
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

/** SHA-256 of each image's size and pixels, as they were decoded. */
async function keysOf(
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
