/** Models as bytes: files that the host reads, or bytes in memory. */
import { ArgumentError, ModelFileError, SealedFileError } from "../errors.js";
import { type ByteSource, host } from "../host/host.js";
import { isAge } from "./age/magic.js";

export type { ByteSource } from "../host/host.js";

/** What a model is read from: the path of a file in Node, an address in a browser, or the bytes of such a file. */
export type FileSource = string | Uint8Array | ArrayBuffer;

/** Of a file that is read from its beginning to its end. */
const PIECE_BYTES = 1 << 20;

/** What a message calls it. */
export const nameOf = (from: FileSource): string => (typeof from === "string" ? from : "the model");

/**
 * Has `use` read a file, or bytes.
 * @param options with `raw` a sealed file is not opened: it is read as it is.
 * @throws {ModelFileError} naming the file when it cannot be read, is sealed and none of the keys opens it, or lacks the
 *   signature of the trusted key.
 * @throws {SealedFileError} when bytes are sealed.
 */
export async function withByteSource<T>(
  from: FileSource,
  use: (source: ByteSource) => Promise<T>,
  options: { readonly raw?: boolean } = {},
): Promise<T> {
  if (typeof from === "string") return host().withByteSource(from, use, options);
  if (!(from instanceof Uint8Array) && !(from instanceof ArrayBuffer)) {
    throw new ArgumentError(
      `a model is read from a path or bytes, not from ${String(from)}: give one of them`,
    );
  }
  host().checkBytes(nameOf(from));
  return use(bytesSource(nameOf(from), from instanceof Uint8Array ? from : new Uint8Array(from), options));
}

/** Bytes in memory as a source. @throws {SealedFileError} when they are sealed and `raw` is not set. */
export function bytesSource(
  name: string,
  bytes: Uint8Array,
  { raw = false }: { readonly raw?: boolean } = {},
): ByteSource {
  if (!raw && isAge(bytes)) {
    throw new SealedFileError(`${name} is sealed: open it in Node first, with openBytes()`, "identity");
  }
  return {
    size: bytes.length,
    read: async (target, position) => {
      const part = bytes.subarray(position, position + target.length);
      if (part.length < target.length)
        throw new ModelFileError(`${name} ends before byte ${position + target.length}`);
      target.set(part);
    },
  };
}

/** A whole file. Errors as `withByteSource`. */
export async function readBytes(from: FileSource, most: number): Promise<Uint8Array> {
  return withByteSource(from, async (source) => {
    if (source.size > most) {
      throw new ModelFileError(
        `${nameOf(from)} has ${source.size} bytes, at most ${most} are read: check the file`,
      );
    }
    const bytes = new Uint8Array(source.size);
    await source.read(bytes, 0);
    return bytes;
  });
}

/** A source piece by piece. */
export async function* piecesOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  for (let position = 0; position < source.size; position += PIECE_BYTES) {
    const piece = new Uint8Array(Math.min(PIECE_BYTES, source.size - position));
    await source.read(piece, position);
    yield piece;
  }
}
