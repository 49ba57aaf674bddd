/** Writes shards: tar archives of equally many samples, in webdataset's convention, with a manifest. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { appendFile, mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { ArgumentError, DataError } from "../../errors.js";
import { host, writeHostFile } from "../../host/host.js";
import { Random, streamOf } from "../../random/philox.js";
import { TAR_END, tarFile } from "../tar.js";
import type { NewSample, SampleSource } from "./image_source.js";
import {
  MANIFEST,
  manifestText,
  readManifest,
  type ShardEntry,
  type ShardManifest,
  shardEntry,
} from "./manifest.js";

/** Options of `writeShards`. */
export interface WriteShardsOptions {
  /** Images in a shard; the last one has the rest. Default 10,000. */
  readonly size?: number;
  /** Seed of the order of images; null keeps that of the source. Default 0. */
  readonly shuffleSeed?: number | null;
  /** Shards of other images or settings in the folder may be replaced. Default false. */
  readonly force?: boolean;
  /** Called after each shard with the images that are done. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** What `writeShards` did. */
export interface WrittenShards {
  readonly manifest: ShardManifest;
  /** Shards that were there already, whole. */
  readonly kept: number;
}

const DEFAULT_SIZE = 10_000;
/** Complete shards of a set that is not: a line of JSON for the plan, then one for each shard. */
const PROGRESS = ".shards.jsonl";
const DIGITS = 6;
/** Members are handed to the disk in pieces of about this size. */
const PIECE_BYTES = 2 ** 20;

/**
 * Writes `shard-000000.tar` and so on, and `shards.json`, which lists them with their SHA-256. The same images and settings give the same
 * bytes. Each file appears whole or not at all; a call that was interrupted is continued by the same call, which keeps the shards
 * that are whole, and writes damaged ones of a finished set again. One process at a time writes into a folder.
 *
 * A sample is called by its number in the new order, `000017`, and has the files `.png` (or as the image is), `.json` with the
 * `path` and `label` of the image, and `.cls` with the number of its class.
 *
 * @throws {ArgumentError} where an option is out of range, or the folder has shards of other images or settings.
 * @throws {DataError} where there are no images; {SkeinError} where the file system refuses; the reason of `signal` if it aborts.
 */
export async function writeShards(
  source: SampleSource,
  folder: string,
  options: WriteShardsOptions = {},
): Promise<WrittenShards> {
  const { size = DEFAULT_SIZE, shuffleSeed = 0, force = false, onProgress, signal } = options;
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new ArgumentError(`writeShards: size is ${size}; give an integer of at least 1`);
  }
  const { count, labels, identity } = source;
  if (count === 0) throw new DataError(`${folder}: there are no images to write shards of.`);
  const plan = createHash("sha256")
    .update(JSON.stringify({ algorithm: 1, size, shuffleSeed, count, labels, identity }))
    .digest("hex");
  await mkdir(folder, { recursive: true });
  const progress = join(folder, PROGRESS);
  const before = await earlier(folder, plan, force);
  // The manifest of a set that is about to change must not outlive its shards.
  if (before.manifest === null) await rm(join(folder, MANIFEST), { force: true });
  if (before.isNew) await writeHostFile(progress, `${JSON.stringify({ plan })}\n`, { plain: true });

  const order = orderOf(count, shuffleSeed);
  const shards: ShardEntry[] = [];
  let kept = 0;
  for (let begin = 0; begin < count; begin += size) {
    signal?.throwIfAborted();
    const number = shards.length;
    const known = before.shards.get(shardFile(number));
    if (known && (await isWhole(folder, known))) {
      shards.push(known);
      kept++;
    } else {
      const numbers = order.subarray(begin, begin + size);
      const entry = await writeShard(source, numbers, begin, join(folder, shardFile(number)), signal);
      shards.push({ file: shardFile(number), ...entry });
      if (before.manifest === null) await appendFile(progress, `${JSON.stringify(shards.at(-1))}\n`);
    }
    onProgress?.(Math.min(begin + size, count), count);
  }
  const manifest = { images: count, labels: labels && [...labels], plan, shards };
  await writeHostFile(join(folder, MANIFEST), manifestText(manifest), { plain: true });
  await rm(progress, { force: true });
  return { manifest, kept };
}

const shardFile = (number: number) => `shard-${String(number).padStart(DIGITS, "0")}.tar`;

/** The order of images: a permutation that depends on seed and number alone. */
function orderOf(count: number, seed: number | null): Uint32Array {
  if (seed === null) return Uint32Array.from({ length: count }, (_, i) => i);
  return new Random(seed, streamOf("shards")).permutation(count);
}

