/** Files on the disk as bytes: plain or sealed, checked against a signature where a key is trusted. */
import { createHash } from "node:crypto";
import { type FileHandle, open, stat } from "node:fs/promises";
import { ModelFileError, SealedFileError } from "../../errors.js";
import type { ByteSource } from "../../host/host.js";
import { openPayload, type Payload } from "../age/age.js";
import { isAge, MAGIC } from "../age/magic.js";
import { CHUNK_BYTES } from "../age/payload.js";
import { piecesOf } from "../byte_source.js";
import { currentKeys } from "../keys.js";
import { requireSignature } from "../signature.js";

/** One read call takes at most 2^31 - 1 bytes. */
const MAX_READ_BYTES = 2 ** 30;

/**
 * Has `use` read a file, which is closed after it.
 * @param options with `raw` a sealed file is not opened: it is read as it is.
 * @throws {ModelFileError} naming the file when it cannot be read, is sealed and none of the keys opens it, or lacks the
 *   signature of the trusted key.
 */
export async function withFile<T>(
  path: string,
  use: (source: ByteSource) => Promise<T>,
  { raw = false }: { readonly raw?: boolean } = {},
): Promise<T> {
  let file: FileHandle | undefined;
  try {
    // Opening a pipe would wait until somebody writes into it.
    const stats = await stat(path);
    if (stats.isDirectory()) throw new ModelFileError(`${path} is a folder; give the model file in it`);
    if (!stats.isFile()) {
      throw new ModelFileError(`${path} is neither a file nor a folder; copy what it gives into a file`);
    }
    file = await open(path, "r");
    return await use(await sourceOf(file, path, raw));
  } catch (error) {
    if (error instanceof ModelFileError || (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new ModelFileError(`cannot read ${path}: ${explainRead(error as NodeJS.ErrnoException)}`, {
      cause: error,
    });
  } finally {
    await file?.close();
  }
}

async function sourceOf(file: FileHandle, path: string, raw: boolean): Promise<ByteSource> {
  const { size } = await file.stat();
  const plain: ByteSource = {
    size,
    read: async (target, position) => {
      if ((await fill(file, target, position)) < target.length) {
        throw new ModelFileError(`${path} became shorter while it was read; copy it again`);
      }
    },
  };
  const { trustedKey, open: opening = {} } = currentKeys();
  if (trustedKey) await requireSignature(path, trustedKey, await hashOf(plain));
  const begin = await beginOf(plain);
  if (raw || !isAge(begin)) return plain;
  const read = async (from: number, to: number) => {
    const bytes = new Uint8Array(Math.max(0, to - from));
    return bytes.subarray(0, await fill(file, bytes, from));
  };
  return naming(path, async () => new SealedSource(path, await openPayload(read, size, opening)));
}

/** Whether a file is sealed. Errors as `withFile`. */
export async function isSealed(path: string): Promise<boolean> {
  const begin = await withFile(path, (source) => beginOf(source), { raw: true });
  return isAge(begin);
}

async function beginOf(source: ByteSource): Promise<Uint8Array> {
  const begin = new Uint8Array(Math.min(source.size, MAGIC.length));
  await source.read(begin, 0);
  return begin;
}

/** SHA-256 of a source. */
export async function hashOf(source: ByteSource): Promise<Uint8Array> {
  const hash = createHash("sha256");
  for await (const piece of piecesOf(source)) hash.update(piece);
  return hash.digest();
}

/** Decrypts the chunks that are asked for; the last one is kept, for neighbours are mostly read one after the other. */
class SealedSource implements ByteSource {
  readonly size: number;
  readonly #path: string;
  readonly #payload: Payload;
  #index = -1;
  #chunk = new Uint8Array();

  constructor(path: string, payload: Payload) {
    this.#path = path;
    this.#payload = payload;
    this.size = payload.size.bytes;
  }

  async read(target: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < target.length; ) {
      const at = position + done;
      await this.#open(Math.floor(at / CHUNK_BYTES));
      const part = this.#chunk.subarray(at % CHUNK_BYTES).subarray(0, target.length - done);
      if (part.length === 0) throw new ModelFileError(`${this.#path}: it ends before byte ${at}`);
      target.set(part, done);
      done += part.length;
    }
  }

  async #open(index: number): Promise<void> {
    if (index === this.#index) return;
    this.#chunk = await naming(this.#path, async () => new Uint8Array(await this.#payload.chunk(index)));
    this.#index = index;
  }
}

/** Has what is wrong with a sealed file name it. */
async function naming<T>(path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    if (!(cause instanceof ModelFileError)) throw cause;
    const message = `${path}: ${cause.message}`;
    throw cause instanceof SealedFileError
      ? new SealedFileError(message, cause.needs, { cause })
      : new ModelFileError(message, { cause });
  }
}

/** Reads up to the end of the file; returns how many bytes there were. */
async function fill(file: FileHandle, bytes: Uint8Array, position: number): Promise<number> {
  let done = 0;
  while (done < bytes.length) {
    const wanted = Math.min(bytes.length - done, MAX_READ_BYTES);
    const { bytesRead } = await file.read(bytes, done, wanted, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}

function explainRead(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case "ENOENT":
    case "ENOTDIR":
      return "there is no such file; check the path";
    case "EACCES":
    case "EPERM":
      return "permission denied; ask its owner for the right to read it";
    default:
      return `${error.message}; copy it to another disk and try there`;
  }
}
