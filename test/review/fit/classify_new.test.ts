/** Classes of new images, what their confidence is worth, and classes proposed for those of none. */
import { expect, it } from "vitest";
import { ArgumentError, DataError, ShapeError } from "../../../src/errors.js";
import { Random } from "../../../src/random/philox.js";
import { calibrate, calibrated } from "../../../src/review/fit/calibration.js";
import { beliefsOf, classifyNew, proposeClasses } from "../../../src/review/fit/index.js";
import { UNSORTED_CLASS } from "../../../src/review/index.js";
import { onEachDevice } from "../../support/devices.js";
import { blobs, COLUMNS, inBlocks, priorOf, stateOf } from "./blobs.js";

const logit = (p: number) => Math.log(p / (1 - p));

it("learns the curve by which answers were right", () => {
  const random = new Random(3);
  const scores = Float64Array.from({ length: 20_000 }, () => 0.02 + 0.96 * random.uniform());
  const truth = { a: 0.6, b: -0.4 };
  const right = scores.map((score) => Number(random.uniform() < calibrated(truth, score)));
  const found = calibrate(scores, right);
  // Four standard errors: the information of 20,000 answers about each is some 3,000 to 20,000.
  expect(Math.abs(found.a - truth.a)).toBeLessThan(0.06);
  expect(Math.abs(found.b - truth.b)).toBeLessThan(0.08);
});

it("changes nothing without answers, and little after a few", () => {
  expect(calibrate([], [])).toEqual({ a: 1, b: 0 });
  expect(calibrated({ a: 1, b: 0 }, 0.3)).toBeCloseTo(0.3, 12);
  const few = calibrate([0.9, 0.9, 0.9], [1, 1, 1]);
  expect(calibrated(few, 0.9)).toBeGreaterThan(0.8);
  expect(calibrated(few, 0.9)).toBeLessThan(0.99);
  expect(calibrate([0.1, 0.9], [1, 0]).a).toBeGreaterThanOrEqual(0);
});

it("finds the curve at which the likelihood has no slope", () => {
  const scores = [0.2, 0.4, 0.6, 0.7, 0.9, 0.95];
  const right = [0, 1, 0, 1, 1, 1];
  const { a, b } = calibrate(scores, right);
  // Derivatives of the negative logarithm, by Platt's targets for 4 right and 2 wrong, and the prior of weight 0.5.
  const errors = scores.map((score, i) => calibrated({ a, b }, score) - (right[i] ? 5 / 6 : 1 / 4));
  const slope = errors.reduce((sum, error, i) => sum + error * logit(scores[i]!), 0.5 * (a - 1));
  expect(Math.abs(slope)).toBeLessThan(1e-8);
  expect(Math.abs(errors.reduce((sum, error) => sum + error, 0.5 * b))).toBeLessThan(1e-8);
});

it("reads the best two classes of probabilities, columns of one class summed", () => {
  const data = Float32Array.of(0.25, 0.5, 0.25, 0.125, 0.125, 0.75, 0, 1, 0);
  const found = beliefsOf({ rows: 3, columns: 3, data }, [4, 7, 4]);
  expect([...found.classOf]).toEqual([4, 4, 7]);
  expect([...found.confidence]).toEqual([0.5, 0.875, 1]);
  expect([...found.second]).toEqual([7, 7, UNSORTED_CLASS]);
  expect([...found.secondConfidence]).toEqual([0.5, 0.125, 0]);
  expect(() => beliefsOf({ rows: 3, columns: 3, data }, [4, 7])).toThrow(ShapeError);
});

