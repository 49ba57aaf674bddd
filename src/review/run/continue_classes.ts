/** The classes of a run that follows an earlier one: what is still there keeps its id and name. */

import type { LoggedDecision } from "../decision.js";
import type { Move } from "../decisions/move.js";
import { ImageIndex, type ImageKey } from "../image_key.js";
import { matchClasses } from "../match_classes.js";
import { activeDecisions, type Replayed } from "../replay.js";
import { type ReviewClass, type ReviewState, UNSORTED_CLASS } from "../state.js";
import type { RunClasses } from "./classes_file.js";
import type { ReviewRun } from "./review_run.js";

/** What is taken of a run that goes before. */
export type EarlierRun = Pick<ReviewRun, "base" | "classes" | "corrections">;

/** What a new run found. */
export interface FoundClasses {
  /** Of all N images. */
  readonly images: readonly ImageKey[];
  /** N columns of the model's probabilities; -1 for an image that belongs to none. */
  readonly placeOf: Int32Array;
  /** Columns, with that of images which belong to none. */
  readonly places: number;
  /** That column, or null. */
  readonly unsorted: number | null;
  readonly source: string;
  readonly folder: string | null;
}

/** What became of the classes of an earlier run. */
export interface ClassChanges {
  /** Images that both runs have. */
  readonly images: number;
  readonly kept: readonly ReviewClass[];
  /** Ids of new classes. */
  readonly added: readonly number[];
  /** Earlier classes that most images of several new ones come from. */
  readonly split: readonly { readonly from: number; readonly to: readonly number[] }[];
  /** New classes that most images of several earlier ones went to. */
  readonly merged: readonly { readonly from: readonly number[]; readonly to: number }[];
  readonly gone: readonly ReviewClass[];
}

export interface ContinuedClasses {
  readonly classes: RunClasses;
  /** N ids; -1 for an image that belongs to none. Those that a person placed lie where that was. */
  readonly classOf: Int32Array;
  /** Null where nothing went before. */
  readonly changes: ClassChanges | null;
}

/** Of a run that follows none: each class has the number of its column for an id. */
export function firstClasses(found: FoundClasses, absorbed = 0): ContinuedClasses {
  const { placeOf, unsorted, source, folder } = found;
  const places = Array.from({ length: found.places }, (_, place) =>
    place === unsorted ? UNSORTED_CLASS : place,
  );
  const ids = places.filter((id) => id !== UNSORTED_CLASS);
  const classes = ids.map((id) => ({ id, name: null }));
  const nextId = (ids.at(-1) ?? -1) + 1;
  return {
    classes: { source, folder, places, classes, nextId, absorbed, mergedInto: [] },
    classOf: placeOf,
    changes: null,
  };
}

/**
 * Gives classes the ids that they had, by the images that both runs have (`matchClasses`); ignored ones have no say. The parts of a
 * class that a person merged are that class again; what a person placed has a say only where that tells the class. Images that a person moved, locked or split off stay in their class, and classes that a person
 * made stay even if no column is theirs. All decisions up to now are absorbed.
 *
 * Images are known by their content; by their paths, too, where both runs have one source. Where no image is in both, classes
 * are new.
 */
