/** Features of image files, of which only those are decoded whose features are not known. */
import type { ImageDecoder } from "../../data/decode.js";
import { closeGaps, type DecodeRunOptions, eachFile, type FileReader } from "../../data/decode_files.js";
import { duplicateImages, groupsOf } from "../../data/duplicates.js";
import { type ImageFiles, pathOf } from "../../data/image_files.js";
import type { ImageSet } from "../../data/image_set.js";
import { pixelMemory } from "../../data/memory.js";
import { openImages, type SourceOptions } from "../../data/source.js";
import type { StepConfig, StepOptions } from "../../preprocess/index.js";
import { type Matrix, matrixRows } from "../image_model.js";
import { checkPixels, type ImageSize, type Images } from "../images.js";
import { checkedSteps, prepared } from "../preprocessing.js";
import { pixelKeys } from "./cache.js";
import { BLOCK, blockRows, checkChannels, type EncodeOptions } from "./encode.js";
import type { ImageEncoder } from "./image_encoder.js";
import { type FileResults, KeptFiles } from "./kept_files.js";
import type { Rounding } from "./parts.js";

/** Images as an encoder sees them. */
export interface EncodedImages {
  /** The images with their names, labels and files that could not be used; those of files as copies of 64 pixels a side. */
  readonly images: ImageSet;
  /** The size that the encoder's images had, before its preprocessing. */
  readonly size: ImageSize;
  /** What was done to them before the encoder's own preprocessing. */
  readonly preprocess: readonly StepConfig[];
  /** [images.count, F] */
  readonly features: Matrix;
  /** What the features were rounded to. */
  readonly rounding: Rounding;
  /** Groups of images whose pixels are equal, as `duplicateImages` gives them. */
  readonly copies: readonly (readonly number[])[];
}

export interface EncodeFilesOptions extends EncodeOptions {
  /** What is done to images before they are scaled for the encoder, as `preprocess` takes it. Default nothing. */
  readonly preprocess?: string | readonly StepOptions[] | undefined;
}

/** The shorter side of copies that are shown, and that signs of failed clusterings are looked for in. */
const SHOWN_SIDE = 64;

/** What is found out of one reading of files. */
interface Reading {
  readonly size: ImageSize;
  readonly features: Matrix;
  readonly rounding: Rounding;
  /** Of each image's pixels. */
  readonly keys: readonly string[];
  /** The SHA-256 of files' bytes, by path, as far as a cache knows them. */
  readonly contents: ReadonlyMap<string, Buffer>;
}

/**
 * The features of the images of a source, as `openImages` reads it. Files are read with their shorter side as the encoder wants it;
 * with a cache, those that an earlier call read are not decoded again, whichever folder they lie in now.
 *
 * ```ts
 * const photographs = await encodeSource("photos/", encoder, { cache: openFeatureCache() });
 * const { labels } = await clusterEncoded(photographs, encoder, { clusters: 12 });
 * ```
 *
 * @returns the images of the source that are not set apart as test images.
 * @throws as `openImages` and `ImageEncoder.encode`.
 */
export async function encodeSource(
  source: string,
  encoder: ImageEncoder,
  options: EncodeFilesOptions & Pick<SourceOptions, "labels" | "limit" | "range" | "maxPixels"> = {},
): Promise<EncodedImages> {
  const { labels, limit, range, maxPixels, signal } = options;
  const files = new FileEncoder(encoder, options);
  const given = Object.entries({ labels, limit, range, maxPixels, signal });
  const { train } = await openImages(source, {
    ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
    ...files.opening,
  });
  return await files.encoded(train);
}

/** The features of images that are in memory. */
export async function encodePixels(
  images: Images,
  encoder: ImageEncoder,
  options: EncodeFilesOptions,
): Promise<Omit<EncodedImages, "images" | "copies">> {
  images = checkPixels(images);
  const preprocess = checkedSteps(options.preprocess ?? []);
  const { height, width, channels, range } = images;
  const size = { height, width, channels, ...(range !== undefined && { range }) };
  const features = await encoder.encode(await prepared(images, preprocess, options.signal), options);
  return { size, preprocess, features, rounding: options.cache?.rounding ?? encoder.rounding };
}