interface Earlier {
  /** Complete shards of the same plan, by file. */
  readonly shards: ReadonlyMap<string, ShardEntry>;
  /** Of a complete set of the same plan. */
  readonly manifest: ShardManifest | null;
  /** Whether there is no record of progress to add to. */
  readonly isNew: boolean;
}

/** What an earlier call left. @throws {ArgumentError} where it is of other images or settings. */
async function earlier(folder: string, plan: string, force: boolean): Promise<Earlier> {
  const none: Earlier = { shards: new Map(), manifest: null, isNew: true };
  const byFile = (entries: readonly ShardEntry[]) => new Map(entries.map((entry) => [entry.file, entry]));
  const path = join(folder, MANIFEST);
  const manifest = (await exists(path)) ? await readManifest(path).catch(unless(force, null)) : null;
  if (manifest?.plan === plan && !force) return { shards: byFile(manifest.shards), manifest, isNew: false };
  const progress = manifest === null ? await readProgress(join(folder, PROGRESS)) : null;
  if (progress?.plan === plan) return { shards: byFile(progress.shards), manifest: null, isNew: false };
  const others = (await readdir(folder)).filter((name) => /^shard-\d+\.tar$/.test(name));
  if (others.length === 0) return none;
  if (!force) {
    throw new ArgumentError(
      `${folder} holds shards of other images or settings: choose another folder, or replace them with force`,
    );
  }
  for (const name of [MANIFEST, PROGRESS, ...others]) await rm(join(folder, name), { force: true });
  return none;
}

/** Passes an error on, unless shards may be replaced. */
const unless =
  <T>(force: boolean, value: T) =>
  (error: unknown): T => {
    if (force) return value;
    throw error;
  };

/** Null where there is none; a last line that was cut off does not count. */
async function readProgress(path: string): Promise<{ plan: string; shards: ShardEntry[] } | null> {
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) return null;
  const values = text.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line) as unknown];
    } catch {
      return [];
    }
  });
  const { plan } = (values[0] ?? {}) as { plan?: unknown };
  const shards = values.slice(1).flatMap((value) => {
    const parsed = shardEntry.safeParse(value);
    return parsed.success ? [parsed.data] : [];
  });
  return typeof plan === "string" ? { plan, shards } : null;
}

async function isWhole(folder: string, { file, bytes, sha256 }: ShardEntry): Promise<boolean> {
  const path = join(folder, file);
  const found = await stat(path).catch(() => null);
  return found?.size === bytes && (await host().sha256(createReadStream(path))) === sha256;
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/** @param begin the number of its first sample in the new order. */
async function writeShard(
  source: SampleSource,
  numbers: Uint32Array,
  begin: number,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Omit<ShardEntry, "file">> {
  const hash = createHash("sha256");
  const digits = Math.max(DIGITS, String(source.count - 1).length);
  let [bytes, images] = [0, 0];
  async function* content(): AsyncGenerator<Uint8Array> {
    let pending: Uint8Array[] = [];
    let size = 0;
    const piece = () => {
      const whole = Buffer.concat(pending);
      hash.update(whole);
      bytes += whole.length;
      [pending, size] = [[], 0];
      return whole;
    };
    for await (const sample of source.samples(numbers, signal)) {
      const key = String(begin + images++).padStart(digits, "0");
      for (const part of members(key, sample, source.labels)) {
        pending.push(part);
        size += part.length;
      }
      if (size >= PIECE_BYTES) yield piece();
    }
    pending.push(TAR_END);
    yield piece();
  }
  await writeHostFile(path, content(), { plain: true });
  if (images !== numbers.length) {
    throw new DataError(`${path}: the source gave ${images} of ${numbers.length} images.`);
  }
  return { images, bytes, sha256: hash.digest("hex") };
}

/** The files of a sample. */
function members(
  key: string,
  { extension, image, name, label = -1 }: NewSample,
  labels: readonly string[] | null,
): Uint8Array[] {
  const labelled = labels !== null && label >= 0;
  const facts = { ...(name !== undefined && { path: name }), ...(labelled && { label: labels[label] }) };
  return [
    ...tarFile(`${key}.${extension}`, image),
    ...(Object.keys(facts).length > 0
      ? tarFile(`${key}.json`, Buffer.from(`${JSON.stringify(facts)}\n`))
      : []),
    ...(labelled ? tarFile(`${key}.cls`, Buffer.from(String(label))) : []),
  ];
}
