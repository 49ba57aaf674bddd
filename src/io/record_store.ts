/**
 * Values of one length on the disk, each by a key of 32 bytes. Each run that adds some appends them to a file of its own;
 * nothing that was written is ever changed, so that a run that ended early leaves what it had, and two runs at once do not mix.
 *
 * A file: the 8 bytes "SKFEAT1\n", the numbers of a value and the bytes of each (uint32), then records: a key, its value, and a
 * CRC-32 of both. Little-endian.
 */
import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { SkeinError } from "../errors.js";
import { counted } from "../format.js";

export interface RecordStoreOptions {
  readonly folder: string;
  /** Numbers of a value. */
  readonly numbers: number;
  /** Bytes of a number. */
  readonly numberBytes: number;
  /** What the end of a file's name is, without the dot. */
  readonly ending: string;
  /** What becomes of what a damaged file held, such as "its features are computed again". */
  readonly remedy: string;
  /** Bytes after which another file is begun. */
  readonly fileBytes: number;
  /** Told what is wrong with files. */
  readonly onNote: (note: string) => void;
}

const MAGIC = Buffer.from("SKFEAT1\n");
const HEAD_BYTES = 16;
/** Bytes of a key. */
export const KEY_BYTES = 32;
const CHECK_BYTES = 4;

/** What is wrong with a file, and with the values of which keys; undefined: of any. */
interface Problem {
  readonly path: string;
  readonly what: string;
  readonly keys?: readonly string[];
}

/** The places at which each key is wanted. */
type Wanted = Map<string, number[]>;

export class RecordStore {
  readonly #options: RecordStoreOptions;
  #own: { readonly file: FileHandle; bytes: number } | null = null;
  #bytes = 0;

  constructor(options: RecordStoreOptions) {
    this.#options = options;
  }

  /** Bytes on the disk, known after `find`. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Hands out the values of keys that are known, which last until `take` returns.
   * @param keys null where no value is wanted.
   * @returns the places of the other keys, ascending, those of null among them.
   */
  async find(
    keys: readonly (Buffer | null)[],
    take: (place: number, value: Buffer) => void,
    signal?: AbortSignal,
  ): Promise<Uint32Array> {
    await this.close();
    this.#bytes = 0;
    const wanted: Wanted = new Map();
    const open: number[] = [];
    for (const [place, key] of keys.entries()) {
      const name = key?.toString("latin1");
      const same = name === undefined ? open : wanted.get(name);
      if (same) same.push(place);
      else wanted.set(name!, [place]);
    }
    const problems: Problem[] = [];
    const { folder, ending, remedy, onNote } = this.#options;
    for (const name of (await readdir(folder).catch(() => [])).sort()) {
      if (!name.endsWith(`.${ending}`)) continue;
      signal?.throwIfAborted();
      const path = join(folder, name);
      this.#bytes += (await stat(path).catch(() => null))?.size ?? 0;
      if (wanted.size === 0) continue;
      const content = await readFile(path).catch((error: Error) => error);
      if (content instanceof Error) problems.push({ path, what: `cannot be read (${content.message})` });
      else problems.push(...this.#take(path, content, wanted, take));
    }
    // What was damaged in an earlier run was made again by that one, and lies in another file.
    for (const { path, what, keys } of problems) {
      const missing = keys ? keys.filter((key) => wanted.has(key)).length : wanted.size;
      if (missing === 0) continue;
      const places = keys ? ` in ${counted(missing, "place")}` : "";
      onNote(`${path} ${what}${places}: ${remedy}`);
    }
    return Uint32Array.from([...open, ...[...wanted.values()].flat()]).sort();
  }

  /**
   * Adds values; they are on the disk when this resolves.
   * @throws {SkeinError} where the file system refuses.
   */
  async add(records: readonly { readonly key: Buffer; readonly value: Buffer }[]): Promise<void> {
    if (records.length === 0) return;
    const { folder, fileBytes } = this.#options;
    const size = this.#recordBytes;
    const bytes = Buffer.alloc(records.length * size);
    for (const [i, { key, value }] of records.entries()) {
      const record = bytes.subarray(i * size, (i + 1) * size);
      key.copy(record);
      value.copy(record, KEY_BYTES);
      record.writeUInt32LE(crc32(record.subarray(0, size - CHECK_BYTES)), size - CHECK_BYTES);
    }
    try {
      if (this.#own && this.#own.bytes >= fileBytes) await this.close();
      this.#own ??= await this.#begin();
      await this.#own.file.appendFile(bytes);
      this.#own.bytes += bytes.length;
      this.#bytes += bytes.length;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new SkeinError(
        `nothing can be kept in ${folder} (${reason}): make room there, choose another folder by SKEIN_CACHE, or work without a cache`,
        { cause },
      );
    }
  }

  /** Ends this run's file. Closing twice is harmless. */
  async close(): Promise<void> {
    const own = this.#own;
    this.#own = null;
    await own?.file.close();
  }

  get #recordBytes(): number {
    const { numbers, numberBytes } = this.#options;
    return KEY_BYTES + numbers * numberBytes + CHECK_BYTES;
  }

  async #begin() {
    const { folder, ending } = this.#options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, `${Date.now().toString(36)}-${randomBytes(6).toString("hex")}.${ending}`);
    // What is kept tells about images: others need not read it.
    const file = await open(path, "ax", 0o600);
    await file.appendFile(this.#head());
    this.#bytes += HEAD_BYTES;
    return { file, bytes: HEAD_BYTES };
  }

  #head(): Buffer {
    const { numbers, numberBytes } = this.#options;
    const head = Buffer.alloc(HEAD_BYTES);
    MAGIC.copy(head);
    head.writeUInt32LE(numbers, MAGIC.length);
    head.writeUInt32LE(numberBytes, MAGIC.length + 4);
    return head;
  }

  /** Takes what is wanted of a file. A record that ends early is one that a run was writing when it ended. */
  #take(
    path: string,
    content: Buffer,
    wanted: Wanted,
    take: (place: number, value: Buffer) => void,
  ): Problem[] {
    if (content.length < HEAD_BYTES) return [];
    const what = "is damaged";
    if (!content.subarray(0, HEAD_BYTES).equals(this.#head())) return [{ path, what }];
    const size = this.#recordBytes;
    const keys: string[] = [];
    for (let at = HEAD_BYTES; at + size <= content.length; at += size) {
      const key = content.toString("latin1", at, at + KEY_BYTES);
      const places = wanted.get(key);
      if (!places) continue;
      const end = at + size - CHECK_BYTES;
      if (crc32(content.subarray(at, end)) !== content.readUInt32LE(end)) {
        keys.push(key);
        continue;
      }
      for (const place of places) take(place, content.subarray(at + KEY_BYTES, end));
      wanted.delete(key);
    }
    return keys.length > 0 ? [{ path, what, keys }] : [];
  }
}
