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
  type ContinuedClasses,
  continueClasses,
  EARLIER,
  type FoundClasses,
  linkedApart,
  METRICS,
  type OpenRunOptions,
  partLinked,
  type Replayed,
  ReviewRun,
  replay,
  UNSORTED_CLASS,
} from "../../review/index.js";
import type { Assignments } from "../assignments.js";
import { noteReplayed } from "../open_run.js";
import type { Output } from "../output.js";
import { printable } from "../printable.js";
import type { RunFolder } from "../run_folder.js";
import type { ClusterOptions } from "./job.js";
import type { LearnedClasses } from "./run.js";

export class PreviousRun {
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
    { previous, resume }: Pick<ClusterOptions, "previous" | "resume">,
    out: Output,
    signal: AbortSignal,
  ): Promise<PreviousRun | null> {
    const replaced = previous === undefined || resolve(previous) === resolve(folder.path);
    if (!replaced && existsSync(folder.file(CORRECTIONS))) {
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

  /** Ids and names for what was learned. */
  continued(found: FoundClasses): ContinuedClasses {
    return continueClasses(this.run, this.replayed, found);
  }

  /**
   * Has decisions hold in the new run: what a person placed lies there, must-linked images share a class, and cannot-linked ones
   * do not (`partLinked`). No other image changes.
   */
  async corrected(
    { classes, classOf }: ContinuedClasses,
    { found, learned, images, out }: NewClasses,
  ): Promise<Assignments> {
    const { absorbed, mergedInto, places } = classes;
    const base = { images: found.images, classes: classes.classes, classOf, absorbed, mergedInto };
    const { state } = replay(base, this.run.corrections.log);
    const { confidence } = learned.assignments;
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
      clusters: state.classOf,
      confidence: confidence.map((value, image) => (state.decided[image] ? 1 : value)),
    };
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
    if (!(error instanceof DataError) || existsSync(join(path, CORRECTIONS))) throw error;
    out.warn(`classes get new numbers, since the earlier run cannot be read: ${error.message}`);
    return null;
  }
}

/** What a run found, and what its images are. */
interface NewClasses {
  readonly found: FoundClasses;
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
): FoundClasses {
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

/** Lines that say what became of the earlier classes. */
export function changesText({ images, kept, added, split, merged, gone }: ClassChanges): string {
  const named = ({ id, name }: { id: number; name: string | null }) =>
    name === null ? String(id) : `${id} (${printable(name)})`;
  const list = (values: readonly (number | string)[]) => values.join(", ");
  const names = kept.filter(({ name }) => name !== null);
  const lines = [
    `of ${counted(kept.length + gone.length, "earlier class")} ${kept.length} stayed, by ${counted(images, "image")} that both runs have`,
    ...(names.length > 0 ? [`named: ${list(names.map(named))}`] : []),
    ...(added.length > 0 ? [`new: ${list(added)}`] : []),
    ...split.map(({ from, to }) => `split: ${from} into ${list(to)}`),
    ...merged.map(({ from, to }) => `merged: ${list(from)} into ${to}`),
    ...(gone.length > 0 ? [`gone: ${list(gone.map(named))}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}
