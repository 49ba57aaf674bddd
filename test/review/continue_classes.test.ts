/** Ids and names that stay from run to run. */
import { expect, it } from "vitest";
import {
  changesText,
  checkUndo,
  continueClasses,
  type Decision,
  type LoggedDecision,
  type ReviewRun,
  replay,
} from "../../src/review/index.js";
import { baseOf, key } from "./base.js";

const logOf = (...decisions: (Decision & Record<string, unknown>)[]): LoggedDecision[] =>
  decisions.map((decision, i) => ({ n: i + 1, time: "2026-11-28T00:00:00.000Z", ...decision }));

/** A run that found these classes, and what was decided since. */
function earlier(classOf: number[], ...decisions: (Decision & Record<string, unknown>)[]) {
  const base = baseOf(classOf);
  const log = logOf(...decisions);
  const places = base.classes.map(({ id }) => id);
  const classes = {
    places,
    classes: base.classes,
    nextId: Math.max(...places) + 1,
    absorbed: 0,
    mergedInto: [],
  };
  const run = {
    base,
    images: base.images,
    classes: { ...classes, source: "photos" },
    corrections: { log },
  } as unknown as ReviewRun;
  return { run, replayed: replay(base, log) };
}

/** What a later run found: the columns of images 0 to N - 1. */
const found = (...placeOf: number[]) => ({
  images: placeOf.map((_, i) => key(i)),
  placeOf: Int32Array.from(placeOf),
  places: Math.max(...placeOf) + 1,
  unsorted: null,
  source: "photos",
});

const named = (id: number, name: string) => ({ kind: "name", class: id, name });
const move = (image: number, to: number | null) => ({ kind: "move", images: [key(image)], to });
const lock = (image: number) => ({ kind: "lock", images: [key(image)], locked: true });

it("keeps ids and names, whatever the columns are", () => {
  const { classes, changes, base } = continueClasses(
    earlier([0, 0, 0, 1, 1, 1, 2, 2, 2], named(0, "cats"), named(2, "dogs")),
    found(2, 2, 2, 0, 0, 0, 1, 1, 3),
  );
  expect(classes.places).toEqual([1, 2, 0, 3]);
  expect(classes.classes).toEqual([
    { id: 0, name: "cats" },
    { id: 1, name: null },
    { id: 2, name: "dogs" },
    { id: 3, name: null },
  ]);
  expect([...base.classOf]).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 3]);
  expect(classes).toMatchObject({ nextId: 4, absorbed: 2 });
  expect(changesText(changes)).toEqual([
    "of the classes of the earlier run 3 stay: 0 (cats), 1, 2 (dogs) (by 9 images that both have)",
    "new: 3",
    "split: 2 is now 2, 3",
  ]);
});

it("gives all parts of a class that a person merged its id again", () => {
  const before = earlier(
    [0, 0, 1, 1, 2, 2],
    { kind: "merge", classes: [0, 1], into: 1 },
    named(1, "animals"),
  );
  const { classes, changes, replayed } = continueClasses(before, found(0, 0, 1, 1, 2, 2));
  expect(classes.places).toEqual([1, 1, 2]);
  expect(classes.mergedInto).toEqual([[0, 1]]);
  expect([...replayed.state.classOf]).toEqual([1, 1, 1, 1, 2, 2]);
  expect(changes).toMatchObject({ added: [], split: [], gone: [] });
});

it("names what is merged and gone, and gives new classes ids that none had", () => {
  const decisions = [{ kind: "add", class: 7, name: null }, { kind: "undo", of: 1 }, named(1, "b")];
  const { classes, changes } = continueClasses(
    earlier([0, 0, 0, 1, 1, 2, 2, 2], ...decisions),
    found(0, 0, 0, 0, 0, 1, 1, 2),
  );
  expect(classes.places).toEqual([0, 2, 8]);
  expect(changes.merged).toEqual([[0, [0, 1]]]);
  expect(changes.gone).toEqual([{ id: 1, name: "b" }]);
  expect(changes.added).toEqual([8]);
});

it("lets decisions about images go on in the classes that there are", () => {
  const split = { kind: "split", class: 0, parts: [{ class: 3, images: [key(1), key(2)] }] };
  const before = earlier(
    [0, 0, 0, 0, 1, 1, 2, 2],
    move(7, 1),
    { kind: "merge", classes: [0, 1], into: 0 },
    move(4, 2),
    lock(5),
    split,
  );
  const { classes, base, replayed } = continueClasses(before, found(0, 0, 0, 0, 1, 1, 1, 1));
  const { state, refused } = replayed;
  expect(refused).toEqual([]);
  // 1 and 2 stay in the part, 4 where it was moved, 5 where it was locked, and 7 in what its class became.
  expect([...state.classOf]).toEqual([0, 3, 3, 0, 2, 0, 2, 0]);
  expect(classes.classes.map(({ id }) => id)).toEqual([0, 2, 3]);
  // The next run reads what this one wrote: the same decisions give the same classes.
  const again = replay({ ...base, classOf: state.classOf }, before.run.corrections.log);
  expect([...again.state.classOf]).toEqual([...state.classOf]);
});

it("keeps images that were moved and split off since in the part", () => {
  const split = { kind: "split", class: 0, parts: [{ class: 2, images: [key(3)] }] };
  const before = earlier([0, 0, 1, 1], move(3, 0), split);
  const { replayed } = continueClasses(before, found(0, 0, 1, 1));
  expect([...replayed.state.classOf]).toEqual([0, 0, 1, 2]);
});

it("calls everything new where no image is the same", () => {
  const { classes, changes } = continueClasses(earlier([0, 1]), {
    ...found(0, 1),
    images: [key(50), key(51)],
  });
  expect(classes.places).toEqual([2, 3]);
  expect(changes.gone.map(({ id }) => id)).toEqual([0, 1]);
});

it("refuses to take back what the run began with", () => {
  const log = logOf({ kind: "merge", classes: [0, 1], into: 0 }, move(0, 2), { kind: "undo", of: 2 });
  expect(() => checkUndo(log, 1, 2)).toThrow(/decision 1 is part of the classes that this run began with/);
  expect(() => checkUndo(log, 1)).not.toThrow();
  expect(() => checkUndo(log, 2)).toThrow(/taken back already/);
  expect(() => checkUndo(log, 3, 3)).not.toThrow();
  expect(() => checkUndo(log, 9)).toThrow(/there is no decision 9/);
  const base = { ...baseOf([0, 0, 2]), absorbed: 2, mergedInto: [[1, 0] as const] };
  const { refused } = replay(base, [
    ...log,
    { n: 4, time: log[0]!.time, kind: "undo", of: 1 } as LoggedDecision,
  ]);
  expect(refused.map(({ reason }) => reason)).toEqual([expect.stringMatching(/^decision 1 is part/)]);
});

it("follows merges of merged classes", () => {
  const { state } = replay(
    baseOf([0, 1, 2]),
    logOf({ kind: "merge", classes: [0, 1], into: 1 }, { kind: "merge", classes: [1, 2], into: 2 }),
  );
  expect([...state.mergedInto]).toEqual([
    [0, 2],
    [1, 2],
  ]);
});
