/** The run that another one follows: its classes keep their numbers and names, and what people decided holds. */
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { imageFiles } from "../../data/image_names.js";
import { type ImageSet, subset } from "../../data/image_set.js";
import { ArgumentError, DataError } from "../../errors.js";
import { counted } from "../../format.js";
import { writeFileAtomically, writeRefusal } from "../../io/atomic_file.js";
import type { Matrix } from "../../models/index.js";
import { unsortedPlace } from "../../models/unsorted.js";
import {
  ASSIGNMENTS,
  CLASSES,
  type ClassChanges,
  CORRECTIONS,
  continueClasses,
  EARLIER,
  type FoundClasses,
  linkedApart,
  METRICS,
  type OpenRunOptions,
  partLinked,
  type Replayed,
  ReviewRun,
  type RunClasses,
  UNSORTED_CLASS,
} from "../../review/index.js";
import { isRunFolder } from "../../review/run/is_run_folder.js";
import type { Assignments } from "../assignments.js";
import { noteReplayed } from "../open_run.js";
import type { Output } from "../output.js";
import { printable } from "../printable.js";
import type { RunFolder } from "../run_folder.js";
import type { LearnedClasses } from "./learned.js";

export class PreviousRun {
  /** What was said already of the runs that follow: a first result and the last one may have the same to say. */
  readonly #told = new Set<string>();

  private constructor(
    readonly run: ReviewRun,
    readonly replayed: Replayed,
    /** Whether the new run replaces it. */
    readonly replaced: boolean,
  ) {}

  /**
   * The run that `--previous` names, else the one in the folder, which is to be replaced; null where there is none.
   * @throws {DataError} where it is damaged, or links contradict each other. @throws {ArgumentError} where the folder holds corrections of
   *   another run.
   */
  static async open(
    folder: RunFolder,
    { previous, resume }: { readonly previous?: string; readonly resume?: boolean },
    out: Output,
    signal: AbortSignal,
  ): Promise<PreviousRun | null> {
    // A first result that took the corrections of `previous` along, and that training goes on from.
    const isCarried = resume === true && existsSync(folder.file(CORRECTIONS));
    const goesOn = isCarried && (existsSync(folder.file(CLASSES)) || isInterrupted(folder));
    const replaced = previous === undefined || goesOn || resolve(previous) === resolve(folder.path);
    if (!replaced && !isCarried && existsSync(folder.file(CORRECTIONS))) {
      throw new ArgumentError(
        `${folder.path} holds corrections of its own, and --previous would replace them: choose another --out`,
      );
    }
    const path = replaced ? folder.path : previous;
    const isHalf = replaced && isInterrupted(folder);
    if (replaced && !existsSync(join(path, ASSIGNMENTS)) && !isHalf) {
      if (!existsSync(join(path, CORRECTIONS))) return null;
      throw new DataError(
        `${path} holds corrections, and not the ${ASSIGNMENTS} of the run that they are of: choose another --out, or remove ${CORRECTIONS}`,
      );
    }
    if (!replaced && !isRunFolder(path)) {
      throw new ArgumentError(
        `--previous ${path} holds no run: give a folder that skein cluster wrote (--out)`,
      );
    }
    const run = replaced
      ? await opened(path, { tables: isHalf ? folder.file(EARLIER) : path, signal }, out)
      : await ReviewRun.open(path, { signal });
    // A first result that training goes on from, and that nobody corrected, is nothing to keep.
    if (run === null || (resume && replaced && !isHalf && !isCorrected(run))) return null;
    const replayed = run.replay();
    noteReplayed(out, run, replayed);
    return new PreviousRun(run, replayed, replaced);
  }

  get path(): string {
    return this.run.folder;
  }

  /**
   * Ids and names for what was learned, and what people decided: what they placed lies there, must-linked images share a class, and
   * cannot-linked ones do not (`partLinked`). No other image changes.
   */
  async continued({ found, learned, images, out }: NewClasses): Promise<RunNames> {
    const { classes, changes, base, replayed } = continueClasses(this, found);
    this.#noteLost(replayed, out);
    const { state } = replayed;
    const { places } = classes;
    const { source, folder } = found;
    const { confidence } = learned.assignments;
    const decided = state.classOf.slice();
    const linked = linkedApart(state);
    if (linked.length > 0) {
      const rows = new Map(linked.map((image, row) => [image, row]));
      const probabilities = await learned.model.predictProba(subset(images, linked));
      const unmet = partLinked(state, confidence, (image) =>
        rankedIds(probabilities, rows.get(image)!, places),
      );
      if (unmet.length > 0) {
        const pairs = unmet.map((pair) => pair.map((image) => found.images[image]!.path).join(" and "));
        out.warn(
          `${counted(pairs.length, "pair")} that must not share a class, and that people put into one: ${printable(pairs.join("; "))}`,
        );
      }
    }
    return {
      classes: { source, folder, ...classes },
      changes,
      assignments: {
        clusters: state.classOf,
        confidence: confidence.map((value, image) => (state.decided[image] ? 1 : value)),
      },
      // What links parted stays so: where it lies then is nothing that a decision says.
      beneath:
        this.run.corrections.log.length === 0
          ? null
          : {
              clusters: base.classOf.map((id, image) => {
                const now = state.classOf[image]!;
                return now === decided[image] ? id : now;
              }),
              confidence,
            },
    };
  }

