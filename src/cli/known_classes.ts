/** The classes of a model as its run and people know them: numbers that stay, names, merges, and images that people placed. */
import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { ImageSet } from "../data/image_set.js";
import type { Matrix, PredictingModel } from "../models/index.js";
import { unsortedPlace } from "../models/unsorted.js";
import {
  ASSIGNMENTS,
  CLASSES,
  CORRECTIONS,
  fileHashes,
  type ImageKey,
  imageHashes,
  type ReviewClass,
  ReviewRun,
  type ReviewState,
  type RunClasses,
  readClasses,
  readCorrections,
  replay,
  UNSORTED_CLASS,
} from "../review/index.js";
import { type Assignments, numberedClasses } from "./assignments.js";
import { noteReplayed } from "./open_run.js";
import type { Output } from "./output.js";

/** Images that are asked about, as they were read. */
export interface AskedImages {
  readonly images: ImageSet;
  readonly names: readonly string[];
  /** Null where they are no files of their own. */
  readonly files: readonly string[] | null;
  /** What they were read from, where that is one thing. */
  readonly source: string | null;
  /** The SHA-256 of each image's file, where it is known; else files are read for it. */
  readonly hashes?: readonly Buffer[];
}

/** Probabilities by class, and which rows people decided. */
export interface JoinedClasses {
  /** [N, `columns`]. */
  readonly probabilities: Matrix;
  /** N: 1 where a person chose the class, which then has the probability 1. */
  readonly decided: Uint8Array;
}

/** What a run's folder says. */
interface RunState {
  readonly state: ReviewState;
  /** What images are relative to, and were read from. */
  readonly folder: string | null;
  readonly source: string;
  /** By number: the class that a person gave an image, one by one or by a split. */
  readonly placed: ReadonlyMap<number, number>;
}

export class KnownClasses {
  /** The column of each of the model's own. */
  readonly #columnOf: readonly number[];
  readonly #run: RunState | null;
  readonly #places: ReadonlyMap<number, number>;

  private constructor(
    /** What columns stand for, that of images which belong to none (-1) the last. */
    readonly columns: readonly ReviewClass[],
    ids: readonly number[],
    run: RunState | null,
  ) {
    this.#places = new Map(columns.map(({ id }, column) => [id, column]));
    this.#columnOf = ids.map((id) => this.#places.get(id)!);
    this.#run = run;
  }

  /**
   * Of the model in the file `path`. Where its folder holds no run, or `raw`, each column of the model is a class.
   * @throws {DataError} where a file of the run is damaged, or links contradict each other.
   */
  static async open(
    path: string,
    model: PredictingModel,
    { raw = false, out }: { readonly raw?: boolean | undefined; readonly out: Output },
  ): Promise<KnownClasses> {
    const folder = dirname(path);
    const isRun = [CLASSES, CORRECTIONS].some((name) => existsSync(join(folder, name)));
    const unsorted = unsortedPlace(model);
    const places = model.classNames.map((_, place) => (place === unsorted ? UNSORTED_CLASS : place));
    if (raw || model.supervised || !isRun) return KnownClasses.#of(model, places);
    const opened = await openState(folder, out);
    if (opened === null) return KnownClasses.#of(model, places);
    const { classes, run } = opened;
    if (classes.places.length !== places.length) {
      out.warn(
        `${join(folder, CLASSES)} is of another model, which has ${classes.places.length} classes: it is left aside`,
      );
      return KnownClasses.#of(model, places);
    }
    const { state, placed } = run;
    // A place whose class is gone belongs to none.
    const ids = classes.places.map((id) => {
      const now = state.mergedInto.get(id) ?? id;
      return state.classes.has(now) ? now : UNSORTED_CLASS;
    });
    const columns = [...state.classes.values()].sort((a, b) => a.id - b.id);
    const none = ids.includes(UNSORTED_CLASS) || [...placed.values()].includes(UNSORTED_CLASS);
    const away = columns.filter(({ id }) => !ids.includes(id) && state.classOf.includes(id));
    if (away.length > 0) {
      out.note(
        `the model knows nothing of ${away.map(({ id, name }) => name ?? id).join(", ")}, which people made: of new images skein update tells them`,
      );
    }
    return new KnownClasses(none ? [...columns, NONE] : columns, ids, run);
  }

