/** Runs steps over images. */
import { ArgumentError, DataError } from "../errors.js";
import { parseSteps } from "./parse.js";
import { type Pixels, type Size, type StepConfig, type StepOptions, sizeAfter, stepNamed } from "./step.js";

/** Images of one size, [count, height, width, channels]: bytes from 0 to 255, or float32. An `ImageSet` is one. */
export interface StepImages extends Size {
  readonly count: number;
  readonly pixels: Pixels | Uint8ClampedArray;
  readonly names?: readonly string[] | null;
  readonly labels?: Int32Array | null;
  readonly numbers?: readonly number[];
}

/** What `preprocess` takes besides images and steps. */
export interface PreprocessOptions {
  /**
   * Gives memory for the bytes of a result, all zeros: `count` images of that size. Default an array in the process's memory. A
   * float32 result is always in memory.
   */
  readonly allocate?: ((images: Size & { readonly count: number }) => Uint8Array) | undefined;
  /** Ends the work with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Is told images that are done, of all images times steps. */
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
}

/** What a step that changes or drops outliers did. */
export interface StepNote {
  readonly step: string;
  /** Places of the images that were dropped, or of which values were changed, among those that `preprocess` got. */
  readonly images: Uint32Array;
  /** Values that were changed, in all images. */
  readonly values: number;
}

/** What `preprocess` adds to the images. */
export interface Preprocessed {
  /** Of steps that say what they changed, in order. */
  readonly notes: readonly StepNote[];
}

/** The same pixels: float32 stays, and so do bytes. */
type Result<T extends StepImages> = Omit<T, "pixels" | "channels"> & {
  readonly pixels: T["pixels"] extends Float32Array
    ? Float32Array
    : T["pixels"] extends Uint8Array | Uint8ClampedArray
      ? Uint8Array
      : Pixels;
  readonly channels: T["channels"];
} & Preprocessed;

/** Values of a result at most: what one array holds. */
const MOST_VALUES = 2 ** 32;
/** Milliseconds of work before timers and signals get their turn. */
const TURN = 30;

/**
 * Changes images by one step after the other: noise, blur, edges, thresholds, contrast, sizes. Each image's result
 * depends on this image alone, but for steps that drop images. Bytes stay bytes, float32 stays float32.
 *
 * ```ts
 * const { pixels } = await preprocess(images, ["grey", { step: "gaussian-blur", sigma: 2 }, "otsu"]);
 * ```
 *
 * `preprocessingSteps()` lists the steps. Their definitions are those of OpenCV 4.10 or scikit-image 0.25, which each step
 * names; channels are red, green, blue.
 * @param images [count, height, width, channels], rows from the top; bytes, or float32 of which 0 is black and 1 is white.
 * @param steps as `parseSteps` takes them.
 * @returns the same images with other pixels, sizes and channels; dropped ones are missing in names and labels, too.
 * @throws {ArgumentError} for an unknown step or parameter, or a value that it does not take.
 * @throws {DataError} when the number of pixels is not that of the shape, a value is not finite, or a step does not take
 * such images.
 */
export async function preprocess<T extends StepImages>(
  images: T,
  steps: string | readonly StepOptions[],
  { allocate = inMemory, signal, onProgress }: PreprocessOptions = {},
): Promise<Result<T>> {
  const configs = parseSteps(steps);
  let now: StepImages & { readonly pixels: Pixels } = { ...images, pixels: checked(images) };
  const notes: StepNote[] = [];
  let places = Uint32Array.from({ length: images.count }, (_, i) => i);
  preprocessedSize(configs, images);
  for (const [i, config] of configs.entries()) {
    const progress = (done: number) => onProgress?.(i * now.count + done, configs.length * now.count);
    const { images: next, note, kept } = await applied(config, now, { allocate, progress, signal });
    now = next;
    if (note) notes.push({ ...note, images: note.images.map((image) => places[image]!) });
    if (kept) places = kept.map((image) => places[image]!);
  }
  return { ...now, notes } as unknown as Result<T>;
}

/**
 * The size of what steps make of images of a size.
 * @throws {ArgumentError} as `parseSteps`. @throws {DataError} when a step does not take such images.
 */
export function preprocessedSize(steps: string | readonly StepOptions[], size: Size): Size {
  const { height, width, channels } = size;
  return parseSteps(steps).reduce<Size>((now, step) => sizeAfter(step, now), { height, width, channels });
}

