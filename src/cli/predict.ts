/** `skein predict`: the class of each image, as CSV or JSON lines. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { SUPPORTED_FORMATS } from "../data/formats.js";
import { imageFiles, imageNames } from "../data/image_names.js";
import { type ImageSet, imageBytes, type SkippedFile } from "../data/image_set.js";
import { openImages, sourceFormat } from "../data/source.js";
import { imageBatches } from "../data/stream.js";
import { type FoundImages, findImages, listImages, whyNotRead } from "../data/walk.js";
import type { DeviceChoice } from "../device/node/index.js";
import { ArgumentError, DataError } from "../errors.js";
import { counted } from "../format.js";
import { writeFileAtomically } from "../io/atomic_file.js";
import { formatRow } from "../io/csv.js";
import type { PredictingModel } from "../models/index.js";
import { EXIT } from "./exit_codes.js";
import { noteOthers, noteRepeated, warnOfSkipped } from "./images.js";
import { InterruptListener } from "./interrupt.js";
import { KnownClasses } from "./known_classes.js";
import { loadSorter } from "./load_sorter.js";
import type { CommonOptions } from "./options.js";
import type { Output } from "./output.js";
import { csvHeader, csvLine, jsonLine, ranked, requireTop, shownClasses } from "./prediction_rows.js";
import { countProgress, findingProgress } from "./progress.js";
import { Sorter } from "./sort_into.js";
import { folderNames } from "./sort_names.js";

export interface PredictOptions extends CommonOptions {
  readonly device: DeviceChoice;
  readonly top?: number;
  readonly out?: string;
  readonly maxPixels?: number;
  readonly sortInto?: string;
  readonly copy?: boolean;
  /** Whether classes are the model's own columns, whatever people made of them. */
  readonly raw?: boolean;
  /** Whether images join those that lie in `sortInto`. */
  readonly add?: boolean;
}

export async function predict(
  model: string,
  sources: readonly string[],
  options: PredictOptions,
  out: Output,
): Promise<number> {
  for (const source of sources) await requireSource(source);
  const { sortInto, add } = options;
  if (sortInto !== undefined) await Sorter.check(sortInto, sources, add);
  else if (add) throw new ArgumentError("--add is for --sort-into: name the folder that images are to join");
  if (options.out !== undefined) await requireOther(options.out, [model, ...sources]);
  using interrupt = new InterruptListener(out);
  const loaded = await loadSorter(model, options.device);
  try {
    const classes = await KnownClasses.open(model, loaded, { raw: options.raw, out });
    return await run({ model: loaded, classes, sources, options, out, signal: interrupt.signal });
  } finally {
    await loaded.close();
  }
}

interface Job {
  readonly model: PredictingModel;
  readonly classes: KnownClasses;
  readonly sources: readonly string[];
  readonly options: PredictOptions;
  readonly out: Output;
  readonly signal: AbortSignal;
}