  /** Says which images of the earlier run are not in the new one, and which decisions do not fit it. */
  #noteLost({ state, refused, vanished }: Replayed, out: Output): void {
    const lost = this.run.images.filter((key) => state.index.find(key) === undefined);
    const some = lost.slice(0, 5).map(({ path }) => path);
    const text =
      `${counted(lost.length, "image")} of the earlier run ${lost.length === 1 ? "is" : "are"} not among those that were read, and left out: ` +
      `${some.join(", ")}${lost.length > 5 ? ", ..." : ""} (skein update RUN FOLDER adds images of other folders again)`;
    if (lost.length > 0 && this.#isNew(text)) out.warn(printable(text));
    const refusedBefore = new Set(this.replayed.refused.map(({ decision }) => decision.n));
    const vanishedBefore = new Set(this.replayed.vanished);
    noteReplayed(
      out,
      { corrections: { ...this.run.corrections, notes: [] } },
      {
        refused: refused.filter(
          ({ decision: { n }, reason }) => !refusedBefore.has(n) && this.#isNew(`${n}: ${reason}`),
        ),
        vanished: vanished.filter(
          (key) => !vanishedBefore.has(key) && this.#isNew(`${key.hash} ${key.path}`),
        ),
      },
    );
  }

  #isNew(text: string): boolean {
    const size = this.#told.size;
    return this.#told.add(text).size > size;
  }

  /** Keeps what a kill would lose until the new run's files are there. */
  async setAside(folder: RunFolder): Promise<void> {
    if (!this.replaced || isInterrupted(folder)) return;
    const kept = folder.file(EARLIER);
    try {
      await mkdir(kept, { recursive: true });
      // The one that says that all are there comes last.
      for (const name of [METRICS, CLASSES, ASSIGNMENTS]) {
        if (existsSync(folder.file(name))) await copyFile(folder.file(name), join(kept, name));
      }
    } catch (error) {
      throw writeRefusal(kept, error);
    }
  }

  /** Takes the corrections along into another folder. */
  async carryCorrections(folder: RunFolder): Promise<void> {
    const { corrections } = this.run;
    if (this.replaced || corrections.log.length === 0) return;
    const bytes = (await readFile(join(this.path, CORRECTIONS))).subarray(0, corrections.length);
    await writeFileAtomically(folder.file(CORRECTIONS), bytes);
  }

  /** The new run's files are there. */
  async forget(folder: RunFolder): Promise<void> {
    if (this.replaced) await rm(folder.file(EARLIER), { recursive: true, force: true });
  }
}

/** A run that is replaced; null where it is damaged, and nobody corrected it. */
async function opened(path: string, options: OpenRunOptions, out: Output): Promise<ReviewRun | null> {
  try {
    return await ReviewRun.open(path, options);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    if (existsSync(join(path, CORRECTIONS))) {
      throw new DataError(`${error.message} (or move ${CORRECTIONS} away, and its corrections are left out)`);
    }
    out.warn(`The earlier run's classes are not kept: ${error.message}`);
    return null;
  }
}

/** Classes by the ids that people know them by. */
export interface RunNames {
  readonly classes: RunClasses;
  /** Of all images, by these ids. */
  readonly assignments: Assignments;
  /** What `assignments` would be without decisions, so that one can be taken back later; null where there are none. */
  readonly beneath: Assignments | null;
  /** What became of an earlier run's classes; null where there was none. */
  readonly changes: ClassChanges | null;
}

interface Found extends FoundClasses {
  readonly folder: string | null;
}

/** What a run found, and what its images are. */
interface NewClasses {
  readonly found: Found;
  readonly learned: LearnedClasses;
  readonly images: ImageSet;
  readonly out: Output;
}

/** Ids of a row's classes, the most probable first. */
function rankedIds({ columns, data }: Matrix, row: number, places: readonly number[]): number[] {
  const sums = new Map<number, number>();
  places.forEach((id, place) => {
    if (id !== UNSORTED_CLASS) sums.set(id, (sums.get(id) ?? 0) + data[row * columns + place]!);
  });
  return [...sums].sort(([, a], [, b]) => b - a).map(([id]) => id);
}

/** Whether a run was killed while it replaced the one in the folder. */
function isInterrupted(folder: RunFolder): boolean {
  const whole = existsSync(folder.file(ASSIGNMENTS)) && existsSync(folder.file(CLASSES));
  return !whole && existsSync(join(folder.file(EARLIER), ASSIGNMENTS));
}

function isCorrected({ classes, corrections }: ReviewRun): boolean {
  const own = classes.classes.every(({ id, name }, i) => id === i && name === null);
  return corrections.log.length > 0 || !own;
}

/** Of a run that follows none: each class has the number of its column for an id. */
export function firstClasses({ model, assignments }: LearnedClasses, found: Found): RunNames {
  const { source, folder, unsorted } = found;
  const places = model.classNames.map((_, place) => (place === unsorted ? UNSORTED_CLASS : place));
  const ids = places.filter((id) => id !== UNSORTED_CLASS);
  const classes = ids.map((id) => ({ id, name: null }));
  const nextId = (ids.at(-1) ?? -1) + 1;
  return {
    classes: { source, folder, places, classes, nextId, absorbed: 0, mergedInto: [] },
    ...{ changes: null, assignments, beneath: null },
  };
}

/** What was found, for `continueClasses`. */
export function foundClasses(
  { model, assignments }: LearnedClasses,
  {
    source,
    images,
    names,
    hashes,
  }: {
    readonly source: string;
    readonly images: ImageSet;
    readonly names: readonly string[];
    readonly hashes: readonly string[];
  },
): Found {
  const isFiles = imageFiles(images) !== null;
  return {
    images: names.map((path, i) => ({ path, hash: hashes[i]! })),
    placeOf: assignments.clusters,
    places: model.classNames.length,
    unsorted: unsortedPlace(model),
    // Data sets have bare names.
    source: isFiles || /[./]/.test(source) ? resolve(source) : source,
    folder: isFiles ? resolve(images.folder!) : null,
  };
}
