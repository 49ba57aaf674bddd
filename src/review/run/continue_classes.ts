/** Ids and names of an earlier run's classes, for what a new run found. */
import type { ImageKey } from "../image_key.js";
import { type ClassMatch, matchClasses } from "../match_classes.js";
import { type Replayed, replay } from "../replay.js";
import { type ReviewBase, type ReviewClass, type ReviewState, UNSORTED_CLASS } from "../state.js";
import type { RunClasses } from "./classes_file.js";
import { nextClassId } from "./next_class_id.js";
import type { ReviewRun } from "./review_run.js";

/** A run, and what decisions made of it. */
export interface EarlierRun {
  readonly run: ReviewRun;
  readonly replayed: Replayed;
}

/** What a new run found. */
export interface FoundClasses {
  /** Of all N images. */
  readonly images: readonly ImageKey[];
  /** N columns of the model; -1 for an image of no class. */
  readonly placeOf: Int32Array;
  /** Columns of the model. */
  readonly places: number;
  /** The column for images of no class; null where there is none. */
  readonly unsorted: number | null;
  /** What they were read from, as `RunClasses` has it: images of another source may have the paths of other ones. */
  readonly source: string;
}

/** What became of the classes of an earlier run. */
export interface ClassChanges {
  /** Images that both runs have. */
  readonly images: number;
  readonly kept: readonly ReviewClass[];
  /** Ids that are new. */
  readonly added: readonly number[];
  /** Earlier classes, and the ids of what most of them are now. */
  readonly split: readonly (readonly [number, readonly number[]])[];
  /** Ids, and the earlier classes that went into each. */
  readonly merged: readonly (readonly [number, readonly number[]])[];
  readonly gone: readonly ReviewClass[];
}

export interface ContinuedClasses {
  readonly classes: Pick<RunClasses, "places" | "classes" | "nextId" | "absorbed" | "mergedInto">;
  readonly changes: ClassChanges;
  /** What the new run found, in these ids; locked images in the class that holds them. */
  readonly base: ReviewBase;
  /** `base` after the decisions of the earlier run. */
  readonly replayed: Replayed;
}

/**
 * Gives the classes of a new run the ids and names of an earlier one's, as they are after all decisions (`matchClasses`, over the
 * images that both have). Parts of a class that a person merged are that class again. Classes that no column of the new model is
 * stay as long as decisions put images into them. All decisions so far are absorbed.
 */
export function continueClasses(
  { run, replayed: { state } }: EarlierRun,
  found: FoundClasses,
): ContinuedClasses {
  const { log } = run.corrections;
  const places = found.images.map((key) => {
    const i = state.index.find(key);
    return i !== undefined && (run.classes.source === found.source || run.images[i]!.hash === key.hash)
      ? i
      : undefined;
  });
  const before = Int32Array.from(places, (i) =>
    i === undefined || state.ignored[i] ? UNSORTED_CLASS : state.classOf[i]!,
  );
  const absorbed = log.at(-1)?.n ?? 0;
  const mergedInto = [...state.mergedInto];
  const match = matchClasses(before, found.placeOf);
  const idOf = new Map([...match.kept, ...keptByFree({ run, state }, before, found, match)]);
  const joined = new Set(state.mergedInto.values());
  for (const [id, parts] of match.split) if (joined.has(id)) for (const part of parts) idOf.set(part, id);
  let nextId = nextClassId(run.classes, log);
  const added: number[] = [];
  const ids = Array.from({ length: found.places }, (_, place) => {
    if (place === found.unsorted) return UNSORTED_CLASS;
    const known = idOf.get(place);
    if (known !== undefined) return known;
    added.push(nextId);
    return nextId++;
  });
  const placed = new Set(ids);
  const all: ReviewClass[] = [...state.classes.values(), ...added.map((id) => ({ id, name: null }))];
  const classOf = Int32Array.from(found.placeOf, (place, image) => {
    const i = places[image];
    if (i !== undefined && state.locked[i]) return state.classOf[i]!;
    return place < 0 ? UNSORTED_CLASS : ids[place]!;
  });
  const everything = { images: found.images, classes: all, classOf, absorbed, mergedInto };
  const held = new Set(replay(everything, log).state.classOf);
  const sizes = new Set(state.classOf);
  const madeEmpty = ({ id }: ReviewClass) => !sizes.has(id) && !run.classes.places.includes(id);
  const classes = all
    .filter((one) => placed.has(one.id) || held.has(one.id) || madeEmpty(one))
    .sort((a, b) => a.id - b.id);
  const stays = new Set(classes.map(({ id }) => id));
  const base = { ...everything, classes };
  return {
    classes: { places: ids, classes, nextId, absorbed, mergedInto },
    changes: {
      images: places.filter((i) => i !== undefined).length,
      kept: classes.filter(({ id }) => state.classes.has(id)),
      added,
      split: match.split
        .filter(([id]) => !joined.has(id))
        .map(([id, parts]) => [id, parts.map((part) => ids[part]!).sort((a, b) => a - b)] as const),
      merged: match.merged.map(([place, earlier]) => [ids[place]!, earlier] as const),
      gone: [...state.classes.values()].filter(({ id }) => !stays.has(id)),
    },
    base,
    replayed: replay(base, log),
  };
}

/**
 * Of columns and classes that no other is, those of which the images that no decision places agree: a class whose parts a person
 * split off is itself still where the model found it whole.
 */
function keptByFree(
  { run, state }: { readonly run: ReviewRun; readonly state: ReviewState },
  before: Int32Array,
  { images, placeOf }: FoundClasses,
  { kept }: ClassMatch,
): ReadonlyMap<number, number> {
  const { log } = run.corrections;
  const nowhere = new Int32Array(run.images.length).fill(UNSORTED_CLASS);
  const base = {
    images: run.images,
    classes: [...state.classes.values()],
    ...{ classOf: nowhere, absorbed: log.at(-1)?.n ?? 0, mergedInto: [...state.mergedInto] },
  };
  const held = replay(base, log).state;
  const taken = new Set(kept.values());
  const isFree = (image: number) => {
    const i = state.index.find(images[image]!);
    return i !== undefined && held.classOf[i] === UNSORTED_CLASS && !held.decided[i];
  };
  const free = before.map((id, image) => (!taken.has(id) && isFree(image) ? id : UNSORTED_CLASS));
  const open = placeOf.map((place) => (kept.has(place) ? UNSORTED_CLASS : place));
  return matchClasses(free, open).kept;
}

/** A line each of what became of the classes. */
export function changesText({ images, kept, added, split, merged, gone }: ClassChanges): string[] {
  const called = ({ id, name }: ReviewClass) => (name === null ? String(id) : `${id} (${name})`);
  const list = (ids: readonly number[]) => ids.join(", ");
  return [
    `of the classes of the earlier run ${kept.length} stay: ${kept.map(called).join(", ") || "none"} (by ${images} images that both have)`,
    ...(added.length > 0 ? [`new: ${list(added)}`] : []),
    ...split.map(([id, parts]) => `split: ${id} is now ${list(parts)}`),
    ...merged.map(([id, parts]) => `merged: ${list(parts)} are now ${id}`),
    ...(gone.length > 0 ? [`gone: ${gone.map(called).join(", ")}`] : []),
  ];
}
