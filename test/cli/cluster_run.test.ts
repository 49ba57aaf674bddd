/** What `skein cluster` says of its classes. */
import { expect, it } from "vitest";
import type { LearnedClasses } from "../../src/cli/cluster/learned.js";
import { classesNote } from "../../src/cli/cluster/run.js";

const note = (clusters: number, ...assigned: number[]) =>
  classesNote({
    clusters,
    assignments: { clusters: Int32Array.from(assigned), confidence: new Float32Array(assigned.length) },
    remedyForEmpty: "ask for fewer classes",
  } as LearnedClasses);

it("notes classes that are missing or empty", () => {
  expect(note(2, 0, 1, -1)).toBe(null);
  expect(note(3, 0, 1, -1)).toBe("1 of 3 classes are empty: ask for fewer classes.");
  expect(note(0, -1, -1)).toMatch(/^no class was found, all images are unsorted: try .*--method ward -k 10/);
});