/** Reads the files of a source as `openImages` finds them. */
export class FileEncoder {
  readonly #encoder: ImageEncoder;
  readonly #options: EncodeFilesOptions;
  readonly #steps: readonly StepConfig[];
  #reading: Reading | null = null;

  constructor(encoder: ImageEncoder, options: EncodeFilesOptions) {
    this.#encoder = encoder;
    this.#options = options;
    this.#steps = checkedSteps(options.preprocess ?? []);
  }

  /** What `openImages` is to be given. */
  get opening(): Pick<SourceOptions, "height" | "width" | "channels" | "reader"> {
    const { channels, ...size } = this.#encoder.readSize;
    return { ...size, channels: channels === 1 ? 1 : 3, reader: this.#read };
  }

  /** The features of a set that `openImages` made with `opening`, or of a part of it. */
  async encoded(images: ImageSet): Promise<EncodedImages> {
    if (!this.#reading) {
      const encoded = await encodePixels(images, this.#encoder, this.#options);
      return { ...encoded, images, copies: this.copies(images) };
    }
    const { size, features, rounding } = this.#reading;
    const own = { size, preprocess: this.#steps, rounding, features: matrixRows(features, placesOf(images)) };
    return { ...own, images, copies: this.copies(images) };
  }

  /** The size that files were read in; null where the images of the source are no files of their own. */
  get size(): ImageSize | null {
    return this.#reading?.size ?? null;
  }

  /** Groups of images of such a set that were equal in every pixel as they were read. */
  copies(images: ImageSet): readonly (readonly number[])[] {
    if (!this.#reading) return duplicateImages(images);
    const { keys } = this.#reading;
    return groupsOf(placesOf(images).map((place) => keys[place]!));
  }

  /** The SHA-256 of a file's bytes, where a cache knows it. */
  contentOf(path: string): Buffer | undefined {
    return this.#reading?.contents.get(path);
  }

  readonly #read: FileReader = async (decoder, files, channels, run) => {
    const encoder = this.#encoder;
    const { cache, onProgress } = this.#options;
    const { range, signal } = run;
    checkChannels(encoder, channels);
    const { height, width, identity } = decoder;
    const size = { height, width, channels, ...(range !== undefined && { range }) };
    const { copy, steps } = copySize(size);
    const bytes = copy.height * copy.width * channels;
    const count = files.names.length;
    const columns = encoder.features;
    const found: FileResults = {
      features: new Float32Array(count * columns),
      copies: pixelMemory({ count, ...copy, channels }),
      keys: new Array<Buffer | null>(count).fill(null),
    };
    const reasons = new Map<number, string>();
    const contents = new Map<string, Buffer>();
    const kept = await KeptFiles.open(cache, encoder, this.#steps, { ...copy, channels });
    try {
      const paths = files.names.map((name) => pathOf(files.folder || null, name));
      const open = kept
        ? await kept.find(paths, JSON.stringify({ identity, channels }), found, signal)
        : [...files.names.keys()];
      kept?.contents.forEach((content, place) => {
        if (content) contents.set(paths[place]!, content);
      });
      const cached = count - open.length;
      const report = (done: number, rate: number) => {
        run.onProgress?.(done, count);
        onProgress?.({ done, all: count, cached, rate });
      };
      report(cached, 0);
      let done = cached;
      const blocks = decodedBlocks({ decoder, files, size, run }, open);
      for await (const { places, images, failed } of blocks) {
        const start = performance.now();
        for (const [place, reason] of failed) reasons.set(place, reason);
        const keys = await pixelKeys(images, signal);
        const seen = await prepared(images, this.#steps, signal);
        const features =
          places.length === 0 ? new Float32Array(0) : await blockRows(encoder, seen, encoder.device, signal);
        const copies = (await prepared(images, steps, signal)).pixels as Uint8Array;
        const rounded = (await kept?.keep({ places, keys, features, copies })) ?? features;
        for (const [i, place] of places.entries()) {
          found.keys[place] = keys[i]!;
          found.features.set(rounded.subarray(i * columns, (i + 1) * columns), place * columns);
          found.copies.set(copies.subarray(i * bytes, (i + 1) * bytes), place * bytes);
        }
        done += places.length + failed.length;
        report(done, (1000 * places.length) / (performance.now() - start));
      }
    } finally {
      await kept?.close();
    }
    const used = [...files.names.keys()].filter((place) => !reasons.has(place));
    this.#reading = {
      size,
      features: matrixRows({ rows: count, columns, data: found.features }, used),
      rounding: this.#rounding,
      keys: used.map((place) => found.keys[place]!.toString("latin1")),
      contents,
    };
    const starts = Float64Array.from({ length: count + 1 }, (_, i) => i);
    const { copies: pixels } = found;
    return { ...closeGaps({ pixels, size: bytes, names: files.names, starts, reasons }), ...copy };
  };

  get #rounding(): Rounding {
    return this.#options.cache?.rounding ?? this.#encoder.rounding;
  }
}

/** The size of small copies, and how they are made. */
function copySize({ height, width }: ImageSize) {
  const factor = Math.min(1, SHOWN_SIDE / Math.min(height, width));
  const copy = { height: Math.round(height * factor), width: Math.round(width * factor) };
  return { copy, steps: checkedSteps(factor < 1 ? [{ step: "resize", ...copy, method: "area" }] : []) };
}

interface Source {
  readonly decoder: ImageDecoder;
  readonly files: ImageFiles;
  readonly size: ImageSize;
  readonly run: DecodeRunOptions;
}

interface DecodedBlock {
  /** Of the images that could be decoded. */
  readonly places: readonly number[];
  readonly images: Images;
  readonly failed: readonly (readonly [place: number, reason: string])[];
}

/** The files at `places`, some at a time; while one block is used, the next is decoded. */
async function* decodedBlocks(
  source: Source,
  places: readonly number[],
): AsyncGenerator<DecodedBlock, void, undefined> {
  let next: Promise<DecodedBlock> | null = null;
  try {
    for (let first = 0; first < places.length; first += BLOCK) {
      const now = await (next ?? decodedBlock(source, places.slice(first, first + BLOCK)));
      const later = places.slice(first + BLOCK, first + 2 * BLOCK);
      next = later.length > 0 ? decodedBlock(source, later) : null;
      // What it rejects with is thrown where it is awaited.
      next?.catch(() => {});
      source.run.signal?.throwIfAborted();
      yield now;
    }
  } finally {
    // A caller may delete the files next.
    await next?.catch(() => {});
  }
}

async function decodedBlock(
  { decoder, files, size, run: { concurrency, signal } }: Source,
  places: readonly number[],
): Promise<DecodedBlock> {
  const channels = size.channels as 1 | 3;
  const bytes = size.height * size.width * channels;
  const decoded = new Map<number, Uint8Array>();
  const failed: [number, string][] = [];
  await eachFile(
    files,
    places,
    { ...(concurrency && { concurrency }), ...(signal && { signal }) },
    async (file) => {
      const { place } = file;
      if ("trouble" in file) return void failed.push([place, file.trouble]);
      try {
        decoded.set(place, await decoder.decode(file.input, channels));
      } catch {
        failed.push([place, await decoder.explain(file.input)]);
      }
    },
  );
  const good = places.filter((place) => decoded.has(place));
  const pixels = new Uint8Array(good.length * bytes);
  for (const [i, place] of good.entries()) pixels.set(decoded.get(place)!, i * bytes);
  return { places: good, images: { ...size, count: good.length, pixels }, failed };
}

/** Where the images of a set, or of a part of it, stood among those that were read. */
const placesOf = ({ count, numbers }: ImageSet) => Array.from({ length: count }, (_, i) => numbers?.[i] ?? i);
