/** What classes are after decisions. */
import { expect, it } from "vitest";
import { DataError } from "../../src/errors.js";
import { type Decision, type LoggedDecision, replay } from "../../src/review/index.js";
import { baseOf, hashOf, key } from "./base.js";

const classes = [0, 0, 0, 1, 1, 2];

/** Numbered and dated, as the file has them. */
const logOf = (...decisions: (Decision & Record<string, unknown>)[]): LoggedDecision[] =>
  decisions.map((decision, i) => ({ n: i + 1, time: "2026-11-28T00:00:00.000Z", ...decision }));

function after(...decisions: (Decision & Record<string, unknown>)[]) {
  const { state, refused } = replay(baseOf(classes), logOf(...decisions));
  return { state, classOf: [...state.classOf], refused: refused.map(({ reason }) => reason) };
}

const move = (image: number, to: number | null) => ({ kind: "move", images: [key(image)], to });
const must = (...images: number[]) => ({ kind: "must-link", images: images.map(key) });
const cannot = (a: number, b: number) => ({ kind: "cannot-link", images: [key(a), key(b)] });
const lock = (image: number, locked = true) => ({ kind: "lock", images: [key(image)], locked });

it("leaves an image that was moved where it is, and has those that are linked to it follow", () => {
  expect(after(move(5, 1), must(0, 5)).classOf).toEqual([1, 0, 0, 1, 1, 1]);
});

it("changes nothing without decisions", () => {
  expect(after().classOf).toEqual(classes);
});

it("names, adds, merges, splits and moves", () => {
  const { state, classOf, refused } = after(
    { kind: "name", class: 0, name: "cats" },
    { kind: "merge", classes: [1, 2], into: 2 },
    { kind: "split", class: 0, parts: [{ class: 3, images: [key(1)] }] },
    { kind: "add", class: 9, name: "birds" },
    move(5, 9),
    move(4, null),
  );
  expect(refused).toEqual([]);
  expect(classOf).toEqual([0, 3, 0, 2, -1, 9]);
  expect([...state.classes.values()]).toEqual([
    { id: 0, name: "cats" },
    { id: 2, name: null },
    { id: 3, name: "cats 2" },
    { id: 9, name: "birds" },
  ]);
  expect([...state.decided]).toEqual([0, 0, 0, 0, 1, 1]);
});

it("keeps the name of the class that others are merged into, or else the first that one has", () => {
  const name = (id: number, text: string) => ({ kind: "name", class: id, name: text });
  const merge = { kind: "merge", classes: [0, 1, 2], into: 1 };
  expect(after(name(0, "a"), name(1, "b"), merge).state.classes.get(1)!.name).toBe("b");
  expect(after(name(2, "c"), merge).state.classes.get(1)!.name).toBe("c");
});

it("moves linked images together, and takes the class of the first, or of a locked one", () => {
  expect(after(must(0, 3)).classOf).toEqual([0, 0, 0, 0, 1, 2]);
  expect(after(lock(3), must(0, 3)).classOf).toEqual([1, 0, 0, 1, 1, 2]);
  expect(after(must(0, 3), must(3, 5), move(5, 1)).classOf).toEqual([1, 0, 0, 1, 1, 1]);
});

it("holds locked images, and lets them go", () => {
  const { classOf, refused } = after(lock(0), move(0, 1));
  expect(classOf).toEqual(classes);
  expect(refused).toEqual(["photos/0.jpg is locked in class 0: unlock it first"]);
  expect(after(lock(0), lock(0, false), move(0, 1)).classOf[0]).toBe(1);
  // A merge changes what the class is called, not who is in it.
  expect(after(lock(0), { kind: "merge", classes: [0, 1], into: 1 }).classOf).toEqual([1, 1, 1, 1, 1, 2]);
});

it("undoes any decision, and does it again", () => {
  expect(after(move(0, 1), move(1, 2), { kind: "undo", of: 1 }).classOf).toEqual([0, 2, 0, 1, 1, 2]);
  expect(after(move(0, 1), { kind: "undo", of: 1 }, { kind: "undo", of: 2 }).classOf[0]).toBe(1);
});

