/** `skein preprocess`: images after some steps, as files, and a page that shows both. */

import { mkdir, readdir, realpath, writeFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, parse, relative, resolve, sep } from "node:path";
import { limited, noImages } from "../data/folder.js";
import { imageNames } from "../data/image_names.js";
import { evenly, type ImageSet, imageBytes, type SkippedFile } from "../data/image_set.js";
import { pixelMemory } from "../data/memory.js";
import { loadOwnSize, sharedRange } from "../data/own_size.js";
import { sourceFormat } from "../data/source.js";
import { findImages } from "../data/walk.js";
import { ArgumentError, DataError, SkeinError } from "../errors.js";
import { counted } from "../format.js";
import { ensureFolder, writeRefusal } from "../io/atomic_file.js";
import { innerPath } from "../io/image_file_names.js";
import { FreeNames } from "../io/node/file_names.js";
import { removeEmpty } from "../io/node/remove_empty.js";
import { formatSteps, parseSteps, preprocess, type StepConfig, type StepNote } from "../preprocess/index.js";
import { refuseDropping } from "../preprocess/preprocess.js";
import { encodePng, type Raster } from "../report/png.js";
import {
  exampleOf,
  type PreprocessedExample,
  writePreprocessingReport,
} from "../report/preprocessing_report.js";
import { EXIT } from "./exit_codes.js";
import {
  framesOf,
  noteOthers,
  noteRepeated,
  readImages,
  refuseSizeWithoutFiles,
  spread,
  warnOfSkipped,
} from "./images.js";
import { InterruptListener } from "./interrupt.js";
import type { ReadingOptions } from "./options.js";
import type { Output } from "./output.js";
import { printable } from "./printable.js";
import { countProgress } from "./progress.js";

export interface PreprocessCommandOptions extends ReadingOptions {
  readonly steps: string;
  readonly out: string;
  readonly force?: boolean;
  readonly report: boolean;
}

const PAGE = "preprocess.html";
/** Images that the page shows. */
const SHOWN = 16;

export async function preprocessImages(
  source: string,
  options: PreprocessCommandOptions,
  out: Output,
): Promise<number> {
  const steps = parseSteps(options.steps);
  const files = options.size === undefined && (await sourceFormat(source)).files === true;
  if (files) refuseDroppingFiles(steps);
  const made = await openFolder(source, options);
  try {
    return await run(source, files, steps, options, out);
  } finally {
    await removeEmpty(made);
  }
}

async function run(
  source: string,
  files: boolean,
  steps: readonly StepConfig[],
  options: PreprocessCommandOptions,
  out: Output,
): Promise<number> {
  using interrupt = new InterruptListener(out);
  const { signal } = interrupt;
  interrupt.message = `Stopping: the images that were written stay in ${options.out}.`;
  const writer = new Writer(options.out);
  const job = { source, options, steps, out, signal, writer };
  const { names, notes, examples, skipped } = files ? await eachFile(job) : await wholeSet(job);
  if (writer.written === 0 && skipped.length > 0) throw noImages(source, skipped);
  if (writer.written === 0) {
    throw new DataError(
      `the steps leave out all images of ${source}: leave out a step, or change its parameters`,
    );
  }
  if (options.report) {
    await writePreprocessingReport(join(options.out, PAGE), {
      ...{ source, steps, notes, examples, images: writer.written, createdAt: new Date() },
    });
  }
  for (const { step, images, values } of notes) {
    const what = values > 0 ? `changed ${counted(values, "value")} in` : "left out";
    if (images.length > 0)
      out.note(`${step} ${what} ${counted(images.length, "image")}: ${someOf(names, images)}`);
  }
  if (options.json) {
    const listed = notes.map(({ step, images, values }) => {
      return { step, values, images: Array.from(images, (i) => names[i]!) };
    });
    await out.data(
      `${JSON.stringify({ source, out: options.out, steps, images: writer.written, notes: listed, skipped })}\n`,
    );
  } else {
    await out.result(
      `${counted(writer.written, "image")} in ${options.out}: ${formatSteps(steps)}${options.report ? `\n${join(options.out, PAGE)}` : ""}\n`,
    );
  }
  warnOfSkipped(out, skipped);
  return EXIT.success;
}

/** The first names of images, for a note. */
function someOf(names: readonly string[], images: Uint32Array, shown = 5): string {
  const named = Array.from(images.subarray(0, shown), (i) => names[i]!);
  return printable(`${named.join(", ")}${images.length > shown ? ", ..." : ""}`);
}

interface Job {
  readonly source: string;
  readonly options: PreprocessCommandOptions;
  readonly steps: readonly StepConfig[];
  readonly out: Output;
  readonly signal: AbortSignal;
  readonly writer: Writer;
}

interface Done {
  /** What the notes' places stand for. */
  readonly names: readonly string[];
  readonly notes: readonly StepNote[];
  readonly examples: readonly PreprocessedExample[];
  readonly skipped: readonly SkippedFile[];
}

