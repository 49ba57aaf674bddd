/** From many image files to one array of bytes, several files at a time. */
import { availableParallelism } from "node:os";
import { ArgumentError } from "../errors.js";
import { type DecodeOptions, type ImageDecoder, requirePositiveInteger } from "./decode.js";
import { isUntyped } from "./formats.js";
import type { ImageFiles, OpenedFile } from "./image_files.js";
import type { SkippedFile } from "./image_set.js";
import { pixelMemory } from "./node/memory.js";
import { autoRange, type SampleRanges, type SampleType } from "./samples.js";
import { tuned } from "./sharp.js";

/** Options of a run over many files. */
export interface DecodeRunOptions {
  /** Files decoded at a time. Default: the number of cores (libuv's pool of 4 threads is a limit too). */
  concurrency?: number;
  /** Called after each file, skipped ones included. */
  onProgress?: (done: number, total: number) => void;
  /** Called after each file that is only looked at, to find what suits all of them: their size, range or channels. */
  onLook?: (done: number, total: number) => void;
  /** Stops the run, which then rejects with the signal's reason. */
  signal?: AbortSignal;
  /**
   * Bytes of decoded pixels that are held in memory. More lie in a temporary file, of which the system holds in memory what is
   * in use; the pixels are the same. Default: half of the memory that is free.
   */
  memory?: number;
}

/** Reads files into one array in place of `decodeAll`, in the decoder's size or another one. */
export type FileReader = (
  decoder: ImageDecoder,
  files: ImageFiles,
  channels: 1 | 3,
  options: DecodeRunOptions & DecodeOptions,
) => Promise<DecodedImages & { readonly height: number; readonly width: number }>;

/** Images looked at to tell grey from colour. */
const COLOUR_SAMPLE = 64;
/** Channels of a grey pixel differ by less than this of 255, after JPEG's rounding and a scan's faint tint. */
const COLOUR_SPREAD = 16;

/** Result of `decodeAll`: the images that could be decoded, in the order of their names. */
export interface DecodedImages {
  /** NHWC bytes, one image per name. */
  pixels: Uint8Array;
  names: string[];
  skipped: SkippedFile[];
}

/** Calls `use` for each of the files at `places`, several at a time. After an abort or a failure it waits for those under way. */
export async function eachFile(
  files: ImageFiles,
  places: Iterable<number>,
  { concurrency = availableParallelism(), signal }: DecodeRunOptions,
  use: (file: OpenedFile) => Promise<void>,
): Promise<void> {
  requirePositiveInteger("concurrency", concurrency);
  // Calls of next() queue up, so that workers can share one iteration.
  const opened = files.open(places);
  let failed = false;
  async function worker(): Promise<void> {
    while (!failed) {
      signal?.throwIfAborted();
      const { done, value } = await opened.next();
      if (done || failed) return;
      await use(value);
    }
  }
  await tuned(async () => {
    const workers = Array.from({ length: Math.min(concurrency, files.names.length) }, worker);
    try {
      await Promise.all(workers);
    } finally {
      // A caller may delete the files next.
      failed = true;
      await Promise.allSettled(workers);
      await opened.return();
    }
  });
  signal?.throwIfAborted();
}

/** The same for files that are only looked at. */
export async function lookAtEach(
  files: ImageFiles,
  places: readonly number[],
  options: DecodeRunOptions,
  use: (file: OpenedFile) => Promise<void>,
): Promise<void> {
  let done = 0;
  await eachFile(files, places, options, async (file) => {
    await use(file);
    options.onLook?.(++done, places.length);
  });
}

const every = (files: ImageFiles) => files.names.keys();

/**
 * Decodes all files. Those that cannot be decoded are left out and listed.
 *
 * @param frames images that each file gives, as `countFrames` found; one where it is left out
 * @throws DataError if neither memory nor the disk holds the result; ArgumentError if `memory` is negative; the signal's
 * reason if it aborts.
 */
export async function decodeAll(
  decoder: ImageDecoder,
  files: ImageFiles,
  channels: 1 | 3,
  options: DecodeRunOptions & { frames?: Uint32Array | null } = {},
): Promise<DecodedImages> {
  const { onProgress, frames, memory } = options;
  if (memory !== undefined && !(memory >= 0)) {
    throw new ArgumentError(`images: memory is ${memory}; give a number of bytes from 0 up`);
  }
  const { names } = files;
  const starts = new Float64Array(names.length + 1);
  for (let i = 0; i < names.length; i++) starts[i + 1] = starts[i]! + (frames?.[i] ?? 1);
  const total = starts[names.length]!;
  const { height, width } = decoder;
  const size = height * width * channels;
  const pixels = pixelMemory({ count: total, height, width, channels }, memory);
  const reasons = new Map<number, string>();
  let done = 0;
  await eachFile(files, every(files), options, async (file) => {
    const { place } = file;
    if ("trouble" in file) {
      reasons.set(place, file.trouble);
    } else {
      try {
        const images = await decoder.decode(file.input, channels, frames?.[place] ?? 1);
        pixels.set(images, starts[place]! * size);
      } catch {
        reasons.set(place, await decoder.explain(file.input));
      }
    }
    onProgress?.(++done, names.length);
  });
  return closeGaps({ pixels, size, names, starts, reasons });
}

