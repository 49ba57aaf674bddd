import { ArgumentError, excerpt, ModelFileError, ShapeError } from "../errors.js";
import { writeHostFile } from "../host/host.js";
import { type ByteSource, type FileSource, nameOf, withByteSource } from "./byte_source.js";
import {
  type Dtype,
  ELEMENT_TYPES,
  type ElementArrays,
  formatHeader,
  MAX_HEADER_BYTES,
  parseHeader,
  type TensorEntry,
} from "./safetensors_header.js";

export type { Dtype } from "./safetensors_header.js";

/** A tensor as a file holds it: row-major, its typed array given by its dtype. */
export type StoredTensor = {
  [D in Dtype]: { readonly dtype: D; readonly shape: readonly number[]; readonly data: ElementArrays[D] };
}[Dtype];

/** What a safetensors file holds. */
export interface SafetensorsFile {
  readonly tensors: Map<string, StoredTensor>;
  /** The `__metadata__` entry; empty where the file has none. */
  readonly metadata: Record<string, string>;
}

/**
 * Writes a safetensors file: https://huggingface.co/docs/safetensors, "Format".
 *
 * The same content gives the same bytes: tensors are ordered by element size, largest first, then by name,
 * metadata by key. So every tensor starts at a multiple of its element size, without the gaps that the
 * format forbids; the data as a whole starts at a multiple of 8.
 *
 * The file appears whole or not at all; one that was there survives a full disk, see `writeFileAtomically`.
 *
 * @param tensors By name. Their data must not change until the promise settles.
 * @param metadata Any strings, for instance a configuration as JSON.
 * @throws {ShapeError} If a shape does not fit its data.
 * @throws {ArgumentError} If a tensor's data is not of its dtype, a tensor is called `__metadata__`, or
 * names and metadata exceed 100 MB.
 * @throws {ModelFileError} If the file system refuses.
 */
export async function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const content = safetensorsPieces(tensors, metadata);
  await writeHostFile(path, content, { errorClass: ModelFileError });
}

/** The bytes of a safetensors file, as `writeSafetensors` writes it, from tensors and metadata as it takes them. */
export function safetensorsBytes(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const pieces = safetensorsPieces(tensors, metadata);
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return bytes;
}

/** The file piece by piece; of tensors it has the memory itself. */
function safetensorsPieces(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array[] {
  requireLittleEndian();
  for (const [name, tensor] of tensors) checkTensor(name, tensor);
  const ordered = [...tensors].sort(
    ([nameA, a], [nameB, b]) =>
      b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT || (nameA < nameB ? -1 : 1),
  );
  let end = 0;
  const entries = ordered.map(([name, { dtype, shape, data }]): TensorEntry => {
    const begin = end;
    end += data.byteLength;
    return { name, dtype, shape, begin, end };
  });
  const header = formatHeader(entries, metadata);
  if (header.byteLength > MAX_HEADER_BYTES) {
    throw new ArgumentError(
      `writeSafetensors: names and metadata take ${header.byteLength} bytes, ` +
        `the format allows ${MAX_HEADER_BYTES}; store less metadata`,
    );
  }
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(header.byteLength), true);
  return [length, header, ...ordered.map(([, { data }]) => bytesOf(data))];
}

/**
 * Reads a safetensors file, or the bytes of one. Nothing in it is trusted: every length and offset is compared with the file's
 * size before memory is taken for it.
 *
 * Reads float64, float32, float16, bfloat16, integers of 8 to 64 bits and booleans, as they are; `float32Values`
 * converts them.
 *
 * @returns Each tensor in memory of its own, in the file's order.
 * @throws {ModelFileError} If the file cannot be read, is cut off, or breaks the format.
 */
export async function readSafetensors(from: FileSource): Promise<SafetensorsFile> {
  requireLittleEndian();
  return withByteSource(from, (source) => readFrom(source, nameOf(from)));
}

async function readFrom(source: ByteSource, path: string): Promise<SafetensorsFile> {
  const fail = (reason: string): never => {
    throw new ModelFileError(
      `${path} is not a usable safetensors file: ${reason}; copy it again, or save the model anew`,
    );
  };
  const { size } = source;
  if (size < 8) fail(`it has ${size} bytes, and the header's length alone takes 8`);

  const length = new Uint8Array(8);
  await source.read(length, 0);
  // As the length of a header this would be some 10^18 bytes.
  if (/^\s*<(!|html|head|\?xml)/i.test(String.fromCharCode(...length))) {
    throw new ModelFileError(
      `${path} is a page of HTML or XML, no model: a server gives such a page for an address where no file is; check the address`,
    );
  }
  const headerBytes = new DataView(length.buffer).getBigUint64(0, true);
  if (headerBytes > BigInt(size - 8)) {
    fail(`its header claims ${headerBytes} bytes, but only ${size - 8} follow`);
  }
  if (headerBytes > BigInt(MAX_HEADER_BYTES)) {
    fail(`its header claims ${headerBytes} bytes, and the format allows ${MAX_HEADER_BYTES}`);
  }
  const header = new Uint8Array(Number(headerBytes));
  await source.read(header, 8);
  const dataStart = 8 + header.byteLength;
  const { entries, metadata } = parseHeader(header, size - dataStart, fail);

  const tensors = new Map<string, StoredTensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    const ElementArray = ELEMENT_TYPES[dtype];
    const data = inMemory(
      () => new ElementArray((end - begin) / ElementArray.BYTES_PER_ELEMENT),
      `${path}: tensor ${excerpt(name)} of ${end - begin} bytes`,
    );
    await source.read(bytesOf(data), dataStart + begin);
    // dtype and data belong together by the table they come from, which the union type cannot see.
    tensors.set(name, { dtype, shape, data } as StoredTensor);
  }
  return { tensors, metadata };
}

/** @throws {ModelFileError} where an array is larger than Node.js makes them, or than the memory that is left. */
function inMemory<T>(make: () => T, what: string): T {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ModelFileError(
      `${what} does not fit into one array here (${cause.message}): save it in parts, or read it with more memory or a newer Node.js`,
      { cause },
    );
  }
}

function checkTensor(name: string, { dtype, shape, data }: StoredTensor): void {
  if (name === "__metadata__") {
    throw new ArgumentError("writeSafetensors: a tensor cannot be called __metadata__; choose another name");
  }
  const ElementArray = ELEMENT_TYPES[dtype];
  if (ElementArray === undefined) {
    throw new ArgumentError(
      `writeSafetensors: ${name} has dtype ${dtype}; choose one of ${Object.keys(ELEMENT_TYPES).join(", ")}`,
    );
  }
  if (!(data instanceof ElementArray)) {
    const given = Object.prototype.toString.call(data).slice("[object ".length, -1);
    throw new ArgumentError(
      `writeSafetensors: ${name} has dtype ${dtype}, but its data is ${given}; use ${ElementArray.name}`,
    );
  }
  const size = shape.reduce((product, extent) => product * extent, 1);
  if (size !== data.length || !shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0)) {
    throw new ShapeError(
      `writeSafetensors: ${name} has shape [${shape.join(", ")}], but ${data.length} values; ` +
        "their number must be the product of the shape",
    );
  }
}

function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function requireLittleEndian(): void {
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] !== 1) {
    throw new ModelFileError("safetensors files are little-endian; use them on a little-endian machine");
  }
}