/** Image files one after the other, each at its own size. */
async function eachFile({ source, options, steps, out, signal, writer }: Job): Promise<Done> {
  const { maxPixels, limit, report } = options;
  const folder = (await isFolder(source)) ? source : dirname(source);
  const single = { names: [basename(source)], skipped: [], repeated: 0, others: {} };
  const found = folder === source ? await findImages(source, { signal }) : single;
  noteRepeated(out, found.repeated);
  noteOthers(out, found.others);
  const names = limited(found.names, limit);
  const reading = { maxPixels, frames: framesOf(options.frames) };
  const range = await sharedRange(folder, names, { ...reading, range: options.range, signal });
  const shown = new Set(evenly(names.length, SHOWN));
  const skipped: SkippedFile[] = [...found.skipped];
  const examples: PreprocessedExample[] = [];
  const notes = new Notes();
  const progress = countProgress(out, signal, "preprocessing", "image");
  try {
    for (const [i, name] of names.entries()) {
      signal.throwIfAborted();
      progress.update(i, names.length);
      try {
        const set = await loadOwnSize(join(folder, name), { ...reading, range });
        const made = await preprocess(set, steps, { signal });
        for (const raster of rasters(made)) await writer.write(name, raster);
        notes.add(made.notes, i);
        if (report && shown.has(i)) examples.push(await exampleOf(name, rasters(set)[0]!, steps));
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof SkeinError) || writer.refused) throw error;
        skipped.push({ name, reason: error.message });
      }
    }
  } finally {
    progress.stop();
  }
  return { names, notes: notes.all(), examples, skipped };
}

/** Images of one size, all at once. */
async function wholeSet({ source, options, steps, out, signal, writer }: Job): Promise<Done> {
  const { size, maxPixels, range, frames, limit } = options;
  const opening = { ...size, maxPixels, range, frames: framesOf(frames), limit };
  const opened = await readImages(source, opening, out, signal);
  refuseSizeWithoutFiles(opened.train, size !== undefined);
  if (opened.train.names !== null && size === undefined) {
    throw new ArgumentError(`the images of ${source} are read in one size: give it with --size`);
  }
  const few = (set: ImageSet) => (limit === undefined ? set : spread(set, limit));
  const parts = [few(opened.train), ...(opened.test ? [few(opened.test)] : [])];
  const names = imageNames({ train: parts[0]!, test: parts[1] ?? null });
  const notes: StepNote[] = [];
  const examples: PreprocessedExample[] = [];
  let first = 0;
  for (const part of parts) {
    const named = { ...part, names: names.slice(first, first + part.count) };
    const progress = countProgress(out, signal, "preprocessing", "step of an image");
    const made = await preprocess(named, steps, {
      ...{ allocate: pixelMemory, signal, onProgress: progress.update },
    }).finally(progress.stop);
    for (const [i, raster] of rasters(made).entries()) {
      signal.throwIfAborted();
      await writer.write(made.names[i]!, raster);
    }
    const offset = first;
    notes.push(...made.notes.map((note) => ({ ...note, images: note.images.map((i) => offset + i) })));
    const before = rasters(part);
    for (const i of options.report ? evenly(part.count, Math.ceil(SHOWN / parts.length)) : []) {
      examples.push(await exampleOf(named.names[i]!, before[i]!, steps));
    }
    first += part.count;
  }
  return { names, notes, examples, skipped: parts.flatMap((part) => part.skipped) };
}

/** Each image of a set. */
function rasters(set: Pick<ImageSet, "count" | "height" | "width" | "channels" | "pixels">): Raster[] {
  const bytes = imageBytes(set);
  const { count, height, width, channels, pixels } = set;
  return Array.from({ length: count }, (_, i) => {
    return { height, width, channels, pixels: pixels.subarray(i * bytes, (i + 1) * bytes) };
  });
}

/** Writes PNG files under the images' names. */
class Writer {
  written = 0;
  /** Whether the file system refused a file: no other one will do better. */
  refused = false;
  readonly #free = new FreeNames();

  constructor(private readonly folder: string) {}

  async write(name: string, raster: Raster): Promise<void> {
    const { dir, name: own } = parse(innerPath(name));
    const path = join(this.folder, dir, this.#free.take(dir, `${own}.png`));
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, encodePng(raster));
    } catch (error) {
      this.refused = true;
      throw writeRefusal(path, error);
    }
    this.written++;
  }
}

/** Adds up the notes of images that were preprocessed one by one. */
class Notes {
  readonly #byStep = new Map<string, { images: number[]; values: number }>();

  add(notes: readonly StepNote[], image: number): void {
    for (const { step, images, values } of notes) {
      const sum = this.#byStep.get(step) ?? { images: [], values: 0 };
      this.#byStep.set(step, sum);
      if (images.length > 0) sum.images.push(image);
      sum.values += values;
    }
  }

  all(): StepNote[] {
    return [...this.#byStep].map(([step, { images, values }]) => {
      return { step, images: Uint32Array.from(images), values };
    });
  }
}

function refuseDroppingFiles(steps: readonly StepConfig[]): void {
  try {
    refuseDropping(steps);
  } catch {
    throw new ArgumentError("drop-outliers compares images of one size: give it with --size");
  }
}

/**
 * Makes the folder for the images: empty, or with --force any that is no part of the source and holds none of it.
 * @returns the folders that were made, outermost first. @throws {ArgumentError}
 */
async function openFolder(source: string, { out, force }: PreprocessCommandOptions): Promise<string[]> {
  const there = await readdir(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new ArgumentError(
      `--out ${out} is not a folder that can be used (${error.message}): name a new one`,
    );
  });
  const to = await realpath(out).catch(() => resolve(out));
  // A name such as mnist is no path.
  const from = await realpath(source).catch(() => null);
  if (from !== null && contains(from, to)) {
    throw new ArgumentError(
      `--out ${out} lies in ${source}, whose images would be read twice from then on: name a folder elsewhere`,
    );
  }
  if (from !== null && contains(to, from)) {
    throw new ArgumentError(
      `--out ${out} holds ${source}, whose images could be overwritten: name another folder`,
    );
  }
  if (there.length > 0 && !force) {
    throw new ArgumentError(
      `--out ${out} holds other files, such as ${there[0]}: name a new folder, or write into it with --force`,
    );
  }
  return await ensureFolder(out);
}

/** Whether a path leads to a folder or to what lies in it. */
function contains(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
}

const isFolder = (path: string) =>
  readdir(path).then(
    () => true,
    () => false,
  );
