/** `skein predict`: the class of each image, as CSV or JSON lines. */
import { stat } from "node:fs/promises";
import { kindByName } from "../data/formats.js";
import { type ImageSet, imageBytes, type SkippedFile } from "../data/image_set.js";
import { openImages, sourceFormat } from "../data/source.js";
import { imageBatches } from "../data/stream.js";
import { listImages } from "../data/walk.js";
import type { DeviceChoice } from "../device/node/index.js";
import { ArgumentError, DataError } from "../errors.js";
import { writeFileAtomically } from "../io/atomic_file.js";
import { formatRow } from "../io/csv.js";
import { type ImageSize, loadModel, type Matrix, type PredictingModel } from "../models/index.js";
import { round, unsortedPlace } from "./assignments.js";
import { EXIT } from "./exit_codes.js";
import { imageFiles, imageName, noteOthers, noteRepeated, warnOfSkipped } from "./images.js";
import { InterruptListener } from "./interrupt.js";
import type { CommonOptions } from "./options.js";
import type { Output } from "./output.js";
import { countProgress } from "./progress.js";
import { Sorter } from "./sort_into.js";

export interface PredictOptions extends CommonOptions {
  readonly device: DeviceChoice;
  readonly top?: number;
  readonly out?: string;
  readonly maxPixels?: number;
  readonly sortInto?: string;
  readonly copy?: boolean;
}

export async function predict(
  model: string,
  sources: readonly string[],
  options: PredictOptions,
  out: Output,
): Promise<number> {
  for (const source of sources) await requireSource(source);
  if (options.sortInto !== undefined) await Sorter.check(options.sortInto, sources);
  if (options.out !== undefined) await requireOther(options.out, [model, ...sources]);
  using interrupt = new InterruptListener(out);
  const loaded = await loadModel(model, options.device);
  try {
    return await run({ model: loaded, sources, options, out, signal: interrupt.signal });
  } finally {
    await loaded.close();
  }
}

interface Job {
  readonly model: PredictingModel;
  readonly sources: readonly string[];
  readonly options: PredictOptions;
  readonly out: Output;
  readonly signal: AbortSignal;
}

async function run(job: Job): Promise<number> {
  const { model, sources, options, out, signal } = job;
  const { classNames } = model;
  const clusters = classNames.length;
  const unsorted = unsortedPlace(model);
  // Found classes are numbers, learned ones have names; -1 is an image that belongs to no class.
  const shown = {
    key: model.supervised ? "label" : "cluster",
    nameOf: (place: number) => (model.supervised ? classNames[place]! : place === unsorted ? -1 : place),
  };
  const { top = 1, json = false, sortInto } = options;
  if (top > clusters) throw new ArgumentError(`--top is ${top}: this model has ${clusters} classes`);
  const sorter =
    sortInto === undefined
      ? null
      : await Sorter.open(sortInto, {
          manner: options.copy ? "copy" : "link",
          clusters,
          sources,
          ...(model.supervised && { names: classNames }),
          ...(unsorted !== null && { names: classNames.map((name, i) => (i === unsorted ? name : "")) }),
        });
  const skipped: SkippedFile[] = [];
  let predicted = 0;
  try {
    async function* lines(): AsyncGenerator<string> {
      if (!json) yield formatRow(csvHeader(shown.key, top));
      for await (const { names, files, images } of batches(job, skipped)) {
        signal.throwIfAborted();
        const probabilities = await model.predictProba(images);
        let text = "";
        for (const [i, name] of names.entries()) {
          const best = ranked(probabilities, i, top);
          text += json
            ? `${JSON.stringify(jsonLine(name, best, top, shown))}\n`
            : formatRow(csvLine(name, best, shown));
          await sorter?.add(best[0]!.cluster, sorted(images, i, name, files));
        }
        predicted += names.length;
        yield text;
      }
    }
    if (options.out !== undefined) {
      await writeFileAtomically(options.out, lines());
    } else {
      for await (const text of lines()) {
        await out.data(text);
        // Without a reader only the sorting is left to do.
        if (out.closed && !sorter) break;
      }
    }
    await sorter?.finish();
  } finally {
    await sorter?.discard();
  }
  warnOfSkipped(out, skipped);
  if (predicted > 0 || out.closed) return EXIT.success;
  out.warn(
    "No image could be read: give PNG, JPEG, WebP, TIFF, GIF, AVIF or SVG files, or a folder of them.",
  );
  return EXIT.usage;
}

interface Ranked {
  readonly cluster: number;
  readonly confidence: number;
}

/** The most probable classes of a row, best first. */
function ranked({ columns, data }: Matrix, row: number, top: number): Ranked[] {
  return Array.from(data.subarray(row * columns, (row + 1) * columns), (confidence, cluster) => ({
    cluster,
    confidence: round(confidence),
    exact: confidence,
  }))
    .sort((a, b) => b.exact - a.exact)
    .slice(0, top);
}

/** How a class is written: a found one by its number, a learned one by its name. */
interface Shown {
  readonly key: string;
  nameOf(place: number): string | number;
}

/** name, cluster, confidence, cluster_2, confidence_2, ... */
function csvHeader(key: string, top: number): string[] {
  const ranks = Array.from({ length: top }, (_, i) => (i === 0 ? "" : `_${i + 1}`));
  return ["image", ...ranks.flatMap((suffix) => [`${key}${suffix}`, `confidence${suffix}`])];
}