  static #of({ classNames }: PredictingModel, ids: readonly number[]): KnownClasses {
    const columns = numberedClasses(classNames.length).filter(({ id }) => ids.includes(id));
    return new KnownClasses(columns.length < ids.length ? [...columns, NONE] : columns, ids, null);
  }

  get isNamed(): boolean {
    return this.columns.some(({ name }) => name !== null);
  }

  /** The column of images that belong to none, or null. */
  get unsorted(): number | null {
    return this.#places.get(UNSORTED_CLASS) ?? null;
  }

  /** The classes, without that of images which belong to none. */
  get found(): ReviewClass[] {
    return this.columns.filter(({ id }) => id !== UNSORTED_CLASS);
  }

  /** Ids for columns. */
  idsOf({ clusters, confidence }: Assignments): Assignments {
    const id = (column: number) => (column < 0 ? UNSORTED_CLASS : this.columns[column]!.id);
    return { clusters: clusters.map(id), confidence };
  }

  /** The probabilities of merged classes are summed; images that a person placed, known by content or path, lie there. */
  async joined(
    { rows, columns, data }: Matrix,
    asked: AskedImages,
    signal?: AbortSignal,
  ): Promise<JoinedClasses> {
    const width = this.columns.length;
    const joined = new Float32Array(rows * width);
    for (let row = 0; row < rows; row++) {
      for (let place = 0; place < columns; place++) {
        joined[row * width + this.#columnOf[place]!]! += data[row * columns + place]!;
      }
    }
    const decided = new Uint8Array(rows);
    const placed = await this.#placed(asked, signal);
    for (const [row, id] of placed) {
      joined.fill(0, row * width, (row + 1) * width);
      joined[row * width + this.#places.get(id)!] = 1;
      decided[row] = 1;
    }
    return { probabilities: { rows, columns: width, data: joined }, decided };
  }

  /** The class of rows that a person placed. */
  async #placed(asked: AskedImages, signal?: AbortSignal): Promise<[number, number][]> {
    const run = this.#run;
    if (run === null || run.placed.size === 0) return [];
    const { images, names, files, source } = asked;
    const contents = asked.hashes && new Map(names.map((name, i) => [name, asked.hashes![i]!]));
    const hashes = contents
      ? await fileHashes(names, { contentOf: (name) => contents.get(name), signal })
      : await imageHashes(images, files, { signal });
    const isOwn = source !== null && (source === run.source || resolve(source) === run.source);
    const pathOf = (row: number) =>
      files ? pathWithin(run.folder, files[row]!) : isOwn ? names[row]! : `${source}#${names[row]!}`;
    return hashes.flatMap((hash, row) => {
      const key: ImageKey = { path: pathOf(row), hash };
      const number = run.state.index.find(key);
      const id = number === undefined ? undefined : run.placed.get(number);
      return id === undefined ? [] : [[row, id] as [number, number]];
    });
  }
}

const NONE: ReviewClass = { id: UNSORTED_CLASS, name: null };

/** As a run calls the file: relative to the folder of its images, or absolute. */
function pathWithin(folder: string | null, file: string): string {
  const path = resolve(file);
  if (folder === null) return path;
  const within = relative(folder, path).split(sep).join("/");
  return within.startsWith("../") || isAbsolute(within) ? path : within;
}

/** Null where there are no classes. */
async function openState(
  folder: string,
  out: Output,
): Promise<{ readonly classes: RunClasses; readonly run: RunState } | null> {
  if (existsSync(join(folder, ASSIGNMENTS))) {
    const run = await ReviewRun.open(folder);
    const replayed = run.replay();
    noteReplayed(out, run, replayed);
    const { state } = replayed;
    const { folder: images, source } = run.classes;
    const placed = placedImages(run.base.classOf, state);
    return { classes: run.classes, run: { state, folder: images, source, placed } };
  }
  // A model that was copied with its classes alone.
  const classes = await readClasses(join(folder, CLASSES));
  if (classes === null) return null;
  const corrections = await readCorrections(join(folder, CORRECTIONS));
  const { absorbed, mergedInto } = classes;
  const base = { images: [], classes: classes.classes, classOf: new Int32Array(), absorbed, mergedInto };
  const replayed = replay(base, corrections.log);
  noteReplayed(out, { corrections }, { ...replayed, vanished: [] });
  const { state } = replayed;
  return { classes, run: { state, folder: null, source: classes.source, placed: new Map<number, number>() } };
}

function placedImages(found: Int32Array, state: ReviewState): Map<number, number> {
  const placed = new Map<number, number>();
  state.classOf.forEach((id, image) => {
    const before = found[image]!;
    const isMoved = id !== (state.mergedInto.get(before) ?? before);
    if (state.decided[image] || isMoved) placed.set(image, id);
  });
  return placed;
}
