/** What shards are made of: images of any source, as files. */
import { readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { ArgumentError, DataError } from "../../errors.js";
import { host } from "../../host/host.js";
import type { FileReader } from "../decode_files.js";
import { eachFile } from "../decode_files.js";
import { encodePngQuickly } from "../encode_png.js";
import { identify, isUntyped } from "../formats.js";
import { imageFiles, imageNames } from "../image_names.js";
import type { ImageSet, SkippedFile } from "../image_set.js";
import { fileTrouble } from "../inspect.js";
import { numberClasses } from "../labels.js";
import { openImages, sourceFormat } from "../source.js";
import { Spool } from "./spool.js";

/** An image that goes into a shard. */
export interface NewSample {
  /** The file's ending, such as "png". */
  readonly extension: string;
  readonly image: Uint8Array;
  /** What tables are to call it. Default: its name in the shard. */
  readonly name?: string;
  /** Its class, an index of `labels`; -1 where it is not known. */
  readonly label?: number;
}

/** Images by number, from which shards are written. */
export interface SampleSource {
  readonly count: number;
  /** Names of classes, where samples have labels. */
  readonly labels: readonly string[] | null;
  /** Changes when the images do: shards of another one are not continued. */
  readonly identity: string;
  /** The images of these numbers, in this order. */
  samples(numbers: Uint32Array, signal?: AbortSignal): AsyncIterable<NewSample>;
}

/** A source that has files open. */
export interface OpenSampleSource extends SampleSource {
  /** Files that could not be used. */
  readonly skipped: readonly SkippedFile[];
  /** Links that lead to images counted already. */
  readonly repeated: number;
  /** Files that are no pictures, counted by their endings. */
  readonly others: Readonly<Record<string, number>>;
  /** Closes what is open; samples cannot be read any more. */
  close(): Promise<void>;
}

/** Options of `openImageSource`. */
export interface ImageSourceOptions {
  /** As `openImages` takes it: "folders", or the path of a file of labels. Default: what sources bring. */
  readonly labels?: string;
  /** A folder on a disk with room for what archives hold, while they are read. */
  readonly temporary: string;
  readonly signal?: AbortSignal;
}

/** Files that are read ahead of the writer. */
const READ_AHEAD = 32;

/**
 * Opens sources as `openImages` takes them. Files are copied as they are, images of arrays (IDX, NumPy, CIFAR) become PNG files. Names are those
 * that `skein predict` gives: of several sources, each begins with its source.
 *
 * @throws {ArgumentError} where a source is given twice. @throws {DataError} as `openImages`, or where some sources have labels and others have none.
 */
export async function openImageSource(
  sources: readonly string[],
  { labels, temporary, signal }: ImageSourceOptions,
): Promise<OpenSampleSource> {
  const twice = sources.find((source, i) => sources.indexOf(source) !== i);
  if (twice !== undefined) throw new ArgumentError(`shards: ${twice} is given twice: name each source once`);
  const parts: Part[] = [];
  const close = async () => {
    for (const part of parts) await part.close();
  };
  try {
    const skipped: SkippedFile[] = [];
    let repeated = 0;
    const others: Record<string, number> = {};
    for (const source of sources) {
      // The least that a decoder makes of an image: the pixels of files are not looked at.
      const opened = await openImages(source, {
        ...{ height: 1, width: 1, channels: 1, range: [0, 1], reader: whichFiles },
        ...(labels !== undefined && { labels }),
        ...(signal && { signal }),
      });
      const files = (await sourceFormat(source)).files ?? false;
      const called = (name: string) =>
        sources.length === 1 ? name : files ? join(source, name) : `${source}#${name}`;
      const names = imageNames(opened);
      let begin = 0;
      for (const set of [opened.train, ...(opened.test ? [opened.test] : [])]) {
        const own = names.slice(begin, begin + set.count).map(called);
        parts.push(await partOf(set, own, source, temporary, signal));
        for (const { name, reason } of set.skipped) skipped.push({ name: called(name), reason });
        for (const [ending, n] of Object.entries(set.others ?? {}))
          others[ending] = (others[ending] ?? 0) + n;
        repeated += set.repeated ?? 0;
        begin += set.count;
      }
    }
    return { ...(await joined(parts)), skipped, repeated, others, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The images of one set, by number. */
interface Part {
  readonly count: number;
  readonly classes: readonly (string | null)[] | null;
  /** Changes when the images do. */
  readonly identity: string;
  sample(number: number): Promise<NewSample>;
  close(): Promise<void>;
}

async function partOf(
  set: ImageSet,
  names: readonly string[],
  source: string,
  temporary: string,
  signal: AbortSignal | undefined,
): Promise<Part> {
  const { count, labels, labelNames } = set;
  const classes =
    labels && Array.from(labels, (label) => (label < 0 ? null : (labelNames?.[label] ?? String(label))));
  const hash = (pieces: AsyncIterable<Uint8Array>) => host().sha256(pieces);
  const facts = { count, classes };
  const close = async () => {};
  const files = imageFiles(set);
  if (files !== null) {
    async function* stamps() {
      for (const [i, file] of files!.entries()) yield Buffer.from(`${names[i]}\0${await stampOf(file)}\0`);
    }
    const sample = async (i: number) => named(names[i]!, await readFile(files[i]!));
    return { ...facts, identity: await hash(stamps()), sample, close };
  }
  const stamp = await stampOf(source).catch(() => "");
  if (set.archive) {
    const { archive } = set;
    const placeOf = new Map(archive.names.map((name, place) => [name, place]));
    const spool = await Spool.of(
      archive,
      set.names!.map((name) => placeOf.get(name)!),
      temporary,
      signal,
    );
    const identity = await hash(pieces(names.join("\0"), stamp));
    return {
      ...facts,
      identity,
      sample: async (i) => named(names[i]!, await spool.read(i)),
      close: () => spool.close(),
    };
  }
  const sample = async (i: number) => ({
    name: names[i]!,
    extension: "png",
    image: encodePngQuickly(set, i),
  });
  return { ...facts, identity: await hash(pieces(names.join("\0"), stamp, set.pixels)), sample, close };
}

async function* pieces(...parts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === "string" ? Buffer.from(part) : part;
}

/** Size and time of a file. */
async function stampOf(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  return `${size} ${mtimeMs}`;
}

function named(name: string, image: Uint8Array): NewSample {
  const ending = isUntyped(name) ? "" : extname(name).slice(1).toLowerCase();
  return { name, image, extension: ending || (identify(image)?.name ?? "png").toLowerCase() };
}

async function joined(parts: readonly Part[]): Promise<SampleSource> {
  const begins = [0];
  for (const { count } of parts) begins.push(begins.at(-1)! + count);
  const labelled = parts.filter(({ classes }) => classes !== null).length;
  if (labelled > 0 && labelled < parts.length) {
    throw new DataError(
      "Some of the sources have labels and others have none: shard them one by one, or give labels for all.",
    );
  }
  const numbered = labelled > 0 ? numberClasses(parts.flatMap(({ classes }) => classes!)) : null;
  const one = async (number: number): Promise<NewSample> => {
    const part = begins.findLastIndex((begin) => begin <= number);
    const sample = await parts[part]!.sample(number - begins[part]!);
    return numbered ? { ...sample, label: numbered.labels[number]! } : sample;
  };
  return {
    count: begins.at(-1)!,
    labels: numbered?.labelNames ?? null,
    identity: await host().sha256(pieces(...parts.map(({ identity }) => identity))),
    async *samples(numbers, signal) {
      for (let at = 0; at < numbers.length; at += READ_AHEAD) {
        signal?.throwIfAborted();
        yield* await Promise.all(Array.from(numbers.subarray(at, at + READ_AHEAD), one));
      }
    },
  };
}

/** Finds out by their beginning which files are images; their pixels stay zero. */
const whichFiles: FileReader = async (decoder, files, channels, options) => {
  const { height, width } = decoder;
  const reasons = new Map<number, string>();
  await eachFile(files, files.names.keys(), options, async (file) => {
    const reason = "trouble" in file ? file.trouble : await fileTrouble(file.input);
    if (reason !== null) reasons.set(file.place, reason);
  });
  const names = files.names.filter((_, place) => !reasons.has(place));
  const skipped = [...reasons].map(([place, reason]) => ({ name: files.names[place]!, reason }));
  return { height, width, names, skipped, pixels: new Uint8Array(names.length * height * width * channels) };
};
