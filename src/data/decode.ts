/** From one image file to bytes of the wanted size, through sharp. */
import type { Sharp, SharpOptions } from "sharp";
import { ArgumentError } from "../errors.js";
import type { ImageInput } from "./image_files.js";
import { DAMAGED, fileTrouble, type Inspected, inspect } from "./inspect.js";
import { plainPng } from "./plain_png.js";
import {
  extremes,
  type RangeOption,
  rangeOf,
  requireRange,
  SAMPLE_ARRAYS,
  type SampleRange,
  type Samples,
  type SampleType,
  toBytes,
} from "./samples.js";
import { loadSharp } from "./sharp.js";
import { DEFAULT_IMAGE_SIZE } from "./size_for.js";

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
  /**
   * Which values of samples of more than 8 bits become 0 and 255. Default "auto": one range for
   * all images of a source, found by reading them. See `RangeOption`.
   */
  range?: RangeOption;
  /**
   * What is taken of an animation (GIF, WebP) or of a TIFF of several pages: the first image (default), or all, which
   * are then called `walk.gif#1`, `walk.gif#2` and so on.
   */
  frames?: "first" | "all";
}

export const DEFAULT_MAX_PIXELS = 100_000_000;

/** Counts the ways in which this file decoded the same content: pixels of another way are not taken for the same. */
const ALGORITHM = 1;
/** More frames than this in one file are a video, not a set of pictures. */
const MAX_FRAMES = 10_000;
/** Frames of an animation are decoded in blocks: one that begins late is decoded from the animation's beginning. */
const FRAMES_PER_BLOCK = 64;
const PIXELS_PER_BLOCK = 2 ** 24;
/** Pixels per inch at which libvips draws an SVG, unless it is told otherwise; and the most that it takes. */
const [SVG_DENSITY, MAX_DENSITY] = [72, 100_000];

/** Decodes one file at a time to the size it was opened with. */
export interface ImageDecoder {
  readonly height: number;
  readonly width: number;
  /** All that the pixels of `decode` depend on beside the file and the channels, as a text. */
  readonly identity: string;
  /** Rows and columns of the first image, upright; rejects where they cannot be read. Nothing is decoded. */
  extent(input: ImageInput): Promise<{ readonly height: number; readonly width: number }>;
  /** Images that are taken from a file, 1 or more; 1 where it cannot be read. */
  frames(input: ImageInput): Promise<number>;
  /**
   * Least and largest sample of each type of more than 8 bits in a file, but for those that are `settled`; rejects
   * where the file cannot be decoded in full.
   */
  measure(
    input: ImageInput,
    settled: (type: SampleType) => boolean,
  ): Promise<(readonly [SampleType, SampleRange])[]>;
  /** Bytes of shape [frames, height, width, channels]; rejects where the file cannot be decoded in full. */
  decode(input: ImageInput, channels: 1 | 3, frames?: number): Promise<Uint8Array>;
  /**
   * The first image at its own size, with an alpha channel where it has one; rejects where the file cannot be decoded in
   * full.
   * @param most pixels a side: a larger image is scaled down to fit. Default no limit.
   */
  whole(input: ImageInput, channels: 1 | 3, most?: number): Promise<WholeImage>;
  /** Why `decode` rejected a file, in words a person can act on. */
  explain(input: ImageInput): Promise<string>;
}

/** An image at its own size. */
export interface WholeImage {
  readonly height: number;
  readonly width: number;
  /** 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha. */
  readonly channels: number;
  /** [height, width, channels] */
  readonly pixels: Uint8Array;
}

/**
 * Checks the options and loads sharp.
 *
 * Images are turned upright by their EXIF orientation, transparency is flattened on
 * `background`, embedded colour profiles are converted to sRGB (but for samples whose range is
 * not the whole of their type), samples of more than 8 bits are scaled by `range`, an SVG is drawn as large as the
 * result, and of an animation or a document the first frame or page is taken, unless `frames` says otherwise.
 *
 * @throws ArgumentError for an option out of range; DataError if sharp cannot be loaded.
 */
