/** What `skein cluster` knows of an earlier run, and the ids and names that its classes give those of a new one. */
import { copyFile, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { imageFiles } from "../../data/image_names.js";
import type { ImageSet } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import { ArgumentError, DataError } from "../../errors.js";
import { unsortedPlace } from "../../models/unsorted.js";
import { ReviewGraph, refitClasses } from "../../review/fit/index.js";
import {
  type ClassChanges,
  CORRECTIONS,
  changesText,
  continueClasses,
  type EarlierRun,
  type ImageKey,
  ReviewRun,
  type RunClasses,
} from "../../review/index.js";
import { isRunFolder } from "../../review/run/is_run_folder.js";
import type { Assignments } from "../assignments.js";
import type { Output } from "../output.js";
import type { RunFolder } from "../run_folder.js";
import { noteRefused } from "../run_notes.js";
import type { ClusterOptions } from "./job.js";
import type { LearnedClasses } from "./learned.js";

/** Classes by the ids that people know them by. */
export interface KnownClasses {
  readonly classes: RunClasses;
  /** Of all images: ids instead of the model's columns. */
  readonly assignments: Assignments;
  /** What became of an earlier run's classes; null where there was none. */
  readonly changes: ClassChanges | null;
}

/**
 * The run whose ids and names stay: that of --previous, else the one that lies in the folder. Null where there is none.
 * @throws {ArgumentError} where --previous names no run, or the folder has other corrections than that. @throws {DataError} where it
 *   is damaged and holds corrections, which would be lost, or its links contradict each other.
 */
export async function openEarlier(
  folder: RunFolder,
  { previous, resume }: Pick<ClusterOptions, "previous" | "resume">,
  out: Output,
  signal: AbortSignal,
): Promise<EarlierRun | null> {
  const own = isRunFolder(folder.path);
  // What was interrupted and goes on has taken the ids already.
  const path = previous === undefined || (resume && own) ? folder.path : previous;
  if (path === folder.path && !own) return null;
  if (!isRunFolder(path)) {
    throw new ArgumentError(
      `--previous ${path} holds no run: give a folder that skein cluster wrote (--out)`,
    );
  }
  if (path !== folder.path) await takeCorrections(path, folder);
  try {
    const run = await ReviewRun.open(path, { signal });
    const replayed = run.replay();
    noteRefused(out, run, replayed);
    return { run, replayed };
  } catch (error) {
    if (!(error instanceof DataError) || path !== folder.path) throw error;
    const corrections = await readFile(join(path, CORRECTIONS), "utf8").catch(() => "");
    if (corrections.trim() !== "") {
      throw new DataError(`${error.message} (or move ${CORRECTIONS} away, and its corrections are left out)`);
    }
    out.warn(`The earlier run's classes are not kept: ${error.message}`);
    return null;
  }
}

/** Copies the file of corrections of a run into the folder of the next one. */
async function takeCorrections(path: string, folder: RunFolder): Promise<void> {
  const [from, to] = [join(path, CORRECTIONS), folder.file(CORRECTIONS)];
  if (resolve(path) === resolve(folder.path)) return;
  const theirs = await readFile(from).catch(() => null);
  const own = await readFile(to).catch(() => null);
  if (own !== null && own.length > 0 && !(theirs && own.equals(theirs))) {
    throw new ArgumentError(
      `${folder.path} has corrections of its own, and --previous ${path} others: choose another --out`,
    );
  }
  if (theirs) await copyFile(from, to);
}

/** What classes are to be called in this run. */
export interface KnownClassesInput {
  readonly source: string;
  readonly images: ImageSet;
  readonly names: readonly string[];
  readonly hashes: readonly string[];
  readonly learned: LearnedClasses;
  readonly earlier: EarlierRun | null;
  readonly device: Device;
  readonly signal: AbortSignal;
}

/** Ids for the classes of a model: numbers of columns, or those of an earlier run whose decisions then hold. */
export async function knownClasses(input: KnownClassesInput): Promise<KnownClasses> {
  const { source, images, learned, earlier } = input;
  const { assignments, model } = learned;
  const unsorted = unsortedPlace(model);
  const places = model.classNames.length;
  const of = {
    // Data sets have bare names.
    source: imageFiles(images) || /[./]/.test(source) ? resolve(source) : source,
    folder: imageFiles(images) && resolve(images.folder!),
  };
  if (earlier === null) {
    const ids = Array.from({ length: places }, (_, place) => (place === unsorted ? -1 : place));
    const classes = ids.filter((id) => id >= 0).map((id) => ({ id, name: null }));
    return {
      classes: { ...of, places: ids, classes, nextId: learned.clusters, absorbed: 0, mergedInto: [] },
      assignments,
      changes: null,
    };
  }
  const keys = input.names.map((path, i): ImageKey => ({ path, hash: input.hashes[i]! }));
  const found = { images: keys, placeOf: assignments.clusters, places, unsorted };
  const { classes, changes, base, replayed } = continueClasses(earlier, found);
  const { state } = replayed;
  const prior = { classOf: base.classOf, confidence: assignments.confidence };
  const decides = state.classOf.some((id, i) => id !== base.classOf[i] || state.decided[i] === 1);
  const links = state.links.groups.length + state.links.cannot.length > 0;
  if (!decides && !links) return { classes: { ...of, ...classes }, assignments: assigned(prior), changes };
  const features = learned.features ?? (await model.transform(images));
  input.signal.throwIfAborted();
  const graph = await ReviewGraph.of(features, input.device);
  const fit = await refitClasses(graph, prior, state, { signal: input.signal });
  return { classes: { ...of, ...classes }, assignments: assigned(fit), changes };
}

const assigned = ({
  classOf,
  confidence,
}: {
  classOf: Int32Array;
  confidence: Float32Array;
}): Assignments => ({
  clusters: classOf,
  confidence,
});

/** A line each of what became of an earlier run's classes. */
export const changesNotes = ({ changes }: KnownClasses): string[] => (changes ? changesText(changes) : []);
