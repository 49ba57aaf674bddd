/** Images in a browser: files, blobs and addresses become an `ImageSet`. */
import { yieldToEvents } from "../../device/yield.js";
import { ArgumentError, DataError } from "../../errors.js";
import { createImageSet, type ImageSet, imageBytes, type SkippedFile } from "../image_set.js";
import { pixelMemory } from "../memory.js";
import { type PixelExtent, sizeFor } from "../size_for.js";
import { greyOf, isGrey } from "./grey.js";
import { type Pixels, resize } from "./resize.js";

/** A picture of the page that a canvas can draw: an ImageBitmap, a canvas. */
export interface Picture {
  readonly height: number;
  readonly width: number;
}

/** What is read as an image: a file that a person chose or dropped, other bytes, the address of an image, or a picture. */
export type ImageSource = Blob | string | URL | Picture;

/** What a browser has, and Node has not: the types of its library would be those of all files. */
interface Canvas {
  getContext(
    kind: "2d",
    options: { readonly willReadFrequently: boolean },
  ): {
    fillStyle: string;
    fillRect(left: number, top: number, width: number, height: number): void;
    drawImage(picture: Picture, left: number, top: number): void;
    getImageData(
      left: number,
      top: number,
      width: number,
      height: number,
    ): { readonly data: Uint8ClampedArray };
  } | null;
}
const browser = globalThis as unknown as {
  createImageBitmap(blob: Blob): Promise<Picture & { close(): void }>;
  OffscreenCanvas: new (width: number, height: number) => Canvas;
};

