/** Element types by their names in the format. Float16 has no typed array in Node 20. */
export declare const ELEMENT_TYPES: {
    readonly F64: Float64ArrayConstructor;
    readonly F32: Float32ArrayConstructor;
    readonly I64: BigInt64ArrayConstructor;
    readonly I32: Int32ArrayConstructor;
    readonly U32: Uint32ArrayConstructor;
    readonly U8: Uint8ArrayConstructor;
};
/** An element type's name in the format. */
export type Dtype = keyof typeof ELEMENT_TYPES;
/** The typed array of each dtype. */
export interface ElementArrays {
    readonly F64: Float64Array;
    readonly F32: Float32Array;
    readonly I64: BigInt64Array;
    readonly I32: Int32Array;
    readonly U32: Uint32Array;
    readonly U8: Uint8Array;
}
/** The reference implementation's limit. */
export declare const MAX_HEADER_BYTES = 100000000;
/** Where a tensor lies: bytes `begin` to `end` of the data after the header. */
export interface TensorEntry {
    readonly name: string;
    readonly dtype: Dtype;
    readonly shape: readonly number[];
    readonly begin: number;
    readonly end: number;
}
/** Throws an error that gives `reason`. */
type Fail = (reason: string) => never;
/** Writes a header; spaces at its end make the data after it start at a multiple of 8. */
export declare function formatHeader(entries: readonly TensorEntry[], metadata: Readonly<Record<string, string>>): Uint8Array;
/**
 * Reads a header and checks it against the size of the data.
 *
 * @param dataBytes How many bytes follow the header.
 * @param fail Called with what is wrong.
 * @returns Entries in the order of their data, which they cover without a gap.
 */
export declare function parseHeader(header: Uint8Array, dataBytes: number, fail: Fail): {
    entries: TensorEntry[];
    metadata: Record<string, string>;
};
export {};