it("names decisions that hung on an undone one", () => {
  const split = { kind: "split", class: 0, parts: [{ class: 7, images: [key(1)] }] };
  const { refused, classOf } = after(split, move(5, 7), { kind: "undo", of: 1 });
  expect(classOf).toEqual(classes);
  expect(refused).toEqual(["there is no class 7: the classes are 0, 1, 2"]);
  expect(after({ kind: "merge", classes: [0, 1], into: 1 }, move(5, 0)).refused).toEqual([
    "class 0 was merged into class 1: undo that first, or name class 1",
  ]);
});

it("finds files that were moved by content, and files that were encoded again by path", () => {
  const { state } = replay(
    baseOf(classes),
    logOf(
      { kind: "lock", images: [{ path: "elsewhere/x.jpg", hash: hashOf(2) }], locked: true },
      { kind: "ignore", images: [{ path: "photos/4.jpg", hash: hashOf(99) }], ignored: true },
    ),
  );
  expect([...state.decided]).toEqual([0, 0, 1, 0, 0, 0]);
  expect([...state.ignored]).toEqual([0, 0, 0, 0, 1, 0]);
});

it("lists images that are gone, and does the rest", () => {
  const gone = { path: "photos/old.jpg", hash: hashOf(77) };
  const { state, refused, vanished } = replay(
    baseOf(classes),
    logOf({ kind: "move", images: [gone, key(0)], to: 2 }, must(0, 1)),
  );
  expect(vanished).toEqual([gone]);
  expect(refused).toEqual([]);
  expect([...state.classOf]).toEqual([2, 2, 0, 1, 1, 2]);
});

it("refuses all where links contradict each other, also through others, and lists each", () => {
  const contradictory = () =>
    after(move(5, 0), must(0, 1), must(1, 2), cannot(0, 2), cannot(3, 4), must(4, 3));
  expect(contradictory).toThrow(DataError);
  expect(contradictory).toThrow(
    "no correction was applied: decision 4: photos/0.jpg and photos/2.jpg are to lie in different classes now, and to share one by an earlier link: undo the one or the other; " +
      "decision 6: photos/3.jpg and photos/4.jpg are to share a class now, and not to by an earlier link",
  );
  // Undone, it is none.
  expect(after(must(0, 1), cannot(0, 1), { kind: "undo", of: 1 }).state.links.cannot).toEqual([[0, 1]]);
});

it("needs no class in common, and keeps a class that one has", () => {
  expect(after(move(0, null), cannot(0, 3), move(3, null))).toMatchObject({ refused: [] });
  expect(after(move(0, null), lock(0), move(3, null), lock(3), cannot(0, 3)).refused).toEqual([]);
  expect(after(move(0, null), must(0, 3)).classOf).toEqual([1, 0, 0, 1, 1, 2]);
});

it("splits no images that belong together", () => {
  const split = { kind: "split", class: 0, parts: [{ class: 7, images: [key(1)] }] };
  expect(after(must(0, 1), split).refused).toEqual([
    "photos/1.jpg and photos/0.jpg belong together by a link: undo it, or give both to one part",
  ]);
  const both = { kind: "split", class: 0, parts: [{ class: 7, images: [key(0), key(1)] }] };
  expect(after(must(0, 1), both).classOf).toEqual([7, 7, 0, 1, 1, 2]);
});

it("leaves out a link between two copies of which one is gone", () => {
  const gone = { path: "photos/copy.jpg", hash: hashOf(0) };
  expect(after({ kind: "cannot-link", images: [key(0), gone] }, move(1, 2))).toMatchObject({ refused: [] });
});

it("puts no image with one that it must not share a class with", () => {
  expect(after(move(3, 2), cannot(0, 3), move(0, 2)).refused).toEqual([
    "photos/0.jpg and photos/3.jpg must not share a class, and the second is in class 2: undo the one decision or the other",
  ]);
  expect(after(cannot(0, 3), { kind: "merge", classes: [0, 1], into: 0 }).refused).toEqual([
    "photos/0.jpg (class 0) and photos/3.jpg (class 1) must not share a class: undo that link, or leave one class out",
  ]);
});

it("remembers which near-duplicate is kept, the last word counting", () => {
  const keeper = (image: number, ...over: number[]) => ({
    kind: "keeper",
    image: key(image),
    over: over.map(key),
  });
  expect([...after(keeper(0, 1, 2), keeper(1, 0, 2)).state.keeperOf]).toEqual([
    [2, 1],
    [0, 1],
  ]);
});
