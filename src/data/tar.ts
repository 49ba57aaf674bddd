/** Tar archives: read entry by entry, and written. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Header, Parser, type ReadEntry } from "tar";
import { DataError } from "../errors.js";
import { requireUnpackable } from "./archive.js";

/** Tar archives are whole numbers of these. */
const BLOCK_BYTES = 512;
/** What stands behind the last entry. */
export const TAR_END = new Uint8Array(2 * BLOCK_BYTES);

export interface TarEntry {
  /** Its number among all entries. */
  readonly place: number;
  readonly entry: ReadEntry;
  /** Null where it was not wanted. */
  readonly content: Buffer | null;
}

export interface TarOptions {
  /** Whether an entry's content is read into memory. */
  wanted(entry: ReadEntry, place: number): boolean;
  /** Called with the bytes of the file itself, in order. */
  readonly onBytes?: (bytes: Buffer) => void;
  /** Called for entries of types that `tar` does not know, which are passed over. */
  readonly onUnknown?: (entry: ReadEntry) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * All entries in order, of an archive that is packed with gzip or not. No more than a piece of the file and an entry are
 * in memory.
 *
 * @throws {DataError} where the archive is damaged or made to grow without end; the reason of `signal` if it aborts.
 */
export async function* readTar(path: string, options: TarOptions): AsyncGenerator<TarEntry, void, undefined> {
  const { wanted, onBytes, onUnknown, signal } = options;
  const { size } = await stat(path);
  let place = 0;
  let unpacked = 0;
  let ready: TarEntry[] = [];
  let failure: unknown = null;
  let gzipped: boolean | null = null;
  const parser = new Parser({
    strict: true,
    maxDecompressionRatio: Number.POSITIVE_INFINITY,
    onReadEntry(entry: ReadEntry) {
      const read = { place: place++, entry };
      unpacked += entry.size;
      if (!wanted(entry, read.place)) {
        ready.push({ ...read, content: null });
        entry.resume();
        return;
      }
      const chunks: Buffer[] = [];
      entry.on("data", (chunk: Buffer) => chunks.push(chunk));
      entry.on("end", () => ready.push({ ...read, content: Buffer.concat(chunks) }));
    },
  });
  const fail = (error: unknown) => {
    failure ??= error;
  };
  parser.on("error", fail);
  parser.on("ignoredEntry", (entry: ReadEntry) => {
    // Headers of names and sizes are passed on to the entry that they belong to.
    if (!entry.meta) onUnknown?.(entry);
  });
  try {
    // The parser works in step with what it is given.
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      gzipped ??= chunk[0] === 0x1f && chunk[1] === 0x8b;
      signal?.throwIfAborted();
      onBytes?.(chunk);
      parser.write(chunk);
      if (failure !== null) throw failure;
      requireUnpackable(path, size, unpacked);
      yield* ready;
      ready = [];
    }
    parser.end();
    if (failure !== null) throw failure;
    if (!gzipped && size % BLOCK_BYTES !== 0) throw new Error("it is cut short");
    yield* ready;
  } catch (error) {
    if (error instanceof DataError || signal?.aborted) throw error;
    const { message } = error as Error;
    throw new DataError(`${path} is a damaged tar archive (${message}): copy or download it again.`, {
      cause: error,
    });
  }
}

/**
 * A file as an entry of a tar archive (POSIX ustar), with neither owner nor time, so that the same content gives the same
 * bytes. `TAR_END` follows the last entry.
 *
 * @param path at most 100 bytes.
 */
export function tarFile(path: string, content: Uint8Array): Uint8Array[] {
  const header = Buffer.alloc(BLOCK_BYTES);
  const more = new Header({
    ...{ path, size: content.length, type: "File", mode: 0o644 },
    ...{ uid: 0, gid: 0, uname: "", gname: "", mtime: new Date(0) },
  }).encode(header, 0);
  if (more) throw new RangeError(`tarFile: ${path} of ${content.length} bytes needs a longer header`);
  const padding = (BLOCK_BYTES - (content.length % BLOCK_BYTES)) % BLOCK_BYTES;
  return [header, content, TAR_END.subarray(0, padding)];
}