/** Options of {@link loadImages}. */
export interface LoadImagesOptions {
  /** "auto" in place of a height and a width: the median ones of the images, if their shorter side is 16 to 64, else made so. */
  readonly size?: "auto";
  /** Rows of the result. Default 32. */
  readonly height?: number;
  /** Columns of the result. Default 32. */
  readonly width?: number;
  /** 1 for grey, 3 for colour; "auto" (default): grey where no pixel of any image has a colour. */
  readonly channels?: 1 | 3 | "auto";
  /**
   * What becomes of an image of another shape than the result's. "cover" (default) scales it to cover the result and crops
   * the rest evenly from both sides; "contain" keeps all of it and pads with `background`; "fill" stretches it.
   */
  readonly fit?: "cover" | "contain" | "fill";
  /** What shows through transparent pixels, and pads under "contain". Default "white". */
  readonly background?: "white" | "black";
  /** Images of more pixels are skipped. Default 100 million. */
  readonly maxPixels?: number;
  /** Called after each image. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  /** Ends the work between two images, with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Images decoded ahead. */
const AT_ONCE = 4;
/** Sizes looked at for size "auto", at even distances. */
const SAMPLE = 256;

/**
 * Decodes images by the browser (`createImageBitmap`): turned upright by their EXIF orientation, converted to sRGB, the
 * first frame of an animation. Sizes are changed here, as libvips does it for Node, so that all browsers give the same;
 * by how much the pixels differ from Node's is in docs/browser.md.
 *
 * ```ts
 * const images = await loadImages(input.files, { height: 28, width: 28, channels: 1 });
 * const classes = await classifier.predict(images);
 * ```
 *
 * @param sources in the order of the result. Files keep their paths as `names`, addresses themselves.
 * @returns the images; those that cannot be read are in `skipped`, with the reason.
 * @throws {ArgumentError} for an option out of range.
 * @throws {DataError} when there are no images, or none can be read.
 */
export async function loadImages(
  sources: Iterable<ImageSource> | ArrayLike<ImageSource>,
  options: LoadImagesOptions = {},
): Promise<ImageSet> {
  const list: readonly ImageSource[] = Array.from(sources as ArrayLike<ImageSource>);
  if (list.length === 0) throw new DataError("loadImages: no images were given: give at least one");
  const { channels = "auto", background = "white", onProgress, signal } = options;
  check(options);
  const { height, width } = options.size === "auto" ? await automaticSize(list, options) : sizeOf(options);
  const colours = pixelMemory({ count: list.length, height, width, channels: 3 });
  const [names, numbers, skipped]: [string[], number[], SkippedFile[]] = [[], [], []];
  const read = (source: ImageSource | undefined) =>
    source === undefined ? undefined : decoded(source, options).then(whole, (error: unknown) => error);
  const whole = (pixels: Pixels) => fitted(pixels, { height, width }, options.fit ?? "cover", background);
  const ahead = list.slice(0, AT_ONCE).map(read);
  for (const [number, source] of list.entries()) {
    signal?.throwIfAborted();
    const image = await ahead.shift();
    ahead.push(read(list[number + AT_ONCE]));
    if (image instanceof Uint8Array) {
      colours.set(image, names.length * image.length);
      names.push(nameOf(source, number));
      numbers.push(number);
    } else {
      skipped.push({ name: nameOf(source, number), reason: (image as Error).message });
    }
    onProgress?.({ done: number + 1, total: list.length });
    await yieldToEvents();
  }
  const count = names.length;
  if (count === 0) {
    const [{ name, reason } = { name: "", reason: "" }] = skipped;
    throw new DataError(`loadImages: none of ${list.length} could be read, such as ${name}: ${reason}`);
  }
  const all = colours.subarray(0, count * imageBytes({ height, width, channels: 3 }));
  const grey = channels === 1 || (channels === "auto" && isGrey(all));
  const some = count < list.length && { numbers };
  const own = grey ? { channels: 1 as const, pixels: greyOf(all) } : { channels: 3 as const, pixels: all };
  return createImageSet({
    count,
    height,
    width,
    ...own,
    names,
    skipped,
    ...some,
    source: "images of the page",
  });
}

/** The pixels of one source at its own size, colours on `background`. @throws {Error} with the reason. */
async function decoded(
  source: ImageSource,
  { background = "white", maxPixels = 100_000_000 }: LoadImagesOptions,
): Promise<Pixels> {
  const { picture, close } = await pictureOf(source);
  const { height, width } = picture;
  try {
    if (height * width > maxPixels) {
      throw new Error(`${width} x ${height} pixels are more than the limit of ${maxPixels}: raise maxPixels`);
    }
    const context = new browser.OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error(`the browser gives no canvas of ${width} x ${height} pixels`);
    context.fillStyle = background;
    context.fillRect(0, 0, width, height);
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const rgb = new Uint8Array(height * width * 3);
    for (let from = 0, to = 0; from < data.length; from += 4) {
      rgb[to++] = data[from]!;
      rgb[to++] = data[from + 1]!;
      rgb[to++] = data[from + 2]!;
    }
    return { height, width, channels: 3, data: rgb };
  } finally {
    close();
  }
}

/** A source as a picture, which is closed after use. @throws {Error} with the reason. */
async function pictureOf(source: ImageSource): Promise<{ readonly picture: Picture; close(): void }> {
  const isAddress = typeof source === "string" || source instanceof URL;
  if (!isAddress && !(source instanceof Blob)) return { picture: source, close() {} };
  const blob = isAddress ? await fetched(source) : source;
  try {
    const picture = await browser.createImageBitmap(blob);
    return { picture, close: () => picture.close() };
  } catch {
    throw new Error(
      "it is damaged, or of a format that this browser does not read: convert it to PNG or JPEG",
    );
  }
}

async function fetched(address: string | URL): Promise<Blob> {
  const response = await fetch(address).catch(() => {
    throw new Error(
      "it cannot be fetched: check the address, and that its server lets other pages read it (CORS)",
    );
  });
  if (!response.ok) throw new Error(`the server answered ${response.status}: check the address`);
  return response.blob();
}

/** An image in the wanted size. */
function fitted(
  image: Pixels,
  { height, width }: PixelExtent,
  fit: "cover" | "contain" | "fill",
  background: "white" | "black",
): Uint8Array {
  if (image.height === height && image.width === width) return Uint8Array.from(image.data);
  if (fit === "fill") return resize(image, { scaled: { height, width }, top: 0, left: 0, height, width });
  const factors = [height / image.height, width / image.width];
  const factor = fit === "cover" ? Math.max(...factors) : Math.min(...factors);
  const side = (length: number) => Math.max(1, Math.round(length * factor));
  const scaled = { height: side(image.height), width: side(image.width) };
  if (fit === "cover") {
    const [top, left] = [(scaled.height - height + 1) >> 1, (scaled.width - width + 1) >> 1];
    return resize(image, { scaled, top, left, height, width });
  }
  const inner = resize(image, { scaled, top: 0, left: 0, ...scaled });
  const padded = new Uint8Array(height * width * 3).fill(background === "white" ? 255 : 0);
  const [top, left] = [(height - scaled.height) >> 1, (width - scaled.width) >> 1];
  for (let y = 0; y < scaled.height; y++) {
    const line = inner.subarray(y * scaled.width * 3, (y + 1) * scaled.width * 3);
    padded.set(line, ((top + y) * width + left) * 3);
  }
  return padded;
}

/** The rule of Node's size "auto" for a sample of the images. */
async function automaticSize(list: readonly ImageSource[], options: LoadImagesOptions): Promise<PixelExtent> {
  const sizes: PixelExtent[] = [];
  const step = Math.max(1, list.length / SAMPLE);
  for (let at = 0; at < list.length; at += step) {
    options.signal?.throwIfAborted();
    const source = list[Math.floor(at)]!;
    const found = await pictureOf(source).catch(() => null);
    if (!found) continue;
    sizes.push({ height: found.picture.height, width: found.picture.width });
    found.close();
  }
  return sizeFor(sizes);
}

function nameOf(source: ImageSource, number: number): string {
  if (typeof source === "string" || source instanceof URL) return String(source);
  const { webkitRelativePath, name } = source as { webkitRelativePath?: string; name?: string };
  return webkitRelativePath || name || `image ${number}`;
}

const sizeOf = ({ height = 32, width = 32 }: LoadImagesOptions) => ({ height, width });

/** @throws {ArgumentError} */
function check({ size, height, width, channels, fit, background }: LoadImagesOptions): void {
  const oneOf = (name: string, value: unknown, choices: readonly unknown[]) => {
    if (value === undefined || choices.includes(value)) return;
    throw new ArgumentError(
      `loadImages: ${name} is ${String(value)}: give ${choices.map((choice) => JSON.stringify(choice)).join(" or ")}`,
    );
  };
  oneOf("size", size, ["auto"]);
  oneOf("channels", channels, [1, 3, "auto"]);
  oneOf("fit", fit, ["cover", "contain", "fill"]);
  oneOf("background", background, ["white", "black"]);
  if (size && (height ?? width) !== undefined) {
    throw new ArgumentError('loadImages: size is "auto" and height or width is given: give one or the other');
  }
  for (const [name, value] of Object.entries(sizeOf({ height, width }))) {
    if (Number.isSafeInteger(value) && value > 0) continue;
    throw new ArgumentError(`loadImages: ${name} is ${value}: give a whole number of at least 1`);
  }
}
