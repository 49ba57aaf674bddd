/** The images of a shard as a stream of batches, so that memory does not grow with their number. */
import { createHash } from "node:crypto";
import { DataError } from "../../errors.js";
import { type DecodeOptions, openDecoder } from "../decode.js";
import { decodeAll } from "../decode_files.js";
import type { SkippedFile } from "../image_set.js";
import type { Shard } from "./open_shards.js";
import { readShard, type ShardSample } from "./read_shard.js";

/** One batch of a shard. */
export interface ShardBatch {
  /** Images in it, perhaps none. */
  readonly count: number;
  /** NHWC bytes, `count * height * width * channels`. */
  readonly pixels: Uint8Array;
  /** What tables call each image, see `ShardSample`. */
  readonly names: readonly string[];
  /** Images of its part of the shard that could not be used. */
  readonly skipped: readonly SkippedFile[];
  /** SHA-256 of each image's file. */
  readonly hashes: readonly Buffer[];
}

/** What a shard was found to be. */
export interface ShardFacts {
  /** Of the tar archive. */
  readonly sha256: string;
  readonly bytes: number;
  /** Images, those that could not be used among them. */
  readonly images: number;
}

/** Options of `shardBatches`. A model knows its channels and its range, so give them. */
export interface ShardBatchOptions extends DecodeOptions {
  channels: 1 | 3;
  /** Files per batch. Default 1000. */
  batchSize?: number;
  /** Files decoded at a time. Default: the number of cores. */
  concurrency?: number;
  /** Called after the last batch. */
  onEnd?: (facts: ShardFacts) => void;
  signal?: AbortSignal;
}

/** A batch ends early where its files take more. */
const BATCH_BYTES = 2 ** 26;

/**
 * Decodes the images of a shard batch by batch, in order. While the caller works on one batch the next is read and decoded; no
 * more than these two are in memory.
 *
 * @throws DataError as `readShard`; after the last batch, where the shard is another than its manifest says; ArgumentError for an
 * option out of range; the reason of `signal` if it aborts.
 */
export async function* shardBatches(
  shard: Shard,
  options: ShardBatchOptions,
): AsyncGenerator<ShardBatch, void, undefined> {
  const { channels, batchSize = 1000, concurrency, onEnd, signal, range = "full" } = options;
  const decoder = await openDecoder({ ...options, range });
  const stop = new AbortController();
  const signals = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const hash = createHash("sha256");
  let [bytes, images] = [0, 0];
  const samples = readShard(shard.path, {
    onBytes: (part) => {
      hash.update(part);
      bytes += part.length;
    },
    signal: signals,
  });
  const next = async (): Promise<ShardBatch | null> => {
    const read = await take(samples, batchSize);
    if (read.length === 0) return null;
    images += read.length;
    const names = read.map(({ name }) => name);
    const files = {
      names,
      folder: null,
      async *open(places: Iterable<number>) {
        for (const place of places) {
          const { image, trouble } = read[place]!;
          yield image === null ? { place, trouble: trouble! } : { place, input: image };
        }
      },
    };
    const decoded = await decodeAll(decoder, files, channels, {
      signal: signals,
      ...(concurrency !== undefined && { concurrency }),
    });
    return { ...decoded, count: decoded.names.length, hashes: hashesOf(read, decoded.skipped) };
  };
  const begin = () => {
    const batch = next();
    // It may fail while the caller still works on the batch before; `await` below reports it.
    batch.catch(() => {});
    return batch;
  };
  let ahead = begin();
  try {
    for (;;) {
      const batch = await ahead;
      if (batch === null) break;
      ahead = begin();
      yield batch;
    }
  } finally {
    stop.abort();
    await ahead.catch(() => {});
    await samples.return();
  }
  const facts = { sha256: hash.digest("hex"), bytes, images };
  requireKnown(shard, facts);
  onEnd?.(facts);
}

async function take(
  samples: AsyncGenerator<ShardSample, void, undefined>,
  most: number,
): Promise<ShardSample[]> {
  const taken: ShardSample[] = [];
  let bytes = 0;
  while (taken.length < most && bytes < BATCH_BYTES) {
    const { done, value } = await samples.next();
    if (done) break;
    taken.push(value);
    bytes += value.image?.length ?? 0;
  }
  return taken;
}

function hashesOf(samples: readonly ShardSample[], skipped: readonly SkippedFile[]): Buffer[] {
  const left = new Set(skipped.map(({ name }) => name));
  return samples.flatMap(({ name, image }) =>
    image === null || left.has(name) ? [] : [createHash("sha256").update(image).digest()],
  );
}

/** @throws {DataError} where a shard is another than its manifest says. */
export function requireKnown({ path, known }: Shard, { sha256, images }: ShardFacts): void {
  if (known === null) return;
  if (sha256 !== known.sha256) {
    throw new DataError(
      `${path} has other bytes than the manifest says (SHA-256 ${sha256.slice(0, 12)}, not ${known.sha256.slice(0, 12)}): copy or write it again.`,
    );
  }
  if (images !== known.images) {
    throw new DataError(
      `${path} has ${images} images, and the manifest says ${known.images}: write the shards again.`,
    );
  }
}
