import type { ImageSetInit } from "./image_set.js";
import { type RangeOption } from "./samples.js";
/** A file, or a file in an .npz, that can be read more than once. */
export interface NpyFile {
    /** For messages. */
    readonly path: string;
    /** Bytes of the whole file. */
    readonly size: number;
    stream(): AsyncIterable<Buffer>;
}
/** An array whose values are still in its file. */
export interface NpyArray {
    readonly file: NpyFile;
    readonly shape: readonly number[];
    readonly type: NumberType;
    readonly fortran: boolean;
    /** Where the values begin. */
    readonly start: number;
}
/** A type of numbers in one byte order. */
interface NumberType {
    /** As NumPy writes it, such as "<f4". */
    readonly name: string;
    readonly kind: "boolean" | "integer" | "float";
    readonly bytes: number;
    read(view: DataView, at: number, little: boolean): number;
}
export declare const NPY_MAGIC = "\u0093NUMPY";
/** Reads the header. @throws {DataError} where it is damaged, or the array is of a type that is not read. */
export declare function readNpy(file: NpyFile): Promise<NpyArray>;
/** How an array's numbers lie in images. */
export interface ImageLayout {
    readonly count: number;
    readonly height: number;
    readonly width: number;
    readonly channels: 1 | 3;
    /** Whether each channel is a picture of its own, as PyTorch has it. */
    readonly channelsFirst: boolean;
}
/** The images of an array of shape [N, H, W], [N, H, W, C] or [N, C, H, W], or why they are none. */
export declare function imageLayout({ shape, fortran }: Pick<NpyArray, "shape" | "fortran">): ImageLayout | string;
/**
 * The images of an array as bytes. Those of uint8 are taken as they are, booleans are black and white; for other
 * types `range` says which values become 0 and 255, integers of any width that fit 16 bits being taken as those.
 *
 * @throws DataError if the array is none of images, or does not fit into memory.
 */
export declare function npyImages(array: NpyArray, range?: RangeOption): Promise<Pick<ImageSetInit, "count" | "height" | "width" | "channels" | "pixels" | "range">>;
/** Whether an array can be the labels of `count` images: whole numbers, [count] or [count, 1]. */
export declare function mayBeLabels({ shape, type }: NpyArray, count: number): boolean;
/** The values of an array of labels. @throws {DataError} for one that is no class index. */
export declare function npyLabels({ file, type, start, shape }: NpyArray): Promise<Int32Array>;
export {};
