import { type ImageDecoder } from "./decode.js";
import type { ImageFiles } from "./image_files.js";
import type { SkippedFile } from "./image_set.js";
import { type SampleRanges } from "./samples.js";
/** Options of a run over many files. */
export interface DecodeRunOptions {
    /** Files decoded at a time. Default: the number of cores (libuv's pool of 4 threads is a limit too). */
    concurrency?: number;
    /** Called after each file, skipped ones included. */
    onProgress?: (done: number, total: number) => void;
    /** Stops the run, which then rejects with the signal's reason. */
    signal?: AbortSignal;
}
/** Result of `decodeAll`: the images that could be decoded, in the order of their names. */
export interface DecodedImages {
    /** NHWC bytes, one image per name. */
    pixels: Uint8Array;
    names: string[];
    skipped: SkippedFile[];
}
/**
 * Decodes all files. Those that cannot be decoded are left out and listed.
 *
 * @param frames images that each file gives, as `countFrames` found; one where it is left out
 * @throws DataError if the result is larger than memory allows; the signal's reason if it aborts.
 */
export declare function decodeAll(decoder: ImageDecoder, files: ImageFiles, channels: 1 | 3, options?: DecodeRunOptions & {
    frames?: Uint32Array | null;
}): Promise<DecodedImages>;
/**
 * 3 if any of a sample of the images, spread evenly over the list, shows colour, else 1. What
 * the files say counts for nothing: scanned pages in black and white are often stored as RGB.
 */
export declare function detectChannels(decoder: ImageDecoder, files: ImageFiles, options?: DecodeRunOptions): Promise<1 | 3>;
/** Images that each file gives; null where each gives one. */
export declare function countFrames(decoder: ImageDecoder, files: ImageFiles, options?: DecodeRunOptions): Promise<Uint32Array | null>;
/**
 * What `range: "auto"` is for these files: one range for each type of more than 8 bits, from all
 * of their samples. Files that cannot be decoded do not count.
 *
 * @throws the signal's reason if it aborts.
 */
export declare function measureRanges(decoder: ImageDecoder, files: ImageFiles, options?: DecodeRunOptions): Promise<SampleRanges>;
