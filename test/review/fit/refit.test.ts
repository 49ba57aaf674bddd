/** Classes after decisions. */
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { finished } from "../../../src/clustering/turns.js";
import type { Device } from "../../../src/device/index.js";
import { openDevice } from "../../../src/device/node/index.js";
import { ArgumentError, DataError, ShapeError } from "../../../src/errors.js";
import { CLASSES_AT_ONCE, DecisionWalks } from "../../../src/review/fit/decision_walks.js";
import { joinFeatures, ReviewGraph, refitClasses } from "../../../src/review/fit/index.js";
import { keepApart, NO_CLASS } from "../../../src/review/fit/keep_apart.js";
import { UNSORTED_CLASS } from "../../../src/review/index.js";
import { onEachDevice } from "../../support/devices.js";
import { blobs, inBlocks, priorOf, stateOf } from "./blobs.js";

let device: Device;
beforeAll(async () => {
  device = await openDevice("native");
});
afterAll(() => device.close());

const graphOf = (kinds: readonly number[], spread?: number, neighbours = 5) =>
  ReviewGraph.of(blobs(kinds, spread), device, { neighbours });

/** Solves A X = B in float64, by Gauss-Jordan elimination with pivots. */
function solved(a: number[][], b: number[][]): number[][] {
  const rows = a.map((row, i) => [...row, ...b[i]!]);
  for (let c = 0; c < rows.length; c++) {
    const pivot = rows
      .slice(c)
      .reduce((best, row, i) => (Math.abs(row[c]!) > Math.abs(rows[best]![c]!) ? c + i : best), c);
    [rows[c], rows[pivot]] = [rows[pivot]!, rows[c]!];
    for (let r = 0; r < rows.length; r++) {
      const factor = r === c ? 1 - 1 / rows[c]![c]! : rows[r]![c]! / rows[c]![c]!;
      rows[r] = rows[r]!.map((value, k) => value - factor * rows[c]![k]!);
    }
  }
  return rows.map((row) => row.slice(a.length));
}

it("walks stop at labels with the probabilities of float64 elimination", async () => {
  const n = 60;
  const graph = await graphOf(inBlocks(3, 20), 0.5);
  const labels = Int32Array.from({ length: n }, (_, i) => (i % 11 === 0 ? i % 3 : -1));
  const closed = Uint8Array.from({ length: n }, (_, i) => Number(i % 13 === 5));
  const groups = [
    [1, 25, 50],
    [2, 3],
  ];
  const alpha = 0.95;
  const { starts, columns, values } = graph.transitions;
  const p = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (let i = 0; i < n; i++)
    for (let e = starts[i]!; e < starts[i + 1]!; e++) p[i]![columns[e]!] = values[e]!;
  expect(p.every((row) => Math.abs(row.reduce((sum, value) => sum + value, 0) - 1) < 1e-12)).toBe(true);
  // Rows of a group are one row, of the weights of all; labelled and closed ones are given.
  const a = p.map((row, i) => {
    if (labels[i]! >= 0 || closed[i]) return row.map((_, j) => Number(i === j));
    const group = groups.find((members) => members.includes(i)) ?? [i];
    const total = group.reduce((sum, j) => sum + graph.degrees[j]!, 0);
    return row.map(
      (_, j) =>
        Number(i === j) - group.reduce((sum, k) => sum + (graph.degrees[k]! / total) * alpha * p[k]![j]!, 0),
    );
  });
  const b = p.map((_, i) => Array.from({ length: 3 }, (_, c) => Number(labels[i] === c)));
  const wanted = solved(a, b);
  const h = finished(new DecisionWalks(graph, { labels, closed, groups, alpha }).of(0));
  const errors = wanted.flatMap((row, i) =>
    row.map((value, c) => Math.abs(value - h[i * CLASSES_AT_ONCE + c]!)),
  );
  // The iteration ends below 1e-3 in the norm in which edges are symmetric; degrees differ by less than 5.
  expect(Math.max(...errors)).toBeLessThan(2e-3);
  expect(Math.max(...wanted.flat().filter((value) => value < 1))).toBeGreaterThan(0.3);
});

it("returns the run's classes to the bit where nothing was decided", async () => {
  const kinds = inBlocks(3, 20);
  const found = kinds.map((kind, i) => (i % 7 === 0 ? (kind + 1) % 3 : i % 17 === 0 ? UNSORTED_CLASS : kind));
  const prior = {
    classOf: Int32Array.from(found),
    confidence: Float32Array.from(found, (_, i) => (i % 10) / 9.7),
  };
  const fit = await refitClasses(await graphOf(kinds), prior, stateOf(found));
  expect([...fit.classOf]).toEqual(found);
  expect(fit.confidence).toEqual(prior.confidence);
  expect(Math.max(...fit.reach)).toBe(0);
  expect(fit.unmet).toEqual([]);
  expect(fit.second.some((id) => id >= 0)).toBe(true);
});

