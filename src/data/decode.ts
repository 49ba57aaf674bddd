/** From image files to bytes of one size, through sharp. The only file that loads sharp. */
import { open, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Sharp, SharpOptions } from "sharp";
import { ArgumentError, DataError } from "../errors.js";
import type { SkippedFile } from "./image_set.js";
import { SUPPORTED_FORMATS } from "./walk.js";

/** How an image file becomes `height * width * channels` bytes. */
export interface DecodeOptions {
  /** Rows of the result. Default 32. */
  height?: number;
  /** Columns of the result. Default 32. */
  width?: number;
  /** 1 for grey, 3 for colour; "auto" (default) looks at a sample of the images. */
  channels?: 1 | 3 | "auto";
  /**
   * What becomes of an image of another shape than the result's. "cover" (default) scales it to
   * cover the result and crops the rest evenly from both sides: nothing is distorted, nothing
   * made up, and what matters mostly stands in the middle. "contain" keeps all of it and pads
   * with `background`. "fill" stretches it.
   */
  fit?: "cover" | "contain" | "fill";
  /** What shows through transparent pixels, and pads under "contain". Default "white", as on a page. */
  background?: "white" | "black";
  /** Images of more pixels are skipped, unread: they could take all memory. Default 100 million; Infinity for no limit. */
  maxPixels?: number;
}

/** Options of a run over many files. */
export interface DecodeRunOptions {
  /** Files decoded at a time. Default: the number of cores (libuv's pool of 4 threads is a limit too). */
  concurrency?: number;
  /** Called after each file, skipped ones included. */
  onProgress?: (done: number, total: number) => void;
  /** Stops the run, which then rejects with the signal's reason. */
  signal?: AbortSignal;
}

export const DEFAULT_IMAGE_SIZE = 32;
export const DEFAULT_MAX_PIXELS = 100_000_000;

/** Images looked at to tell grey from colour. */
const COLOUR_SAMPLE = 64;
/** Channels of a grey pixel differ by less than this of 255, after JPEG's rounding and a scan's faint tint. */
const COLOUR_SPREAD = 16;

/** Decodes one file at a time to the size it was opened with. */
export interface ImageDecoder {
  readonly height: number;
  readonly width: number;
  /** Bytes of shape [height, width, channels]; rejects where the file cannot be decoded in full. */
  decode(path: string, channels: 1 | 3): Promise<Uint8Array>;
  /** Why `decode` rejected a file, in words a person can act on. */
  explain(path: string): Promise<string>;
}

/**
 * Checks the options and loads sharp.
 *
 * Images are turned upright by their EXIF orientation, transparency is flattened on
 * `background`, embedded colour profiles are converted to sRGB, 16-bit values are scaled to
 * 8 bits, and of an animation or a document the first frame or page is taken.
 *
 * @throws ArgumentError for an option out of range; DataError if sharp cannot be loaded.
 */
export async function openDecoder(options: DecodeOptions = {}): Promise<ImageDecoder> {
  const { height = DEFAULT_IMAGE_SIZE, width = DEFAULT_IMAGE_SIZE } = options;
  const { fit = "cover", background = "white", maxPixels = DEFAULT_MAX_PIXELS } = options;
  requirePositiveInteger("height", height);
  requirePositiveInteger("width", width);
  if (maxPixels !== Number.POSITIVE_INFINITY) requirePositiveInteger("maxPixels", maxPixels);
  const sharp = await loadSharp();
  const input: SharpOptions = {
    // "truncated" lets a TIFF with missing strips pass; "warning" refuses good images over odd metadata.
    failOn: "error",
    limitInputPixels: maxPixels === Number.POSITIVE_INFINITY ? false : maxPixels,
  };

  async function decode(path: string, channels: 1 | 3): Promise<Uint8Array> {
    const image: Sharp = sharp(path, input)
      .autoOrient()
      .flatten({ background })
      .resize(width, height, { fit, background })
      .toColourspace(channels === 1 ? "b-w" : "srgb")
      .raw({ depth: "uchar" });
    const { data, info } = await image.toBuffer({ resolveWithObject: true });
    if (info.channels !== channels) throw new Error(`decoded to ${info.channels} channels, not ${channels}`);
    return data;
  }

  // libvips keeps one text of errors for all threads, so that what `decode` rejects with may be
  // about another file: the reason is looked for in the file itself.
  async function explain(path: string): Promise<string> {
    const trouble = await fileTrouble(path);
    if (trouble !== null) return trouble;
    const header = sharp(path, { limitInputPixels: false }).metadata();
    const { width: w, height: h } = await header.catch(() => ({ width: 0, height: 0 }));
    if (w * h <= maxPixels) return "the file is truncated or damaged: copy or export it again";
    return (
      `${w} x ${h} pixels are more than the limit of ${maxPixels}: ` +
      `raise it with --max-pixels ${w * h} (option maxPixels)`
    );
  }

  return { height, width, decode, explain };
}

/** Result of `decodeAll`: the images that could be decoded, in the order of their names. */
export interface DecodedImages {
  /** NHWC bytes, one image per name. */
  pixels: Uint8Array;
  names: string[];
  skipped: SkippedFile[];
}

/**
 * Decodes many files, several at a time. Those that cannot be decoded are left out and listed.
 *
 * @param names paths relative to `root`, or paths as they are where `root` is null
 * @throws DataError if the result is larger than memory allows; the signal's reason if it aborts.
 */
