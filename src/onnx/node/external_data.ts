/** Weights beside an ONNX file. */
import { closeSync, openSync, readSync } from "node:fs";
import { isAbsolute, join, normalize, sep } from "node:path";
import { excerpt, ModelFileError } from "../../errors.js";
import { currentKeys } from "../../io/keys.js";
import { isSealed, withFile } from "../../io/node/byte_source.js";
import type { ExternalData } from "../host_tensor.js";
import type { ModelMessage, TensorMessage } from "../schema.js";

/** A file that holds tensors. */
interface ExternalFile {
  /** Bytes in it, unsealed. */
  readonly size: number;
  readonly read: (offset: number, length: number) => ReturnType<ExternalData>;
}

/**
 * Looks at the files that hold tensors of a model: they lie in its folder or below. Tensors are read from them when they
 * are decoded; files that a key opens, or that a signature was checked for, are kept in memory as they were then.
 * @throws {ModelFileError} where a file is missing or outside of the folder, or lacks the signature of the trusted key.
 */
export async function externalDataIn(folder: string, message: ModelMessage): Promise<ExternalData> {
  const files = new Map<string, ExternalFile>();
  for (const location of locationsOf(message)) files.set(location, await openExternal(folder, location));
  return (location, offset, length) => {
    const { size, read } = files.get(location)!;
    if (offset + length > size) {
      throw new ModelFileError(
        `${excerpt(location)} has ${size} bytes, and a tensor of the model ends at ${offset + length}: fetch that file again`,
      );
    }
    return read(offset, length);
  };
}

/** Whether tensors of a model lie in other files. */
export const hasExternalData = (tensors: readonly TensorMessage[] = []): boolean =>
  tensors.some(({ dataLocation }) => dataLocation === 1);

/** The files that hold tensors of a model, by their places beside its own. */
export function locationsOf({ graph }: ModelMessage): Set<string> {
  const tensors = [
    ...(graph?.initializers ?? []),
    ...(graph?.nodes ?? []).flatMap(({ attributes = [] }) => attributes.flatMap(({ t }) => t ?? [])),
  ];
  const locations = tensors
    .filter(({ dataLocation }) => dataLocation === 1)
    .flatMap(({ externalData = [] }) => externalData.filter(({ key }) => key === "location"));
  return new Set(locations.map(({ value = "" }) => value).filter((location) => location !== ""));
}

async function openExternal(folder: string, location: string): Promise<ExternalFile> {
  const path = normalize(location);
  if (isAbsolute(path) || path.startsWith(`..${sep}`) || path === ".." || path.includes("\0")) {
    throw new ModelFileError(
      `the model keeps weights in ${excerpt(location)}, outside of its folder: move the file there and export again`,
    );
  }
  const file = join(folder, path);
  try {
    const kept = currentKeys().trustedKey !== undefined || (await isSealed(file));
    return await withFile(file, async (source) => {
      const { size } = source;
      if (!kept) return { size, read: (offset, length) => () => readPart(file, offset, length) };
      const bytes = new Uint8Array(size);
      await source.read(bytes, 0);
      return { size, read: (offset, length) => bytes.subarray(offset, offset + length) };
    });
  } catch (cause) {
    if (!(cause instanceof ModelFileError)) throw cause;
    throw new ModelFileError(`the model keeps weights in ${excerpt(location)}: ${cause.message}`, { cause });
  }
}

function readPart(path: string, offset: number, length: number): Uint8Array {
  const file = openSync(path, "r");
  try {
    const data = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      const read = readSync(file, data, at, Math.min(length - at, 2 ** 30), offset + at);
      if (read === 0) throw new ModelFileError(`${excerpt(path)} became shorter: fetch that file again`);
      at += read;
    }
    return data;
  } finally {
    closeSync(file);
  }
}