onEachDevice("new images", (device) => {
  const kinds = inBlocks(3, 30);
  const knownOf = (state = stateOf(kinds)) => ({ features: blobs(kinds), state, prior: priorOf(kinds) });
  const theirs = blobs([0, 1, 2, 2, 5, 5], 0.15, 9);

  it("get the classes of their look-alikes, and none where they are like nothing", async () => {
    const found = await classifyNew(device, { known: knownOf(), images: { features: theirs } });
    expect([...found.classOf]).toEqual([0, 1, 2, 2, UNSORTED_CLASS, UNSORTED_CLASS]);
    expect(Math.min(...found.confidence.subarray(0, 4))).toBeGreaterThan(0.8);
    expect(found.best.every((id) => id >= 0)).toBe(true);
    expect(found.calibration.from).toBe("held-out");
    expect(found.calibration.images).toBe(90);
    const again = await classifyNew(device, { known: knownOf(), images: { features: theirs } });
    expect(again).toEqual(found);
  });

  it("follow merges, decisions, and the model where look-alikes disagree", async () => {
    const state = stateOf(kinds);
    state.mergedInto.set(1, 0);
    state.classes.delete(1);
    state.classOf.forEach((id, image) => {
      if (id === 1) state.classOf[image] = 0;
    });
    for (let image = 0; image < 90; image += 1)
      if (image % 3 < 2) state.place([image], state.classOf[image]!);
    const probabilities = { rows: 6, columns: 3, data: new Float32Array(18) };
    for (let row = 0; row < 6; row++) probabilities.data[row * 3 + 1] = 1;
    const input = { known: knownOf(state), images: { features: theirs, probabilities, places: [0, 1, 2] } };
    const votes = await classifyNew(device, input, { modelWeight: 0 });
    expect([...votes.best.subarray(0, 4)]).toEqual([0, 0, 2, 2]);
    expect(votes.calibration.from).toBe("decided");
    const model = await classifyNew(device, input, { modelWeight: 1 });
    expect([...model.best.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  });

  it("are refused where they do not fit the run", async () => {
    const run = (over: object, options = {}) =>
      classifyNew(device, { known: knownOf(), images: { features: theirs, ...over } }, options);
    await expect(run({ features: { rows: 1, columns: 2, data: new Float32Array(2) } })).rejects.toThrow(
      "new images have 2 features, those of the run 6",
    );
    await expect(run({ places: [0] })).rejects.toThrow(ArgumentError);
    await expect(run({}, { threshold: 2 })).rejects.toThrow(ArgumentError);
    await expect(run({}, { neighbours: 0.5 })).rejects.toThrow(ArgumentError);
    const probabilities = { rows: 1, columns: 1, data: new Float32Array(1) };
    await expect(run({ probabilities, places: [0] })).rejects.toThrow(ShapeError);
    const state = stateOf(kinds);
    state.ignored.fill(1);
    await expect(
      classifyNew(device, { known: knownOf(state), images: { features: theirs } }),
    ).rejects.toThrow(DataError);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(run({}, { signal })).rejects.toThrow("enough");
    const none = await run({ features: { rows: 0, columns: COLUMNS, data: new Float32Array(0) } });
    expect(none.classOf.length).toBe(0);
  });

  it("of no class are proposed as classes where enough of them agree", async () => {
    const random = new Random(8);
    const two = blobs([...inBlocks(2, 9), 3, 3, 3], 0.1);
    const stray = Float32Array.from({ length: 8 * COLUMNS }, () => random.normal());
    const features = { rows: 29, columns: COLUMNS, data: Float32Array.of(...two.data, ...stray) };
    const known = { features: blobs(kinds), classOf: Int32Array.from(kinds) };
    const proposed = await proposeClasses(device, features, { known });
    expect(proposed.map(({ images }) => [...images].sort((a, b) => a - b))).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7, 8],
      [9, 10, 11, 12, 13, 14, 15, 16, 17],
    ]);
    expect(proposed.every(({ cohesion }) => cohesion > 0.9 && cohesion <= 1)).toBe(true);
    const one = await proposeClasses(device, blobs(new Array(6).fill(4), 0.1), { known });
    expect(one.map(({ images }) => images.length)).toEqual([6]);
    const noise = { rows: 8, columns: COLUMNS, data: stray };
    expect(await proposeClasses(device, noise, { known })).toEqual([]);
    expect(await proposeClasses(device, blobs([1, 1]))).toEqual([]);
    await expect(proposeClasses(device, two, { least: 1 })).rejects.toThrow(ArgumentError);
    const other = {
      features: { rows: 1, columns: 2, data: Float32Array.of(1, 2) },
      classOf: Int32Array.of(0),
    };
    await expect(proposeClasses(device, two, { known: other })).rejects.toThrow(ShapeError);
  });
});