it("spreads decisions to look-alikes, and only to those", async () => {
  const kinds = inBlocks(3, 20);
  // The run took blobs 0 and 1 for one class.
  const found = kinds.map((kind) => (kind === 2 ? 2 : 0));
  const state = stateOf(found);
  state.classes.set(1, { id: 1, name: "new" });
  state.place([20, 21, 22], 1);
  const fit = await refitClasses(await graphOf(kinds), priorOf(found), state);
  expect([...fit.classOf]).toEqual(kinds);
  expect([...fit.confidence.subarray(20, 23)]).toEqual([1, 1, 1]);
  expect([...fit.confidence.subarray(40)]).toEqual(new Array(20).fill(0.75));
});

it("leaves a small set as it is but for look-alikes, where the run was unsure of everything", async () => {
  // Classes lie close to each other, and walks reach all of them.
  const kinds = inBlocks(4, 75);
  const state = stateOf(kinds);
  state.place([0, 1], 1);
  const fit = await refitClasses(await graphOf(kinds, 0.45, 15), priorOf(kinds, 0.25), state);
  expect(Math.min(...fit.reach.filter((_, image) => image > 1))).toBeGreaterThan(0.01);
  const changed = fit.classOf.filter((id, image) => id !== kinds[image]).length;
  expect(changed).toBeLessThan(75);
});

it("has seeds that were split off draw others, and halves stay halves", async () => {
  const kinds = inBlocks(2, 60);
  const found = kinds.map(() => 0);
  const graph = await graphOf(kinds);
  const after = async (part: number[]) => {
    const state = stateOf(found);
    state.classes.set(5, { id: 5, name: null });
    for (const image of part) state.classOf[image] = 5;
    const { classOf } = await refitClasses(graph, priorOf(found), state);
    return [...classOf.keys()].filter((image) => classOf[image] === 5);
  };
  const second = Array.from({ length: 60 }, (_, i) => 60 + i);
  expect(await after([60, 61, 62, 63])).toEqual(second);
  const mixed = second.filter((image) => image % 2 === 0);
  expect(await after(mixed)).toEqual(mixed);
});

it("keeps images that a person put into no class there, and draws no others", async () => {
  const kinds = inBlocks(2, 20);
  const state = stateOf(kinds);
  state.place([3, 4, 5], UNSORTED_CLASS);
  const fit = await refitClasses(await graphOf(kinds), priorOf(kinds), state);
  expect([...fit.classOf]).toEqual(kinds.map((kind, i) => (i >= 3 && i <= 5 ? UNSORTED_CLASS : kind)));
});

it("parts images in one class that must not share it, and keeps the locked one", async () => {
  const kinds = inBlocks(2, 20);
  const graph = await graphOf(kinds);
  const state = stateOf(kinds);
  state.links.addCannot(0, 1);
  state.place([2, 3], 0);
  state.links.addCannot(2, 3);
  state.locked[3] = 1;
  const fit = await refitClasses(graph, priorOf(kinds), state);
  expect([fit.classOf[0], fit.classOf[1]].sort()).toEqual([0, 1]);
  expect([fit.classOf[2], fit.classOf[3]]).toEqual([1, 0]);
  expect(fit.unmet).toEqual([]);
});

it("meets links and keeps decisions, whatever they are", async () => {
  const kinds = inBlocks(3, 8);
  const graph = await graphOf(kinds, 0.4);
  const image = fc.nat(23);
  const action = fc.oneof(
    fc.record({ kind: fc.constant("place"), a: image, id: fc.integer({ min: -1, max: 2 }) }),
    fc.record({ kind: fc.constant("must"), a: image, b: image }),
    fc.record({ kind: fc.constant("cannot"), a: image, b: image }),
    fc.record({ kind: fc.constant("ignore"), a: image }),
    fc.record({ kind: fc.constant("lock"), a: image }),
  ) as fc.Arbitrary<{ kind: string; a: number; b?: number; id?: number }>;
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
      const state = stateOf(kinds);
      for (const { kind, a, b = 0, id = 0 } of actions) {
        try {
          if (kind === "place") state.place([a], id);
          if (kind === "cannot") state.links.addCannot(a, b);
          if (kind === "ignore") state.ignored[a] = 1;
          if (kind === "lock") {
            state.locked[a] = 1;
            state.decided[a] = 1;
          }
          if (kind === "must") {
            const group = [...state.links.together(a), ...state.links.together(b)];
            state.checkPlace(group, state.classOf[a]!);
            state.links.addMust([a, b]);
            for (const member of group) state.classOf[member] = state.classOf[a]!;
          }
        } catch (error) {
          if (!(error instanceof DataError)) throw error;
        }
      }
      const prior = priorOf(kinds);
      const fit = await refitClasses(graph, prior, state);
      expect(await refitClasses(graph, prior, state)).toEqual(fit);
      const { classOf } = fit;
      const open = (i: number) => !state.ignored[i];
      const shares = (i: number, j: number, of: Int32Array) => of[i] === of[j] && of[i] !== UNSORTED_CLASS;
      const unmet = new Set(fit.unmet.map(([i, j]) => `${i} ${j}`));
      for (let i = 0; i < kinds.length; i++) {
        if (!open(i) || state.locked[i]) expect(classOf[i]).toBe(state.classOf[i]);
        const parted = state.links
          .together(i)
          .some((member) => state.links.apart(member).some((other) => shares(member, other, state.classOf)));
        if (state.decided[i] && !parted) expect(classOf[i]).toBe(state.classOf[i]);
        expect(fit.confidence[i]! >= 0 && fit.confidence[i]! <= 1).toBe(true);
        expect(fit.confidence[i]! + fit.secondConfidence[i]!).toBeLessThan(1 + 1e-6);
        expect(fit.second[i]! === -1 || fit.second[i] !== classOf[i]).toBe(true);
      }
      for (const group of state.links.groups) {
        expect(new Set(group.filter(open).map((i) => classOf[i])).size).toBeLessThan(2);
      }
      for (const [i, j] of state.links.cannot) {
        if (!open(i) || !open(j) || !shares(i, j, classOf)) continue;
        expect(unmet.has(`${i} ${j}`)).toBe(true);
        const locked = (k: number) => state.links.together(k).some((member) => state.locked[member]);
        expect(locked(i) && locked(j)).toBe(true);
      }
    }),
    { numRuns: 150, seed: 5 },
  );
});

