/** What a person is asked. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Device } from "../../../src/device/index.js";
import { openDevice } from "../../../src/device/node/index.js";
import { ArgumentError, ShapeError } from "../../../src/errors.js";
import { questions, ReviewGraph, refitClasses } from "../../../src/review/fit/index.js";
import { blobs, inBlocks, priorOf, stateOf } from "./blobs.js";

let device: Device;
beforeAll(async () => {
  device = await openDevice("native");
});
afterAll(() => device.close());

const kinds = inBlocks(4, 15);
const setting = async () => {
  const graph = await ReviewGraph.of(blobs(kinds), device, { neighbours: 6 });
  const confidence = Float32Array.from(kinds, (kind) => (kind === 2 ? 0.5 : 0.95));
  return { graph, prior: { ...priorOf(kinds), confidence }, state: stateOf(kinds) };
};

it("are about the least certain images, in groups of look-alikes", async () => {
  const { graph, prior, state } = await setting();
  const asked = questions(graph, await refitClasses(graph, prior, state), state, { size: 5 });
  expect(asked[0]!.images.length).toBeGreaterThan(1);
  expect(asked[0]!.images.every((image) => kinds[image] === 2)).toBe(true);
  expect(asked[0]!.candidates[0]).toBe(2);
  expect(asked[0]!.confidence).toBeCloseTo(0.5);
  const all = asked.flatMap(({ images }) => images);
  expect(new Set(all).size).toBe(all.length);
  expect(asked.every(({ images }) => images.length <= 5)).toBe(true);
  expect(questions(graph, await refitClasses(graph, prior, state), state, { size: 5 })).toEqual(asked);
  expect(questions(graph, await refitClasses(graph, prior, state), state, { count: 1 })).toHaveLength(1);
});

it("leave out what is decided, ignored, or told by answers before", async () => {
  const { graph, prior, state } = await setting();
  state.ignored[45] = 1;
  state.place([30, 31, 32], 2);
  const asked = questions(graph, await refitClasses(graph, prior, state), state, { count: 60, size: 4 });
  const all = asked.flatMap(({ images }) => images);
  for (const image of [30, 31, 32, 45]) expect(all).not.toContain(image);
  // Walks from the other images of this kind stop at the decided ones.
  expect(kinds[asked[0]!.images[0]!]).not.toBe(2);
  state.decided.fill(1);
  expect(questions(graph, await refitClasses(graph, prior, state), state)).toEqual([]);
});

it("refuse what does not fit", async () => {
  const { graph, prior, state } = await setting();
  const fit = await refitClasses(graph, prior, state);
  expect(() => questions(graph, fit, state, { count: 0 })).toThrow(ArgumentError);
  expect(() => questions(graph, fit, state, { size: 1.5 })).toThrow(ArgumentError);
  expect(() => questions(graph, fit, stateOf([0, 1]))).toThrow(ShapeError);
});