async function run(job: Job): Promise<number> {
  const { model, classes, sources, options, out, signal } = job;
  const clusters = classes.columns.length;
  const shown = shownClasses(model, classes);
  const { top = 1, json = false, sortInto, add } = options;
  requireTop(top, classes);
  const sorter =
    sortInto === undefined
      ? null
      : await Sorter.open(sortInto, {
          manner: options.copy ? "copy" : "link",
          ...{ clusters, sources, add },
          names: model.supervised ? model.classNames : folderNames(classes.columns),
        });
  const skipped: SkippedFile[] = [];
  let predicted = 0;
  let there = 0;
  try {
    async function* lines(): AsyncGenerator<string> {
      if (!json) yield formatRow(csvHeader(shown, top));
      for await (const { names, files, images } of batches(job, skipped)) {
        signal.throwIfAborted();
        const source = sources.length === 1 ? sources[0]! : null;
        const asked = { images, names, files, source };
        const { probabilities, decided } = await classes.joined(
          await model.predictProba(images),
          asked,
          signal,
        );
        let text = "";
        for (const [i, name] of names.entries()) {
          const best = ranked(probabilities, i, top);
          text += json
            ? `${JSON.stringify(jsonLine(name, best, top, shown, decided[i] === 1))}\n`
            : formatRow(csvLine(name, best, shown));
          if (sorter && !(await sorter.add(best[0]!.cluster, sorted(images, i, name, files)))) there++;
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
  if (there > 0) out.note(`${counted(there, "image")} lay in ${sortInto} already: not added again`);
  warnOfSkipped(out, skipped);
  if (predicted > 0 || out.closed) return EXIT.success;
  out.warn(`No image could be read: give ${SUPPORTED_FORMATS} files, or a folder of them.`);
  return EXIT.usage;
}

function sorted(images: ImageSet, index: number, name: string, files: readonly string[] | null) {
  if (files) return { file: files[index]! };
  const { height, width, channels, pixels } = images;
  const bytes = imageBytes(images);
  const raster = { height, width, channels, pixels: pixels.subarray(index * bytes, (index + 1) * bytes) };
  return { name, raster };
}

interface Batch {
  /** As tables call the images. */
  readonly names: readonly string[];
  /** The file of each image, or null where they come out of one. */
  readonly files: readonly string[] | null;
  readonly images: ImageSet;
}

/** Image files, by paths within `root`, or as they are where that is null. */
interface Files {
  readonly root: string | null;
  readonly paths: readonly string[];
}

/**
 * All sources in the order given; image files are decoded a batch ahead. Images of a single source are called as
 * `cluster` calls them, so that tables of both can be joined; of several, each name begins with the source.
 */
async function* batches(job: Job, skipped: SkippedFile[]): AsyncGenerator<Batch> {
  const { sources, out } = job;
  const [only] = sources.length === 1 ? sources : [];
  let paths: string[] = [];
  for (const source of sources) {
    if (!(await holdsImageFiles(source))) {
      // What was named before comes before.
      yield* decoded(job, { root: null, paths }, skipped);
      paths = [];
      yield* packed(job, source, skipped);
      continue;
    }
    const single = only !== undefined && (await stat(only)).isDirectory();
    const found = await search(job, source, single);
    for (const file of found.skipped) skipped.push(file);
    noteRepeated(out, found.repeated);
    noteOthers(out, found.others);
    if (single) yield* decoded(job, { root: source, paths: found.names }, skipped);
    // A call takes some 100,000 arguments at most, and a folder may hold more.
    else paths = paths.concat(found.names);
  }
  yield* decoded(job, { root: null, paths }, skipped);
}

/** The image files of a source. */
async function search({ options, out, signal }: Job, source: string, single: boolean): Promise<FoundImages> {
  const progress = barMayShow(options) ? findingProgress(out, signal) : null;
  const walk = { signal, ...(progress && { onFound: progress.update }) };
  try {
    return single ? await findImages(source, walk) : await listImages([source], walk);
  } finally {
    progress?.stop();
  }
}

/** A bar among the lines of the result would garble both. */
const barMayShow = ({ out }: Job["options"]) => out !== undefined || process.stdout.isTTY !== true;

async function* decoded(
  { model, options, out, signal }: Job,
  { root, paths }: Files,
  skipped: SkippedFile[],
): AsyncGenerator<Batch> {
  const { height, width, channels, range = "full" } = model.imageSize;
  const progress = barMayShow(options) ? countProgress(out, signal, "predicting", "image") : null;
  const size = { height, width, channels: channels as 1 | 3 };
  const decoding = { ...size, range, maxPixels: options.maxPixels, signal };
  let done = 0;
  try {
    for await (const batch of imageBatches(paths, { ...decoding, ...(root !== null && { root }) })) {
      for (const file of batch.skipped) skipped.push(file);
      done += batch.count + batch.skipped.length;
      if (batch.count > 0) {
        const { names } = batch;
        const images = { ...size, ...batch, labels: null, labelNames: null, source: "" };
        yield { names, files: root === null ? names : names.map((name) => join(root, name)), images };
      }
      progress?.update(done, paths.length);
    }
  } finally {
    progress?.stop();
  }
}

/** The images of an array, an archive, a list or a data set; beside other sources, each name begins with this one. */
async function* packed(job: Job, source: string, skipped: SkippedFile[]): AsyncGenerator<Batch> {
  const { model, sources, options, signal } = job;
  const called = (name: string) => (sources.length === 1 ? name : `${source}#${name}`);
  try {
    const { height, width, channels, range = "full" } = model.imageSize;
    const size = { height, width, channels: channels as 1 | 3, range };
    const opened = await openImages(source, { ...size, maxPixels: options.maxPixels, signal });
    const { train, test } = opened;
    for (const { name, reason } of train.skipped) skipped.push({ name: called(name), reason });
    const names = imageNames(opened).map(called);
    yield { names: names.slice(0, train.count), files: imageFiles(train), images: train };
    if (test) yield { names: names.slice(train.count), files: imageFiles(test), images: test };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    skipped.push({ name: source, reason: (await whyNotRead(source)) ?? withoutName(error.message, source) });
  }
}

/** The list of skipped files begins each line with the name. */
function withoutName(message: string, name: string): string {
  return message.startsWith(name) ? message.slice(name.length).replace(/^:? /, "") : message;
}

/** Whether the source's images are files of their own; what cannot be read is left to `packed`, which says why. */
async function holdsImageFiles(source: string): Promise<boolean> {
  const format = await sourceFormat(source).catch(() => null);
  return format?.files ?? false;
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
