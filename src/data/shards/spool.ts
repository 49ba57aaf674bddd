/** The files of an archive, laid one behind the other in a temporary file, to be read in any order. */
import { randomUUID } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { DataError } from "../../errors.js";
import type { ImageFiles } from "../image_files.js";

export class Spool {
  readonly #file: FileHandle;
  readonly #path: string;
  readonly #begins: Float64Array;
  readonly #lengths: Float64Array;

  private constructor(file: FileHandle, path: string, count: number) {
    this.#file = file;
    this.#path = path;
    this.#begins = new Float64Array(count).fill(-1);
    this.#lengths = new Float64Array(count);
  }

  /** Unpacks the files at `places`, which rise, in one pass. @throws {DataError} where one cannot be read. */
  static async of(
    files: ImageFiles,
    places: readonly number[],
    folder: string,
    signal?: AbortSignal,
  ): Promise<Spool> {
    const path = join(folder, `.skein-${randomUUID()}.tmp`);
    const spool = new Spool(await open(path, "wx+"), path, places.length);
    // Without a name it is gone with the process, however that ends; Windows keeps the name until `close`.
    await rm(path).catch(() => {});
    try {
      const numbers = new Map(places.map((place, number) => [place, number]));
      let end = 0;
      for await (const file of files.open(places)) {
        signal?.throwIfAborted();
        const name = files.names[file.place];
        if ("trouble" in file) throw new DataError(`${name} cannot be read: ${file.trouble}.`);
        const bytes = file.input as Uint8Array;
        const number = numbers.get(file.place)!;
        await spool.#file.writeFile(bytes);
        spool.#begins[number] = end;
        spool.#lengths[number] = bytes.length;
        end += bytes.length;
      }
      return spool;
    } catch (error) {
      await spool.close();
      throw error;
    }
  }

  /** The file of a number among `places`. */
  async read(number: number): Promise<Buffer> {
    const [begin, length] = [this.#begins[number]!, this.#lengths[number]!];
    const { buffer, bytesRead } = await this.#file.read(Buffer.alloc(length), 0, length, begin);
    if (begin < 0 || bytesRead !== length) throw new DataError("a file of the archive is gone: start again.");
    return buffer;
  }

  async close(): Promise<void> {
    await this.#file.close();
    await rm(this.#path, { force: true });
  }
}