/**
 * 3 if any of a sample of the images, spread evenly over the list, shows colour, else 1. What
 * the files say counts for nothing: scanned pages in black and white are often stored as RGB.
 */
export async function detectChannels(
  decoder: ImageDecoder,
  files: ImageFiles,
  options: DecodeRunOptions = {},
): Promise<1 | 3> {
  const { length } = files.names;
  const sampled = Math.min(COLOUR_SAMPLE, length);
  const sample = Array.from({ length: sampled }, (_, i) => Math.floor((i * length) / sampled));
  let colour = false;
  await lookAtEach(files, sample, options, async (file) => {
    if (colour || "trouble" in file) return;
    const pixels = await decoder.decode(file.input, 3).catch(() => new Uint8Array());
    colour ||= showsColour(pixels);
  });
  return colour ? 3 : 1;
}

function showsColour(pixels: Uint8Array): boolean {
  for (let i = 0; i < pixels.length; i += 3) {
    const [r, g, b] = [pixels[i]!, pixels[i + 1]!, pixels[i + 2]!];
    if (Math.max(r, g, b) - Math.min(r, g, b) >= COLOUR_SPREAD) return true;
  }
  return false;
}

/** Images that each file gives; null where each gives one. */
export async function countFrames(
  decoder: ImageDecoder,
  files: ImageFiles,
  options: DecodeRunOptions = {},
): Promise<Uint32Array | null> {
  const frames = new Uint32Array(files.names.length).fill(1);
  const candidates = placesOf(files, /\.(gif|webp|tiff?)$/i);
  await lookAtEach(files, candidates, options, async (file) => {
    if ("input" in file) frames[file.place] = await decoder.frames(file.input);
  });
  return frames.some((count) => count > 1) ? frames : null;
}

/**
 * What `range: "auto"` is for these files: one range for each type of more than 8 bits, from all
 * of their samples. Files that cannot be decoded do not count.
 *
 * @throws the signal's reason if it aborts.
 */
export async function measureRanges(
  decoder: ImageDecoder,
  files: ImageFiles,
  options: DecodeRunOptions = {},
): Promise<SampleRanges> {
  const found = new Map<SampleType, [number, number]>();
  // More than 14 bits: nothing can widen the range of uint16 further.
  const settled = (type: SampleType) => type === "uint16" && (found.get(type)?.[1] ?? 0) >= 2 ** 14;
  // Other formats have 8 bits, or are scaled to 16 by the decoder.
  const candidates = placesOf(files, /\.(png|tiff?)$/i);
  await lookAtEach(files, candidates, options, async (file) => {
    if ("trouble" in file) return;
    const measured = await decoder.measure(file.input, settled).catch(() => []);
    for (const [type, extent] of measured) {
      const [low, high] = found.get(type) ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      found.set(type, [Math.min(low, extent[0]), Math.max(high, extent[1])]);
    }
  });
  return Object.fromEntries(
    [...found].sort().map(([type, [low, high]]) => [type, autoRange(type, low, high)]),
  );
}

/** Files whose names end so, or do not say what they are. */
function placesOf({ names }: ImageFiles, ending: RegExp): number[] {
  return [...names.keys()].filter((place) => ending.test(names[place]!) || isUntyped(names[place]!));
}

interface Decoded {
  readonly pixels: Uint8Array;
  /** Bytes of an image. */
  readonly size: number;
  readonly names: readonly string[];
  /** The first image of each file, and the number of all. */
  readonly starts: Float64Array;
  /** Why files were skipped, by place. */
  readonly reasons: ReadonlyMap<number, string>;
}

/** Moves the images after one that was skipped down into its place. */
export function closeGaps({ pixels, size, names, starts, reasons }: Decoded): DecodedImages {
  const kept: string[] = [];
  const skipped: SkippedFile[] = [];
  for (const [place, name] of names.entries()) {
    const [start, end] = [starts[place]!, starts[place + 1]!];
    const reason = reasons.get(place);
    if (reason !== undefined) {
      skipped.push({ name, reason });
      continue;
    }
    if (kept.length < start) pixels.copyWithin(kept.length * size, start * size, end * size);
    if (end === start + 1) kept.push(name);
    else for (let frame = 1; frame <= end - start; frame++) kept.push(`${name}#${frame}`);
  }
  return { pixels: pixels.subarray(0, kept.length * size), names: kept, skipped };
}
