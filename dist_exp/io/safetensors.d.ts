import { type Dtype, type ElementArrays } from "./safetensors_header.js";
export type { Dtype } from "./safetensors_header.js";
/** A tensor as a file holds it: row-major, its typed array given by its dtype. */
export type StoredTensor = {
    [D in Dtype]: {
        readonly dtype: D;
        readonly shape: readonly number[];
        readonly data: ElementArrays[D];
    };
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
export declare function writeSafetensors(path: string, tensors: ReadonlyMap<string, StoredTensor>, metadata?: Readonly<Record<string, string>>): Promise<void>;
/**
 * Reads a safetensors file. Nothing in it is trusted: every length and offset is compared with the file's
 * size before memory is taken for it.
 *
 * Reads F64, F32, I64, I32, U32 and U8.
 *
 * @returns Each tensor in memory of its own, in the file's order.
 * @throws {ModelFileError} If the file cannot be read, is cut off, or breaks the format.
 */
export declare function readSafetensors(path: string): Promise<SafetensorsFile>;