export async function decodeAll(
  decoder: ImageDecoder,
  root: string | null,
  names: readonly string[],
  channels: 1 | 3,
  options: DecodeRunOptions = {},
): Promise<DecodedImages> {
  const { concurrency = availableParallelism(), onProgress, signal } = options;
  requirePositiveInteger("concurrency", concurrency);
  const size = decoder.height * decoder.width * channels;
  const pixels = allocate(names.length, size);
  const reasons = new Map<number, string>();
  let next = 0;
  let done = 0;
  let failed = false;

  async function worker(): Promise<void> {
    while (next < names.length && !failed) {
      signal?.throwIfAborted();
      const index = next++;
      const path = pathOf(root, names[index]!);
      try {
        pixels.set(await decoder.decode(path, channels), index * size);
      } catch {
        reasons.set(index, await decoder.explain(path));
      }
      onProgress?.(++done, names.length);
    }
  }

  await tuned(async () => {
    const workers = Array.from({ length: Math.min(concurrency, names.length) }, worker);
    try {
      await Promise.all(workers);
    } finally {
      // After an abort, wait for the decodes under way: a caller may delete the files next.
      failed = true;
      await Promise.allSettled(workers);
    }
  });
  signal?.throwIfAborted();
  return closeGaps(pixels, size, names, reasons);
}

/**
 * 3 if any of a sample of the images, spread evenly over the list, shows colour, else 1. What
 * the files say counts for nothing: scanned pages in black and white are often stored as RGB.
 */
export async function detectChannels(
  decoder: ImageDecoder,
  root: string | null,
  names: readonly string[],
  options: DecodeRunOptions = {},
): Promise<1 | 3> {
  const sampled = Math.min(COLOUR_SAMPLE, names.length);
  const sample = Array.from({ length: sampled }, (_, i) => names[Math.floor((i * names.length) / sampled)]!);
  const { pixels } = await decodeAll(decoder, root, sample, 3, { ...options, onProgress: undefined });
  for (let i = 0; i < pixels.length; i += 3) {
    const [r, g, b] = [pixels[i]!, pixels[i + 1]!, pixels[i + 2]!];
    if (Math.max(r, g, b) - Math.min(r, g, b) >= COLOUR_SPREAD) return 3;
  }
  return 1;
}

/** Moves the images after one that was skipped down into its place. */
function closeGaps(
  pixels: Uint8Array,
  size: number,
  names: readonly string[],
  reasons: ReadonlyMap<number, string>,
): DecodedImages {
  const kept: string[] = [];
  const skipped: SkippedFile[] = [];
  for (const [index, name] of names.entries()) {
    const reason = reasons.get(index);
    if (reason !== undefined) {
      skipped.push({ name, reason });
      continue;
    }
    if (kept.length < index) pixels.copyWithin(kept.length * size, index * size, (index + 1) * size);
    kept.push(name);
  }
  return { pixels: pixels.subarray(0, kept.length * size), names: kept, skipped };
}

function allocate(count: number, size: number): Uint8Array {
  try {
    return new Uint8Array(count * size);
  } catch (error) {
    throw new DataError(
      `${count} images of ${size} bytes take ${((count * size) / 2 ** 30).toFixed(1)} GiB, more than one array ` +
        "can hold: choose a smaller height and width, or fewer images.",
      { cause: error },
    );
  }
}

type SharpFactory = typeof import("sharp").default;

async function loadSharp(): Promise<SharpFactory> {
  let sharp: SharpFactory;
  try {
    ({ default: sharp } = await import("sharp"));
  } catch (error) {
    throw new DataError(
      "Image files need sharp, which cannot be loaded: run `npm install --include=optional sharp`, " +
        "or give an IDX file, which needs nothing.",
      { cause: error },
    );
  }
  return sharp;
}

/** Runs under way, and what sharp was set to before the first of them began. */
let runs = 0;
let restore: (() => void) | null = null;

/**
 * Sets sharp, whose settings are the whole process's, for many small images, and back when the last run ends: threads
 * within one image gain nothing over several images at a time, no image is met twice, and glibc's malloc fragments
 * badly under both.
 */
async function tuned<T>(run: () => Promise<T>): Promise<T> {
  const sharp = await loadSharp();
  if (runs++ === 0) {
    const threads = sharp.concurrency();
    const { memory, files, items } = sharp.cache();
    restore = () => {
      sharp.concurrency(threads);
      sharp.cache({ memory: memory.max, files: files.max, items: items.max });
    };
    sharp.cache(false);
    sharp.concurrency(1);
  }
  try {
    return await run();
  } finally {
    if (--runs === 0) restore?.();
  }
}

/** What is wrong with a file before any decoding, or null. */
async function fileTrouble(path: string): Promise<string | null> {
  try {
    const { size } = await stat(path);
    if (size === 0) return "the file is empty (0 bytes)";
    const file = await open(path);
    try {
      const { buffer } = await file.read(Buffer.alloc(12), 0, 12, 0);
      return looksLikeImage(buffer)
        ? null
        : `the content is none of ${SUPPORTED_FORMATS}, whatever the name says`;
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return "no such file (or its name is not valid UTF-8)";
    if (code === "EACCES") return "the file may not be read: check its permissions";
    return message;
  }
}

function looksLikeImage(start: Buffer): boolean {
  const text = start.toString("latin1");
  return (
    text.startsWith("\x89PNG") ||
    text.startsWith("\xff\xd8\xff") ||
    text.startsWith("GIF8") ||
    (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) ||
    /^(II[*+]\0|MM\0[*+])/.test(text) ||
    text.startsWith("ftyp", 4)
  );
}

function pathOf(root: string | null, name: string): string {
  return root === null ? name : join(root, name);
}

function requirePositiveInteger(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new ArgumentError(`images: ${name} is ${value}; give an integer of at least 1`);
  }
}