function checked({ count, height, width, channels, pixels }: StepImages): Pixels {
  const known =
    pixels instanceof Uint8Array || pixels instanceof Uint8ClampedArray || pixels instanceof Float32Array;
  if (!known)
    throw new DataError("preprocess: pixels are of another type: give a Uint8Array or a Float32Array");
  for (const [name, side] of Object.entries({ count, height, width, channels })) {
    if (Number.isInteger(side) && side >= (name === "count" ? 0 : 1)) continue;
    throw new DataError(`preprocess: ${name} is ${side}: give a whole number`);
  }
  const values = count * height * width * channels;
  if (pixels.length !== values) {
    throw new DataError(
      `preprocess: ${pixels.length} pixels for shape [${count}, ${height}, ${width}, ${channels}]: give ${values}`,
    );
  }
  if (pixels instanceof Uint8ClampedArray)
    return new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length);
  if (pixels instanceof Float32Array) {
    const wrong = pixels.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) throw new DataError(`preprocess: pixel ${wrong} is ${pixels[wrong]}: give finite values`);
  }
  return pixels;
}

interface Applied {
  readonly images: StepImages & { readonly pixels: Pixels };
  readonly note: StepNote | null;
  /** Places of the images that stay, where the step drops some. */
  readonly kept: Uint32Array | null;
}

/** What a step is applied with. */
interface Work {
  readonly allocate: Allocate;
  readonly progress: (done: number) => void;
  readonly signal: AbortSignal | undefined;
}

type Allocate = NonNullable<PreprocessOptions["allocate"]>;
const inMemory: Allocate = ({ count, height, width, channels }) =>
  new Uint8Array(count * height * width * channels);

async function applied(
  { step, ...values }: StepConfig,
  images: StepImages & { readonly pixels: Pixels },
  { allocate, progress, signal }: Work,
): Promise<Applied> {
  const { takes, reports, prepare, keep } = stepNamed(step);
  const { count, pixels, height, width, channels } = images;
  if (takes?.bytes && pixels instanceof Float32Array) {
    throw new DataError(
      `${step} takes bytes, these pixels are float32: give a Uint8Array of values 0 to 255`,
    );
  }
  signal?.throwIfAborted();
  if (keep) {
    const kept = keep(pixels, count, images, values);
    const stay = new Set(kept);
    const dropped = Uint32Array.from({ length: count }, (_, i) => i).filter((i) => !stay.has(i));
    progress(count);
    return { images: picked(images, kept, allocate), note: { step, images: dropped, values: 0 }, kept };
  }
  const size = sizeAfter({ step, ...values }, images);
  const [from, to] = [height * width * channels, size.height * size.width * size.channels];
  if (count * to > MOST_VALUES) {
    throw new DataError(
      `${step} makes ${count * to} values: give fewer images at once, or ask for a smaller size`,
    );
  }
  const made = pixels instanceof Float32Array ? new Float32Array(count * to) : allocate({ ...size, count });
  if (count === 0) return { images: { ...images, ...size, pixels: made }, note: null, kept: null };
  const change = prepare!({ height, width, channels }, values);
  const touched: number[] = [];
  let [changed, turn] = [0, performance.now()];
  for (let i = 0; i < count; i++) {
    const [before, after] = [pixels.subarray(i * from, (i + 1) * from), made.subarray(i * to, (i + 1) * to)];
    change(before, after);
    const differing = reports ? countDiffering(before, after) : 0;
    if (differing > 0) touched.push(i);
    changed += differing;
    if (performance.now() - turn < TURN) continue;
    progress(i + 1);
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
    turn = performance.now();
  }
  progress(count);
  const note = reports ? { step, images: Uint32Array.from(touched), values: changed } : null;
  return { images: { ...images, ...size, pixels: made }, note, kept: null };
}

function countDiffering(a: Pixels, b: Pixels): number {
  let differing = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) differing++;
  return differing;
}

function picked(images: StepImages & { readonly pixels: Pixels }, kept: Uint32Array, allocate: Allocate) {
  const { height, width, channels, pixels, names, labels, numbers } = images;
  const size = height * width * channels;
  const made =
    pixels instanceof Float32Array
      ? new Float32Array(kept.length * size)
      : allocate({ count: kept.length, height, width, channels });
  for (const [to, from] of kept.entries())
    made.set(pixels.subarray(from * size, (from + 1) * size), to * size);
  return {
    ...images,
    count: kept.length,
    pixels: made,
    ...(names && { names: Array.from(kept, (i) => names[i]!) }),
    ...(labels && { labels: Int32Array.from(kept, (i) => labels[i]!) }),
    numbers: Array.from(kept, (i) => numbers?.[i] ?? i),
  };
}

/** Refuses steps that drop images, for models, which answer for each image. @throws {ArgumentError} */
export function refuseDropping(steps: readonly StepConfig[]): void {
  const dropping = steps.find(({ step }) => stepNamed(step).keep);
  if (!dropping) return;
  throw new ArgumentError(
    `${dropping.step} leaves out images, and a model answers for each: call preprocess() on the images before instead`,
  );
}