it("makes room for a piece, or says that no class is left", () => {
  const piece = (scores: number[], apart: number[], held: number | null = null) => ({
    scores: Float64Array.from([...scores, 0]),
    apart,
    held,
  });
  // Piece 2 must not meet 0 and 1, which both can go elsewhere: 1 moves to class 0.
  expect([...keepApart([piece([0.9, 0.1], [2]), piece([0.1, 0.8], [2]), piece([0.2, 0.3], [0, 1])])]).toEqual(
    [0, 0, 1],
  );
  const held = [piece([1, 0], [2], 0), piece([0, 1], [2], 1), piece([0.5, 0.4], [0, 1])];
  expect([...keepApart(held)]).toEqual([0, 1, NO_CLASS]);
});

onEachDevice("the graph", (own) => {
  it("is the same for rows of any length", async () => {
    const kinds = inBlocks(3, 12);
    const features = blobs(kinds);
    const longer = {
      ...features,
      data: features.data.map((value, at) => value * (1 + (Math.floor(at / 6) % 4))),
    };
    const [one, other] = [await ReviewGraph.of(features, own), await ReviewGraph.of(longer, own)];
    expect(other.neighbours.indices).toEqual(one.neighbours.indices);
    expect(one.nearest(0).every((image) => kinds[image] === kinds[0])).toBe(false);
    expect([...one.nearest(0).subarray(0, 6)].every((image) => kinds[image] === kinds[0])).toBe(true);
  });
});

it("joins features of several kinds", () => {
  const joined = joinFeatures([
    { rows: 2, columns: 2, data: Float32Array.of(3, 4, 0, 0) },
    { rows: 2, columns: 1, data: Float32Array.of(-7, 2) },
  ]);
  expect(joined).toEqual({ rows: 2, columns: 3, data: Float32Array.of(0.6, 0.8, -1, 0, 0, 1) });
});

it("takes one image, and refuses what does not fit", async () => {
  const one = await ReviewGraph.of({ rows: 1, columns: 2, data: Float32Array.of(1, 2) }, device);
  expect([...(await refitClasses(one, priorOf([0]), stateOf([0]))).classOf]).toEqual([0]);
  const features = { rows: 2, columns: 1, data: Float32Array.of(1, Number.NaN) };
  await expect(ReviewGraph.of(features, device)).rejects.toThrow(DataError);
  await expect(ReviewGraph.of({ ...features, rows: 3 }, device)).rejects.toThrow(ShapeError);
  await expect(ReviewGraph.of(blobs([0, 1]), device, { neighbours: 0 })).rejects.toThrow(ArgumentError);
  const state = stateOf([0]);
  await expect(refitClasses(one, priorOf([0, 0]), state)).rejects.toThrow(ShapeError);
  await expect(refitClasses(one, priorOf([0], 1.5), state)).rejects.toThrow(
    "the confidence of image 0 is 1.5",
  );
  await expect(refitClasses(one, priorOf([0]), state, { alpha: 1 })).rejects.toThrow(ArgumentError);
  await expect(refitClasses(one, priorOf([0]), state, { priorWeight: 0 })).rejects.toThrow(ArgumentError);
  await expect(refitClasses(one, priorOf([0, 1]), stateOf([0, 1]))).rejects.toThrow(ShapeError);
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(ReviewGraph.of(blobs([0, 1]), device, { signal })).rejects.toThrow("enough");
});
