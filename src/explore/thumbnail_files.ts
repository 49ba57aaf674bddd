/**
 * Thumbnails on the disk, in few large files that are only added to.
 *
 * `N.pack` holds WebP files one after the other, `index` a record for each: the image's hash (16 bytes), its sides (a bit for each
 * of `SIDES` that it stands for), the pack's number, where it begins there, its length and its CRC-32; little-endian. A record is
 * written behind its thumbnail: whatever ends early leaves bytes that no record names, or part of a record, which is cut off.
 */
import { constants, type FileHandle, lstat, mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";

/** Pixels a side at most. */
export const SIDES = [64, 128, 256] as const;
export type Side = (typeof SIDES)[number];

const HASH_BYTES = 16;
const RECORD_BYTES = HASH_BYTES + 1 + 2 + 6 + 4 + 4;
const PACK_BYTES = 256 * 2 ** 20;

const { O_RDWR, O_CREAT, O_APPEND } = constants;
/** What a run's folder holds may come from others: a link in it leads to no other file. Windows has no such flag. */
const NO_LINK = constants.O_NOFOLLOW ?? 0;

/** The places of each side's thumbnail of an image. */
interface Place {
  readonly pack: number;
  readonly at: number;
  readonly length: number;
  readonly crc: number;
}

export class ThumbnailFiles {
  readonly #folder: string;
  readonly #index: FileHandle;
  readonly #places = new Map<string, Place>();
  readonly #packs = new Map<number, Promise<FileHandle>>();
  #last: { pack: number; bytes: number };
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(folder: string, index: FileHandle, last: { pack: number; bytes: number }) {
    this.#folder = folder;
    this.#index = index;
    this.#last = last;
  }

  /** Opens what is there, for one process at a time. @throws the file system's errors. */
  static async open(folder: string): Promise<ThumbnailFiles> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, "index");
    const index = await open(path, O_RDWR | O_CREAT | O_APPEND | NO_LINK, 0o600);
    try {
      const bytes = await index.readFile();
      const whole = bytes.length - (bytes.length % RECORD_BYTES);
      await index.truncate(whole);
      const files = new ThumbnailFiles(folder, index, { pack: 0, bytes: 0 });
      for (let at = 0; at < whole; at += RECORD_BYTES) files.#note(bytes.subarray(at, at + RECORD_BYTES));
      await files.#end();
      return files;
    } catch (error) {
      await index.close();
      throw error;
    }
  }

  /** Whether all sides of an image are there. */
  has(hash: string): boolean {
    return SIDES.every((side) => this.#places.has(`${hash} ${side}`));
  }

  /** Null where it is not there, or damaged. */
  async read(hash: string, side: Side): Promise<Uint8Array | null> {
    const place = this.#places.get(`${hash} ${side}`);
    if (!place) return null;
    const { pack, at, length, crc } = place;
    const bytes = Buffer.alloc(length);
    const read = await this.#pack(pack)
      .then((file) => file.read(bytes, 0, length, at))
      .catch(() => ({ bytesRead: 0 }));
    if (read.bytesRead === length && crc32(bytes) === crc) return bytes;
    this.#places.delete(`${hash} ${side}`);
    return null;
  }

  /** Adds a thumbnail that stands for these sides. @throws the file system's errors. */
  add(hash: string, sides: readonly Side[], bytes: Uint8Array): Promise<void> {
    const done = this.#queue.then(async () => {
      if (this.#last.bytes >= PACK_BYTES) this.#last = { pack: this.#last.pack + 1, bytes: 0 };
      const { pack, bytes: at } = this.#last;
      const file = await this.#pack(pack);
      await file.write(bytes, 0, bytes.length, at);
      this.#last.bytes += bytes.length;
      const record = Buffer.alloc(RECORD_BYTES);
      record.write(hash, 0, HASH_BYTES, "hex");
      let next = record.writeUInt8(
        sides.reduce((bits, side) => bits | (1 << SIDES.indexOf(side)), 0),
        HASH_BYTES,
      );
      next = record.writeUInt16LE(pack, next);
      next = record.writeUIntLE(at, next, 6);
      next = record.writeUInt32LE(bytes.length, next);
      record.writeUInt32LE(crc32(bytes), next);
      await this.#index.appendFile(record);
      this.#note(record);
    });
    this.#queue = done.catch(() => {});
    return done;
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#index.close();
    for (const pack of this.#packs.values()) await (await pack.catch(() => null))?.close();
  }

  #note(record: Buffer): void {
    const hash = record.toString("hex", 0, HASH_BYTES);
    const bits = record.readUInt8(HASH_BYTES);
    const pack = record.readUInt16LE(HASH_BYTES + 1);
    const place = {
      pack,
      at: record.readUIntLE(HASH_BYTES + 3, 6),
      length: record.readUInt32LE(HASH_BYTES + 9),
      crc: record.readUInt32LE(HASH_BYTES + 13),
    };
    SIDES.forEach((side, i) => {
      if (bits & (1 << i)) this.#places.set(`${hash} ${side}`, place);
    });
    if (pack > this.#last.pack) this.#last = { pack, bytes: 0 };
  }

  /** Where the last pack ends. */
  async #end(): Promise<void> {
    const path = this.#path(this.#last.pack);
    this.#last.bytes = (await lstat(path).catch(() => null))?.size ?? 0;
  }

  #path = (pack: number) => join(this.#folder, `${pack}.pack`);

  #pack(pack: number): Promise<FileHandle> {
    let file = this.#packs.get(pack);
    if (!file) {
      file = open(this.#path(pack), O_RDWR | O_CREAT | NO_LINK, 0o600);
      this.#packs.set(pack, file);
    }
    return file;
  }
}
