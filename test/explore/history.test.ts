/** What undo and redo offer of decisions that a later run began with. */
import { expect, it } from "vitest";
import { redoStep, shown, undoStep } from "../../src/explore/history.js";
import type { LoggedDecision } from "../../src/review/index.js";

const line = (n: number, fields: object) => ({ n, time: "", ...fields }) as unknown as LoggedDecision;
const merge = line(1, { kind: "merge", classes: [0, 1], into: 0 });
const lock = line(1, { kind: "lock", images: [{ path: "a.png", hash: "00" }], locked: true });
const undo = line(2, { kind: "undo", of: 1 });

it("brings no decision on classes back that was taken back before the run was made", () => {
  expect(redoStep([merge, undo], 0)?.lines).toEqual([{ kind: "undo", of: 2 }]);
  expect(redoStep([merge, undo], 2)).toBeNull();
  // What is about images holds in any run.
  expect(redoStep([lock, undo], 2)?.lines).toEqual([{ kind: "undo", of: 2 }]);
});

it("takes no decision for undone whose undo came too late", () => {
  expect(shown([merge, undo], 5, 0).lines.map(({ undone }) => undone)).toEqual([true]);
  expect(shown([merge, undo], 5, 1).lines.map(({ undone }) => undone)).toEqual([false]);
  expect(undoStep([merge, undo], 1)).toBeNull();
});
