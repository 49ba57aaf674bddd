import { describe, expect, it } from "vitest";
import {
  continueClasses,
  type FoundClasses,
  firstClasses,
  type LoggedDecision,
  partLinked,
  type RunClasses,
  replay,
} from "../../src/review/index.js";
import { baseOf, key } from "./base.js";

const SOURCE = { source: "/photos", folder: "/photos" };

/** What a run found: images 0 to N - 1 in these columns. */
const found = (placeOf: number[], more: Partial<FoundClasses> = {}): FoundClasses => ({
  ...SOURCE,
  images: placeOf.map((_, i) => key(i)),
  placeOf: Int32Array.from(placeOf),
  places: Math.max(...placeOf) + 1,
  unsorted: null,
  ...more,
});

/** A run of images 0 to N - 1 with corrections. */
function runOf(classOf: number[], decisions: object[] = [], classes: Partial<RunClasses> = {}) {
  const log = decisions.map((decision, i) => ({
    n: i + 1,
    time: "2026-01-01T00:00:00Z",
    ...decision,
  })) as unknown as LoggedDecision[];
  const base = { ...baseOf(classOf), absorbed: classes.absorbed ?? 0, mergedInto: classes.mergedInto ?? [] };
  const ids = base.classes.map(({ id }) => id);
  const all: RunClasses = {
    ...{ ...SOURCE, places: ids, classes: base.classes, nextId: Math.max(...ids) + 1 },
    ...{ absorbed: 0, mergedInto: [], ...classes },
  };
  return {
    base: { ...base, classes: all.classes },
    classes: all,
    corrections: { log, length: 0, size: 0, notes: [] },
  };
}

const continued = (run: ReturnType<typeof runOf>, now: FoundClasses) =>
  continueClasses(run, replay(run.base, run.corrections.log), now);

const images = (...numbers: number[]) => numbers.map(key);

describe("classes of a run that follows another", () => {
  it("keep ids and names where most images stay, and new ones get numbers that no class has had", () => {
    const run = runOf([0, 0, 0, 1, 1, 1, 2, 2, 2], [{ kind: "name", class: 1, name: "Shoes" }]);
    const { classes, classOf, changes } = continued(run, found([2, 2, 2, 0, 0, 0, 1, 1, 3]));
    expect(classes.places).toEqual([1, 2, 0, 3]);
    expect(classes.classes).toEqual([
      { id: 0, name: null },
      { id: 1, name: "Shoes" },
      { id: 2, name: null },
      { id: 3, name: null },
    ]);
    expect([...classOf]).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 3]);
    expect(classes).toMatchObject({ nextId: 4, absorbed: 1 });
    expect(changes).toMatchObject({ images: 9, added: [3], split: [{ from: 2, to: [2, 3] }], gone: [] });
  });

  it("say which are gone, and which went into one", () => {
    const run = runOf([0, 0, 1, 1, 1], [{ kind: "name", class: 0, name: "Hats" }]);
    const { classes, changes } = continued(run, found([0, 0, 0, 0, 0]));
    expect(classes).toMatchObject({ places: [1], classes: [{ id: 1, name: null }], nextId: 2 });
    expect(changes).toMatchObject({ merged: [{ from: [0, 1], to: 1 }], gone: [{ id: 0, name: "Hats" }] });
  });

  it("are one again where a person merged them, as often as it is run", () => {
    const run = runOf([0, 0, 0, 1, 1, 2, 2], [{ kind: "merge", classes: [0, 1], into: 0 }]);
    const next = found([1, 1, 1, 2, 2, 0, 0]);
    const { classes, classOf, changes } = continued(run, next);
    expect(classes).toMatchObject({ places: [2, 0, 0], mergedInto: [[1, 0]], nextId: 3 });
    expect([...classOf]).toEqual([0, 0, 0, 0, 0, 2, 2]);
    expect(changes!.split).toEqual([]);
    const second = runOf([...classOf], [], classes);
    expect(continued({ ...second, corrections: run.corrections }, next).classes.places).toEqual([2, 0, 0]);
  });

  it("hold images that a person moved, locked or split off, in classes that the run did not find", () => {
    const run = runOf(
      [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1],
      [
        { kind: "move", images: images(0), to: 1 },
        { kind: "lock", images: images(1), locked: true },
        { kind: "split", class: 1, parts: [{ class: 2, images: images(5, 6) }] },
        { kind: "move", images: images(10), to: null },
      ],
    );
    // The new run exchanges images 1 and 7, and puts 0 back.
    const now = found([0, 1, 0, 0, 0, 1, 1, 0, 1, 1, 1]);
    const { classes, classOf } = continued(run, now);
    expect([...classOf]).toEqual([1, 0, 0, 0, 0, 2, 2, 0, 1, 1, -1]);
    expect(classes.classes.map(({ id }) => id)).toEqual([0, 1, 2]);
    // What was decided holds when the decisions are applied to the new run, and in the run after that.
    const base = { images: now.images, classes: classes.classes, classOf, absorbed: classes.absorbed };
    const { state, refused } = replay(base, run.corrections.log);
    expect(refused).toEqual([]);
    expect([...state.classOf]).toEqual([...classOf]);
    expect([...state.decided]).toEqual([1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1]);
    const third = { ...runOf([...classOf], [], classes), corrections: run.corrections };
    const again = continued({ ...third, base }, found([0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1]));
    expect([...again.classOf]).toEqual([1, 0, 0, 0, 0, 2, 2, 1, 1, 1, -1]);
  });

  it("take a move along whose class was merged or split later", () => {
    const run = runOf(
      [0, 0, 0, 1, 1, 1, 2, 2],
      [
        { kind: "move", images: images(0), to: 1 },
        { kind: "merge", classes: [1, 2], into: 2 },
        { kind: "split", class: 2, parts: [{ class: 5, images: images(0, 3) }] },
      ],
    );
    const { classes, classOf } = continued(run, found([0, 0, 0, 1, 1, 1, 1, 1]));
    expect(classOf[0]).toBe(5);
    expect(classes.nextId).toBe(6);
    const base = { images: run.base.images, classes: classes.classes, classOf, absorbed: classes.absorbed };
    const { state, refused } = replay({ ...base, mergedInto: classes.mergedInto }, run.corrections.log);
    expect(refused).toEqual([]);
    expect(state.classOf[0]).toBe(5);
  });

  it("bring images back that were away, to where a person put them", () => {
    const run = runOf([0, 0, 1, 1], [{ kind: "move", images: [key(9)], to: 1 }]);
    const { classOf } = continued(run, found([0, 0, 1, 1, 0], { images: [...images(0, 1, 2, 3), key(9)] }));
    expect([...classOf]).toEqual([0, 0, 1, 1, 1]);
  });

  it("give ignored images no say, and unsorted ones no class", () => {
    const run = runOf([0, 0, 0, 1, 1], [{ kind: "ignore", images: images(0, 1), ignored: true }]);
    const { classes, classOf } = continued(run, found([1, 1, 1, 1, -1], { places: 3, unsorted: 2 }));
    // Without ignored images column 1 has one of class 0 and one of class 1: it is neither.
    expect(classes.places).toEqual([2, 3, -1]);
    expect([...classOf]).toEqual([3, 3, 3, 3, -1]);
  });

  it("begin anew where no image is in both, and take no decision about earlier classes for theirs", () => {
    const run = runOf([0, 1], [{ kind: "name", class: 0, name: "Hats" }]);
    const others = found([0, 1, 1], { images: [20, 21, 22].map(key) });
    const { classes, changes } = continued(run, others);
    expect(classes).toEqual(firstClasses(others, 1).classes);
    expect(classes.absorbed).toBe(1);
    expect(changes).toBeNull();
    const elsewhere = { images: images(0, 1).map(({ path }, i) => ({ path, hash: key(50 + i).hash })) };
    expect(continued(run, found([0, 1], { ...elsewhere, source: "/other" })).changes).toBeNull();
    expect(continued(run, found([0, 1], elsewhere)).changes).toMatchObject({ images: 2 });
  });
});