export function continueClasses(
  earlier: EarlierRun,
  { state }: Replayed,
  found: FoundClasses,
): ContinuedClasses {
  const { images, placeOf, unsorted, source, folder } = found;
  const absorbed = Math.max(earlier.classes.absorbed, earlier.corrections.log.at(-1)?.n ?? 0);
  const before = earlierNumbers(earlier, state, found);
  const both = before.flatMap((number, image) =>
    number === undefined || state.ignored[number] ? [] : [image],
  );
  if (both.length === 0) return firstClasses(found, absorbed);
  const idBefore = (image: number) => state.classOf[before[image]!]!;
  const matched = (some: readonly number[]) =>
    matchClasses(
      some.map(idBefore),
      some.map((image) => placeOf[image]!),
    );
  const match = matched(both);
  let nextId = Math.max(earlier.classes.nextId, ...[...state.classes.keys()].map((id) => id + 1));
  const idOf = new Map(match.kept);
  const joined = new Set(state.mergedInto.values());
  for (const [id, parts] of match.split) if (joined.has(id)) for (const place of parts) idOf.set(place, id);
  // A class from which a person took many images is still the one that the others are of.
  const taken = new Set(idOf.values());
  const others = both.filter(
    (image) =>
      !idOf.has(placeOf[image]!) && !taken.has(idBefore(image)) && !isPlaced(earlier, state, before[image]!),
  );
  for (const [place, id] of matched(others).kept) idOf.set(place, id);
  const added: number[] = [];
  const places = Array.from({ length: found.places }, (_, place) => {
    if (place === unsorted) return UNSORTED_CLASS;
    const kept = idOf.get(place);
    if (kept !== undefined) return kept;
    added.push(nextId);
    idOf.set(place, nextId);
    return nextId++;
  });
  const classOf = placeOf.map((place) => (place < 0 ? UNSORTED_CLASS : places[place]!));
  const held = new Set<number>();
  before.forEach((number, image) => {
    if (number === undefined || !isPlaced(earlier, state, number)) return;
    classOf[image] = state.classOf[number]!;
    held.add(classOf[image]!);
  });
  const ids = new Set(places);
  const stays = ({ id }: ReviewClass) => ids.has(id) || held.has(id) || !earlier.classes.places.includes(id);
  const kept = [...state.classes.values()].filter(stays);
  const classes = [...kept, ...added.map((id) => ({ id, name: null }))].sort((a, b) => a.id - b.id);
  bringBack(earlier, state, { images, classOf, classes });
  const toId = (place: number) => idOf.get(place)!;
  return {
    classes: { source, folder, places, classes, nextId, absorbed, mergedInto: [...state.mergedInto] },
    classOf,
    changes: {
      images: both.length,
      kept,
      added,
      split: match.split
        .map(([from, to]) => ({ from, to: [...new Set(to.map(toId))] }))
        .filter(({ to }) => to.length > 1),
      merged: match.merged.map(([to, from]) => ({ from, to: toId(to) })),
      gone: [...state.classes.values()].filter((one) => !stays(one)),
    },
  };
}

/** The number of each image in the earlier run. */
function earlierNumbers(earlier: EarlierRun, { index }: ReviewState, { images, source }: FoundClasses) {
  const sameSource = earlier.classes.source === source;
  return images.map((key) => {
    const number = index.find(key);
    // Images of another source may have the names of other ones.
    return number !== undefined && (sameSource || index.keys[number]!.hash === key.hash) ? number : undefined;
  });
}

/** Whether a person put the image where it is. */
function isPlaced({ base }: EarlierRun, state: ReviewState, image: number): boolean {
  if (state.ignored[image]) return false;
  const found = base.classOf[image]!;
  const now = state.mergedInto.get(found) ?? found;
  return Boolean(state.decided[image] || state.locked[image]) || state.classOf[image] !== now;
}

/** Has images that the earlier run had not, and that a person moved before, lie where that put them. */
function bringBack(
  { corrections }: EarlierRun,
  state: ReviewState,
  {
    images,
    classOf,
    classes,
  }: Pick<FoundClasses, "images"> & Pick<ContinuedClasses, "classOf"> & Pick<RunClasses, "classes">,
): void {
  const index = new ImageIndex(images);
  const ids = new Set(classes.map(({ id }) => id));
  for (const decision of activeDecisions(corrections.log)) {
    if (decision.kind !== "move") continue;
    const { images: moved, to } = decision as LoggedDecision<Move>;
    const id = to === null ? UNSORTED_CLASS : (state.mergedInto.get(to) ?? to);
    if (id !== UNSORTED_CLASS && !ids.has(id)) continue;
    for (const key of moved) {
      const image = index.find(key);
      if (image !== undefined && state.index.find(key) === undefined) classOf[image] = id;
    }
  }
}