export async function openDecoder(options: DecodeOptions = {}): Promise<ImageDecoder> {
  const { height = DEFAULT_IMAGE_SIZE, width = DEFAULT_IMAGE_SIZE } = options;
  const { fit = "cover", background = "white", maxPixels = DEFAULT_MAX_PIXELS } = options;
  const { range = "auto", frames: taken = "first" } = options;
  requirePositiveInteger("height", height);
  requirePositiveInteger("width", width);
  if (maxPixels !== Number.POSITIVE_INFINITY) requirePositiveInteger("maxPixels", maxPixels);
  requireRange(range);
  if (taken !== "first" && taken !== "all") {
    throw new ArgumentError(`images: frames is ${JSON.stringify(taken)}; give "first" or "all"`);
  }
  const sharp = await loadSharp();
  const limitInputPixels = maxPixels === Number.POSITIVE_INFINITY ? false : maxPixels;
  /** Of TIFF and GIF the decoder only warns where tiles or frames are damaged; of others, over odd metadata. */
  const inputFor = (format: string, page: number): SharpOptions => ({
    failOn: format === "TIFF" || format === "GIF" ? "warning" : "error",
    limitInputPixels,
    ...(page > 0 && { page }),
  });

  /** The samples of a whole page in their own type, upright. */
  async function readSamples(
    input: ImageInput,
    { format, type }: Inspected,
    page: number,
  ): Promise<RawImage> {
    const image = sharp(input, inputFor(format, page));
    const { space, depth, hasAlpha } = await image.metadata();
    const { data, info } = await image
      .autoOrient()
      .toColourspace(space)
      .raw({ depth })
      .toBuffer({ resolveWithObject: true });
    const ArrayType = SAMPLE_ARRAYS[type as SampleType];
    const { width, height, channels } = info;
    if (data.length !== width * height * channels * ArrayType.BYTES_PER_ELEMENT) {
      throw new Error(`decoded to ${data.length} bytes`);
    }
    const samples = new ArrayType(data.buffer, data.byteOffset, width * height * channels);
    return { samples, width, height, channels, colours: channels - (hasAlpha ? 1 : 0) };
  }

  async function extent(input: ImageInput) {
    await inspect(input);
    const {
      height: rows,
      width: columns,
      orientation = 1,
    } = await sharp(input, { limitInputPixels }).metadata();
    // EXIF's orientations from 5 on lay an image on its side.
    return orientation < 5 ? { height: rows, width: columns } : { height: columns, width: rows };
  }

  async function frames(input: ImageInput): Promise<number> {
    if (taken === "first") return 1;
    const format = await inspect(input).then(
      (inspected) => inspected.format,
      () => null,
    );
    if (format !== "GIF" && format !== "WebP" && format !== "TIFF") return 1;
    const { pages = 1 } = await sharp(input, { limitInputPixels: false })
      .metadata()
      .catch(() => ({ pages: 1 }));
    return pages > MAX_FRAMES ? 1 : pages;
  }

  async function measure(input: ImageInput, settled: (type: SampleType) => boolean) {
    const found: (readonly [SampleType, SampleRange])[] = [];
    const pages = await frames(input);
    for (let page = 0; page < pages; page++) {
      const inspected = await inspect(input, page);
      const { type } = inspected;
      if (type === "uint8" || settled(type)) continue;
      const { samples, channels, colours } = await readSamples(input, inspected, page);
      found.push([type, extremes(samples, channels, colours)]);
    }
    return found;
  }

  /** A page at full size, as sharp reads it or as its samples were scaled. */
  async function source(input: ImageInput, page: number): Promise<Sharp> {
    const inspected = await inspect(input, page);
    const { type, format } = inspected;
    const file = inputFor(format, page);
    if (format === "SVG") return sharp(input, { ...file, density: await densityOf(input) });
    if (type === "uint8") return sharp(input, file).autoOrient();
    const wanted = rangeOf(range, type);
    if (wanted === null) throw new Error("no range");
    if (type === "uint16" && wanted[0] === 0 && wanted[1] === 65535) return sharp(input, file).autoOrient();
    const { samples, width, height, channels, colours } = await readSamples(input, inspected, page);
    if (type === "float32") extremes(samples, channels, colours);
    const bytes = toBytes(samples, type, channels, colours, wanted);
    return sharp(bytes, { raw: { width, height, channels } });
  }

  /** Draws a small SVG as large as the result, instead of enlarging its pixels. */
  async function densityOf(input: ImageInput): Promise<number> {
    const drawn = await sharp(input, { limitInputPixels: false }).metadata();
    const scale = Math.max(height / drawn.height, width / drawn.width, 1);
    return Math.min(SVG_DENSITY * scale, MAX_DENSITY);
  }

  /** The frames of an animation, block by block. */
  async function* animation(input: ImageInput, format: string, count: number): AsyncGenerator<Sharp> {
    const { width: w, height: h } = await sharp(input, { limitInputPixels }).metadata();
    const most = Math.max(1, Math.min(FRAMES_PER_BLOCK, Math.floor(PIXELS_PER_BLOCK / (w * h))));
    for (let page = 0; page < count; page += most) {
      const pages = Math.min(most, count - page);
      const block = sharp(input, { ...inputFor(format, page), pages }).raw();
      const { data, info } = await block.toBuffer({ resolveWithObject: true });
      if (info.height !== h * pages) throw new Error(`decoded to ${info.height} rows`);
      const bytes = data.length / pages;
      for (let frame = 0; frame < pages; frame++) {
        const raw = { width: w, height: h, channels: info.channels };
        yield sharp(data.subarray(frame * bytes, (frame + 1) * bytes), { raw });
      }
    }
  }

  async function scaled(image: Sharp, channels: 1 | 3): Promise<Uint8Array> {
    const { data, info } = await image
      .flatten({ background })
      .resize(width, height, { fit, background })
      .toColourspace(channels === 1 ? "b-w" : "srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== channels) throw new Error(`decoded to ${info.channels} channels, not ${channels}`);
    return data;
  }

  /** An image that needs no conversion; null for any other. */
  function plain(input: ImageInput, channels: 1 | 3): Uint8Array | null {
    if (typeof input === "string" || height * width > maxPixels) return null;
    return plainPng(input, height, width, channels);
  }

  async function decode(input: ImageInput, channels: 1 | 3, count = 1): Promise<Uint8Array> {
    if (count === 1) return plain(input, channels) ?? scaled(await source(input, 0), channels);
    const size = height * width * channels;
    const pixels = new Uint8Array(count * size);
    const { format } = await inspect(input);
    let frame = 0;
    if (format === "TIFF") {
      for (; frame < count; frame++) {
        pixels.set(await scaled(await source(input, frame), channels), frame * size);
      }
    } else {
      for await (const image of animation(input, format, count)) {
        pixels.set(await scaled(image, channels), frame++ * size);
      }
    }
    return pixels;
  }

  async function whole(input: ImageInput, channels: 1 | 3, most?: number): Promise<WholeImage> {
    const image = await source(input, 0);
    if (most !== undefined) image.resize(most, most, { fit: "inside", withoutEnlargement: true });
    const { data, info } = await image
      .toColourspace(channels === 1 ? "b-w" : "srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== channels && info.channels !== channels + 1) {
      throw new Error(`decoded to ${info.channels} channels, not ${channels}`);
    }
    return { height: info.height, width: info.width, channels: info.channels, pixels: data };
  }

  // libvips keeps one text of errors for all threads, so that what `decode` rejects with may be
  // about another file: the reason is looked for in the file itself.
  async function explain(input: ImageInput): Promise<string> {
    const trouble = await fileTrouble(input);
    if (trouble !== null) return trouble;
    const { type } = await inspect(input);
    const header = sharp(input, { limitInputPixels: false, failOn: "none" }).metadata();
    const { width: w, height: h } = await header.catch(() => ({ width: 0, height: 0 }));
    if (w * h > maxPixels) {
      return (
        `${w} x ${h} pixels are more than the limit of ${maxPixels}: ` +
        `raise it with --max-pixels ${w * h} (option maxPixels)`
      );
    }
    const measured =
      type === "float32" && (await measure(input, () => false).catch((error: unknown) => error));
    if (measured instanceof RangeError) {
      return "it holds samples that are not finite numbers (NaN or infinity): replace them";
    }
    if (type !== "uint8" && rangeOf(range, type) === null) {
      return `its ${type} samples have no known range, since no image that the range was found on has them: convert it to 8 bits`;
    }
    return DAMAGED;
  }

  const { vips } = sharp.versions;
  const identity = JSON.stringify({
    ...{ algorithm: ALGORITHM, vips, height, width, fit, background, range },
    maxPixels: String(maxPixels),
  });
  return { height, width, identity, extent, frames, measure, decode, whole, explain };
}

interface RawImage {
  readonly samples: Samples;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
  /** Channels but for alpha. */
  readonly colours: number;
}

export function requirePositiveInteger(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new ArgumentError(`images: ${name} is ${value}; give an integer of at least 1`);
  }
}