describe("undoing what a run was made of", () => {
  const log = [
    { n: 1, time: "", kind: "merge", classes: [0, 1], into: 0 },
    { n: 2, time: "", kind: "must-link", images: images(0, 3) },
    { n: 3, time: "", kind: "undo", of: 1 },
  ] as unknown as LoggedDecision[];
  const base = { ...baseOf([0, 0, 2, 0]), absorbed: 2 };

  it("is refused with a sentence, for decisions about classes and moves", () => {
    const { refused } = replay(base, log);
    expect(refused).toHaveLength(1);
    expect(refused[0]!.reason).toMatch(/^decision 1 \(classes 0, 1 are one, 0\) is part of the run/);
  });

  it("works for links, and for what was decided since", () => {
    const undo = (n: number, of: number) => ({ n, time: "", kind: "undo", of }) as unknown as LoggedDecision;
    const { refused, state } = replay(base, [...log.slice(0, 2), undo(3, 2)]);
    expect(refused).toEqual([]);
    expect(state.links.groups).toEqual([]);
    // An undo that the run knows of brings its decision back by no other undo.
    const { refused: again } = replay({ ...base, absorbed: 3 }, [...log, undo(4, 3)]);
    expect(again.map(({ decision }) => decision.n)).toEqual([4]);
  });
});

describe("cannot-links in a new run", () => {
  const link = (a: number, b: number) => ({ kind: "cannot-link", images: [key(a), key(b)] });
  const ranking = () => [0, 1, 2];
  const confidence = [0.9, 0.8, 0.7, 0.6, 0.5];
  const parted = (classOf: number[], decisions: object[]) => {
    const { base, corrections } = runOf(classOf, decisions);
    const { state } = replay(base, corrections.log);
    return { unmet: partLinked(state, confidence, ranking), classOf: [...state.classOf] };
  };

  it("send the less sure image, with those linked to it, to its next best free class", () => {
    expect(parted([0, 0, 1, 2], [link(0, 1)])).toEqual({ unmet: [], classOf: [0, 1, 1, 2] });
    const group = { kind: "must-link", images: images(1, 3) };
    expect(parted([0, 0, 1, 0, 2], [group, link(0, 3), link(1, 2)]).classOf).toEqual([0, 2, 1, 2, 2]);
    // Of classes 0 and 1 both hold an image that it must not be with.
    expect(parted([0, 0, 1, 0], [link(0, 1), link(1, 2)]).classOf).toEqual([0, -1, 1, 0]);
  });

  it("leave what a person placed, and say where that breaks a link", () => {
    const move = (image: number) => ({ kind: "move", images: images(image), to: 0 });
    expect(parted([0, 1, 1, 2], [link(0, 1)])).toEqual({ unmet: [], classOf: [0, 1, 1, 2] });
    expect(parted([0, 0, 1, 2], [move(1), link(0, 1)])).toEqual({ unmet: [], classOf: [1, 0, 1, 2] });
    expect(parted([0, 0, 1, 2], [move(1), move(0), link(0, 1)])).toEqual({
      unmet: [[0, 1]],
      classOf: [0, 0, 1, 2],
    });
  });
});