function csvLine(name: string, best: readonly Ranked[], { nameOf }: Shown): (string | number)[] {
  return [name, ...best.flatMap(({ cluster, confidence }) => [nameOf(cluster), confidence])];
}

function jsonLine(image: string, best: readonly Ranked[], top: number, { key, nameOf }: Shown) {
  const ranks = best.map(({ cluster, confidence }) => ({ [key]: nameOf(cluster), confidence }));
  return { image, ...ranks[0], ...(top > 1 && { top: ranks }) };
}

function sorted(images: ImageSet, index: number, name: string, files: readonly string[] | null) {
  if (files) return { file: files[index]! };
  const { height, width, channels, pixels } = images;
  const bytes = imageBytes(images);
  const raster = { height, width, channels, pixels: pixels.subarray(index * bytes, (index + 1) * bytes) };
  return { name, raster };
}

interface Batch {
  readonly names: readonly string[];
  /** The file of each image, or null where they come out of one. */
  readonly files: readonly string[] | null;
  readonly images: ImageSet;
}

/** All sources in the order given; image files are decoded a batch ahead. */
async function* batches(
  { model, sources, options, out, signal }: Job,
  skipped: SkippedFile[],
): AsyncGenerator<Batch> {
  let files: string[] = [];
  for (const source of sources) {
    if ((await sourceFormat(source)).files) {
      const found = await listImages([source], { signal });
      // A call takes some 100,000 arguments at most, and a folder may hold more.
      files = files.concat(found.names);
      for (const file of found.skipped) skipped.push(file);
      noteRepeated(out, found.repeated);
      noteOthers(out, found.others);
      continue;
    }
    // What was named before comes before.
    yield* decoded(files, model.imageSize, options, out, signal, skipped);
    files = [];
    yield* packed(source, { model, options, signal }, skipped);
  }
  yield* decoded(files, model.imageSize, options, out, signal, skipped);
}

async function* decoded(
  files: readonly string[],
  { height, width, channels, range = "full" }: ImageSize,
  { maxPixels, out: file }: PredictOptions,
  out: Output,
  signal: AbortSignal,
  skipped: SkippedFile[],
): AsyncGenerator<Batch> {
  // A bar among the lines of the result would garble both.
  const visible = file !== undefined || process.stdout.isTTY !== true;
  const progress = visible ? countProgress(out, signal, "predicting", "image") : null;
  const size = { height, width, channels: channels as 1 | 3 };
  let done = 0;
  try {
    for await (const batch of imageBatches(files, { ...size, range, maxPixels, signal })) {
      for (const file of batch.skipped) skipped.push(file);
      done += batch.count + batch.skipped.length;
      if (batch.count > 0) {
        const images = { ...size, ...batch, labels: null, labelNames: null, source: "" };
        yield { names: batch.names, files: batch.names, images };
      }
      progress?.update(done, files.length);
    }
  } finally {
    progress?.stop();
  }
}

/** The images of an array, an archive, a list or a data set; each is called by the source and its name or number there. */
async function* packed(
  source: string,
  { model, options: { maxPixels }, signal }: Pick<Job, "model" | "options" | "signal">,
  skipped: SkippedFile[],
): AsyncGenerator<Batch> {
  try {
    const { height, width, channels, range = "full" } = model.imageSize;
    const size = { height, width, channels: channels as 1 | 3 };
    const { train, test } = await openImages(source, { ...size, range, maxPixels, signal });
    for (const { name, reason } of train.skipped) skipped.push({ name: `${source}#${name}`, reason });
    const parts = test
      ? ([
          ["/train", train],
          ["/test", test],
        ] as const)
      : ([["", train]] as const);
    for (const [part, images] of parts) {
      const names = Array.from(
        { length: images.count },
        (_, i) => `${source}${part}#${imageName(images, i)}`,
      );
      yield { names, files: imageFiles(images), images };
    }
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    // The list of skipped files begins each line with the name.
    const { message } = error;
    const reason = message.startsWith(source) ? message.slice(source.length).replace(/^:? /, "") : message;
    skipped.push({ name: source, reason: kindByName(source)?.remedy ?? reason });
  }
}

/**
 * A misspelt name is to stop the command before it has printed anything, and so is what is neither file nor folder:
 * reading a pipe may wait for ever, and a device may never end.
 */
async function requireSource(source: string): Promise<void> {
  const found = await stat(source).catch(() => null);
  // Data sets have names and no files.
  if (found === null) await sourceFormat(source);
  if (found === null || found.isFile() || found.isDirectory()) return;
  throw new DataError(`${source} is neither a file nor a folder: copy what it gives into a file.`);
}

/** What is read must not be what is written, whatever the two are called. */
async function requireOther(out: string, read: readonly string[]): Promise<void> {
  const written = await stat(out, { bigint: true }).catch(() => null);
  if (!written?.isFile()) return;
  for (const path of read) {
    const { dev, ino } = (await stat(path, { bigint: true }).catch(() => null)) ?? {};
    if (dev !== written.dev || ino !== written.ino) continue;
    throw new ArgumentError(`--out ${out} is ${path}, which is to be read: name another file`);
  }
}
