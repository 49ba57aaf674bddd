/** What is exported: images of a run with the classes that they have after a person's decisions. */
import { basename, extname } from "node:path";
import { hasImageExtension } from "../../data/formats.js";
import { DataError } from "../../errors.js";
import { keyOf, safeName } from "../../io/node/file_names.js";
import type { ReviewRun } from "../run/review_run.js";
import { type ReviewState, UNSORTED_CLASS } from "../state.js";
import { RunPictures } from "./run_pictures.js";

export interface ExportClass {
  readonly id: number;
  readonly name: string | null;
  /** Its name, or "class 3"; of no two classes the same. */
  readonly label: string;
  /** The label as a name that file systems take; of no two classes the same. */
  readonly folder: string;
}

export interface ExportImage {
  /** In the run. */
  readonly number: number;
  /** Relative to the source, with forward slashes. */
  readonly name: string;
  readonly hash: string;
  /** Its path; null where it is no file of its own. */
  readonly file: string | null;
  /** What its file is called in a folder, unless another one is. */
  readonly fileName: string;
  /** Null for none. */
  readonly class: ExportClass | null;
  /** 1 where a person chose the class. */
  readonly confidence: number;
  readonly decided: boolean;
}

export interface ExportSet {
  /** What the images were read from. */
  readonly source: string;
  /** What names of images are relative to; null where they are no files. */
  readonly folder: string | null;
  /** By ascending id. */
  readonly classes: readonly ExportClass[];
  /** In the run's order. */
  readonly images: readonly ExportImage[];
  readonly pictures: RunPictures;
}

export interface ExportSelection {
  /** Ids of classes, -1 for images of none. Default all. */
  readonly classes?: readonly number[] | undefined;
  /** Images of less confidence are left out; those whose class a person chose have 1. Default 0. */
  readonly minConfidence?: number | undefined;
  /** Of near-duplicates only the one that a person keeps. Default false. */
  readonly keepers?: boolean | undefined;
}

/** The folder of images of no class. */
export const UNSORTED_FOLDER = "unsorted";

/**
 * Images that are not ignored, as their classes are now.
 * @throws {DataError} for a class that does not exist.
 */
export function exportSet(run: ReviewRun, state: ReviewState, selection: ExportSelection = {}): ExportSet {
  const { minConfidence = 0, keepers = false } = selection;
  const wanted = selection.classes && new Set(selection.classes);
  for (const id of wanted ?? []) if (id !== UNSORTED_CLASS) state.classAt(id);
  const classes = exportClasses(state).filter(({ id }) => wanted?.has(id) ?? true);
  const byId = new Map(classes.map((found) => [found.id, found]));
  const { files } = run;
  const images: ExportImage[] = [];
  run.images.forEach(({ path: name, hash }, number) => {
    const id = state.classOf[number]!;
    const decided = state.decided[number] === 1;
    const confidence = decided ? 1 : run.confidence[number]!;
    if (state.ignored[number] || confidence < minConfidence) return;
    if (wanted && !wanted.has(id)) return;
    if (keepers && state.keeperOf.has(number)) return;
    const file = files?.[number] ?? null;
    const fileName = file === null ? rasterName(name, number) : basename(file);
    images.push({
      ...{ number, name, hash, file, fileName, confidence, decided },
      class: byId.get(id) ?? null,
    });
  });
  const { source, folder } = run.classes;
  return { source, folder, classes, images, pictures: new RunPictures(run) };
}

/** Names in an archive are paths, and have the endings of other formats. */
function rasterName(name: string, number: number): string {
  const plain = hasImageExtension(name) ? name.slice(0, -extname(name).length) : name;
  return `${safeName(plain) || number}.png`;
}

function exportClasses({ classes }: ReviewState): ExportClass[] {
  const sorted = [...classes.values()].sort((a, b) => a.id - b.id);
  const uses = new Map<string, number>();
  for (const { name } of sorted) if (name !== null) uses.set(name, (uses.get(name) ?? 0) + 1);
  const taken = new Set([keyOf(UNSORTED_FOLDER)]);
  return sorted.map(({ id, name }) => {
    const label = name === null ? `class ${id}` : uses.get(name)! > 1 ? `${name} (class ${id})` : name;
    const safe = safeName(label) || `class ${id}`;
    const folder = [safe, `${safe} (class ${id})`].find((text) => !taken.has(keyOf(text)))!;
    taken.add(keyOf(folder));
    return { id, name, label, folder };
  });
}

/**
 * The id of a class that a person gives by id or by name.
 * @throws {DataError} where there is none, or several have the name.
 */
export function classByName({ classes }: ReviewState, text: string): number {
  if (text === UNSORTED_FOLDER || text === String(UNSORTED_CLASS)) return UNSORTED_CLASS;
  const named = [...classes.values()].filter(({ name }) => name === text);
  if (named.length === 1) return named[0]!.id;
  if (named.length > 1) {
    throw new DataError(
      `${named.length} classes are called ${text}: give an id, ${named.map(({ id }) => id).join(" or ")}`,
    );
  }
  const id = Number(text);
  if (/^\d+$/.test(text) && classes.has(id)) return id;
  const known = [...classes.values()].map(({ id, name }) => (name === null ? String(id) : `${id} (${name})`));
  throw new DataError(`there is no class ${text}: the classes are ${known.slice(0, 30).join(", ")}`);
}
