import { ArgumentError } from "../errors.js";
import { type DecodeOptions, openDecoder } from "./decode.js";
import { type DecodedImages, decodeAll, measureRanges } from "./decode_files.js";
import { filesAt } from "./image_files.js";
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
export async function* imageBatches(
  names: readonly string[],
  options: StreamOptions,
): AsyncGenerator<ImageBatch, void, undefined> {
  const { channels, batchSize = 256, concurrency, root = null, signal } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new ArgumentError(`imageBatches: batchSize is ${batchSize}; give an integer of at least 1`);
  }
  let decoder = await openDecoder(options);
  if ((options.range ?? "auto") === "auto") {
    const range = await measureRanges(decoder, filesAt(root, names), { concurrency, signal });
    decoder = await openDecoder({ ...options, range });
  }
  const stop = new AbortController();
  const signals = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;

  const decodeFrom = (start: number): Promise<DecodedImages> => {
    const batch = names.slice(start, start + batchSize);
    const decoded = decodeAll(decoder, filesAt(root, batch), channels, { concurrency, signal: signals });
    // It may fail while the caller still works on the batch before; `await` below reports it.
    decoded.catch(() => {});
    return decoded;
  };

  let ahead: Promise<DecodedImages> | null = names.length > 0 ? decodeFrom(0) : null;
  try {
    for (let start = 0; ahead !== null; start += batchSize) {
      const batch: DecodedImages = await ahead;
      ahead = start + batchSize < names.length ? decodeFrom(start + batchSize) : null;
      yield { count: batch.names.length, ...batch };
    }
  } finally {
    // A caller that breaks off leaves a batch half decoded: end it before returning.
    stop.abort();
    await ahead?.catch(() => {});
  }
}
