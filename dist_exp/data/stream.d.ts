import { type DecodeOptions } from "./decode.js";
import type { SkippedFile } from "./image_set.js";
/** One batch of a stream: its images, and the files among its share that could not be used. */
export interface ImageBatch {
    /** Images in this batch: at most `batchSize`, fewer where files were skipped, perhaps none. */
    count: number;
    /** NHWC bytes, `count * height * width * channels`. */
    pixels: Uint8Array;
    /** One name per image, as given. */
    names: string[];
    skipped: SkippedFile[];
}
/** Options of `imageBatches`. A model knows its channels and its range, so give them. */
export interface StreamOptions extends DecodeOptions {
    channels: 1 | 3;
    /** Files per batch. Default 256. */
    batchSize?: number;
    /** Files decoded at a time. Default: the number of cores. */
    concurrency?: number;
    /** The folder that names are relative to. Default: names are paths. */
    root?: string;
    signal?: AbortSignal;
}
/**
 * Decodes any number of image files batch by batch, in order. While the caller works on one
 * batch the next is decoded; no more than these two are in memory.
 *
 * @throws ArgumentError for an option out of range; the reason of `signal` if it aborts.
 */
export declare function imageBatches(names: readonly string[], options: StreamOptions): AsyncGenerator<ImageBatch, void, undefined>;
