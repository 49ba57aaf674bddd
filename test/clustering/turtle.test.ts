import { describe, expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import { turtleLoss } from "../../src/clustering/turtle/loss.js";
import { Space } from "../../src/clustering/turtle/space.js";
import { Turtle, type TurtleOptions } from "../../src/clustering/turtle/turtle.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DataError, ShapeError } from "../../src/errors.js";
import { clusteringMethods, restoreEstimator } from "../../src/estimators/registry.js";
import { Random, streamOf } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

const N = 6;
const K = 4;
const GAMMA = 1.5;

function softmax(values: readonly number[]): number[] {
  const sum = values.reduce((total, value) => total + Math.exp(value), 0);
  return values.map((value) => Math.exp(value) / sum);
}

const random = new Random(5);
const draw = (count: number) => Array.from({ length: count }, () => random.normal());
/** Probabilities [N, K] of two spaces, and what classifiers of both say. */
const labels = [0, 1].map(() => Float32Array.from(Array.from({ length: N }, () => softmax(draw(K))).flat()));
const predictions = [0, 1].map(() =>
  Float32Array.from(Array.from({ length: N }, () => softmax(draw(K)).map(Math.log)).flat()),
);

/** Equation 12 of the article in float64. */
function loss64(spaces: readonly ArrayLike<number>[]): number {
  let loss = 0;
  for (const [s, own] of spaces.entries()) {
    for (let i = 0; i < N * K; i++) loss -= ((spaces[0]![i]! + spaces[1]![i]!) / 2 / N) * predictions[s]![i]!;
    for (let k = 0; k < K; k++) {
      let share = 0;
      for (let n = 0; n < N; n++) share += own[n * K + k]! / N;
      loss += GAMMA * share * Math.log(share);
    }
  }
  return loss;
}

/** Clouds around far corners of a cube, one row of each in turn. */
function clouds(rows: number, columns: number, count: number, seed = 1): Float32Array<ArrayBuffer> {
  const own = new Random(seed);
  return Float32Array.from({ length: rows * columns }, (_, i) => {
    const [cloud, c] = [Math.floor(i / columns) % count, i % columns];
    return 3 + (c % count === cloud ? 8 : 0) + own.normal();
  });
}

const QUICK = { clusters: 3, steps: 200 };

onEachDevice("Turtle", (device) => {
  const learned = async (values: ArrayLike<number>, columns: number, options: TurtleOptions) => {
    using x = tensor(device, Float32Array.from(values), [values.length / columns, columns]);
    return await new Turtle(options).fit(x);
  };

  it("has the article's loss, with the gradient of finite differences", async () => {
    using tape = new Tape(device);
    const given = labels.map((values) => tape.constant(values, [N, K]));
    for (const own of given) tape.watch(own);
    const known = predictions.map((values) => tape.constant(values, [N, K]));
    const loss = turtleLoss(tape, given, known, GAMMA);
    expect((await loss.data())[0]).toBeCloseTo(loss64(labels), 5);
    tape.backward(loss);
    const step = 1e-5;
    for (const [s, own] of given.entries()) {
      const gradient = await tape.gradient(own)!.data();
      for (let i = 0; i < N * K; i++) {
        const moved = (by: number) =>
          loss64(
            labels.map((values, t) => Float64Array.from(values, (v, j) => v + (s === t && i === j ? by : 0))),
          );
        expect(gradient[i]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 5);
      }
    }
  });

  it("has a classifier that learns as Adam has it learn", async () => {
    const [rows, columns] = [8, 3];
    const values = Array.from({ length: rows * columns }, () => random.normal());
    const wanted = Array.from({ length: rows }, () => softmax(draw(K)));
    using x = tensor(device, values, [rows, columns]);
    using target = tensor(device, wanted.flat(), [rows, K]);
    const space = new Space(x, K, 0, 7, { inner: 2e-3, outer: 1e-3 });
    for (let step = 0; step < 3; step++) space.learn(x, target);
    using tape = new Tape(device, { gradient: false });
    const found = await space.predictions(tape, x).data();
    space.release();
    const want = learned64(values, columns, wanted, { seed: 7, rate: 2e-3, steps: 3 });
    for (const [i, value] of want.flat().entries()) expect(found[i]).toBeCloseTo(value, 4);
  });

  it("finds clouds, and tells new rows", async () => {
    const told: number[] = [];
    using x = tensor(device, clouds(150, 6, 3), [150, 6]);
    const model = new Turtle(QUICK);
    await model.fit(x, { onProgress: (done, all, loss) => told.push(done, all, loss) });
    for (const [row, label] of model.labels.entries()) expect(label).toBe(model.labels[row % 3]);
    expect(new Set(model.labels.slice(0, 3)).size).toBe(3);
    expect(told.slice(0, 2)).toEqual([20, 200]);
    expect(told.slice(-3)).toEqual([200, 200, model.loss]);
    expect(model.loss).toBeLessThan(told[2]!);
    using others = tensor(device, clouds(30, 6, 3, 2), [30, 6]);
    const expected = Int32Array.from({ length: 30 }, (_, row) => model.labels[row % 3]!);
    expect(await model.predict(others)).toEqual(expected);
    expect(await model.predict(x)).toEqual(model.labels);
    const probabilities = await model.predictProba(others);
    for (let row = 0; row < 30; row++) {
      const own = probabilities.subarray(3 * row, 3 * row + 3);
      expect(own[0]! + own[1]! + own[2]!).toBeCloseTo(1, 5);
    }
  });

  it("joins two spaces", async () => {
    using one = tensor(device, clouds(90, 6, 3), [90, 6]);
    using other = tensor(device, clouds(90, 4, 3, 2), [90, 4]);
    const model = await new Turtle(QUICK).fit([one, other]);
    for (const [row, label] of model.labels.entries()) expect(label).toBe(model.labels[row % 3]);
    expect(new Set(model.labels).size).toBe(3);
    expect(await model.predict([one, other])).toEqual(model.labels);
    await expect(model.predict(one)).rejects.toThrow(
      "Turtle.predict: 1 spaces of features, fit got 2: give as many, in the same order",
    );
    const again = restoreEstimator("turtle", model.state()) as Turtle;
    expect(await again.predictProba([one, other])).toEqual(await model.predictProba([one, other]));
  });

  it("ends when no row changes its cluster", async () => {
    using x = tensor(device, clouds(90, 6, 3), [90, 6]);
    let last = 0;
    await new Turtle({ clusters: 3, patience: 40 }).fit(x, { onProgress: (done) => (last = done) });
    expect(last).toBeLessThan(1000);
  });

  it("does not end earlier where rows are sorted by class, and the first class is done", async () => {
    const [many, all, columns] = [4200, 12_600, 8];
    const own = new Random(4);
    // A far cloud, and two close ones.
    const rows = Array.from({ length: all }, (_, i) =>
      Array.from({ length: columns }, (_, c) => {
        const centre = c === 0 && i < many ? 20 : c === 1 && i >= many && i % 2 === 1 ? 3 : 0;
        return centre + own.normal();
      }),
    );
    const steps = async (given: readonly number[][]) => {
      using x = tensor(device, Float32Array.from(given.flat()), [all, columns]);
      let last = 0;
      const options = { clusters: 3, patience: 40, steps: 100, batch: all };
      await new Turtle(options).fit(x, { onProgress: (done) => (last = done) });
      return last;
    };
    const mixed = rows.map((_, i) => rows[(i * 7001) % all]!);
    expect(await steps(rows)).toBe(await steps(mixed));
  });

  it("takes batches, and warm starts", async () => {
    using x = tensor(device, clouds(150, 6, 3), [150, 6]);
    const labels = await new Turtle({ ...QUICK, batch: 64, warmStart: true }).fitPredict(x);
    for (const [row, label] of labels.entries()) expect(label).toBe(labels[row % 3]);
    expect(new Set(labels).size).toBe(3);
  });

  it("gives the same bits for the same seed, and others for another", async () => {
    const run = async (seed: number) =>
      (await learned(clouds(70, 5, 3), 5, { clusters: 3, steps: 20, batch: 32, seed })).state().arrays;
    const first = await run(1);
    expect(await run(1)).toEqual(first);
    expect((await run(2))["space0.weight"]).not.toEqual(first["space0.weight"]);
  });

  it("takes few rows, one column and rows that are all the same", async () => {
    const short = { steps: 20 };
    expect([...(await learned([3], 1, { clusters: 1, ...short })).labels]).toEqual([0]);
    expect((await learned([3, 4], 1, { clusters: 2, ...short })).labels).toHaveLength(2);
    expect((await learned(new Float32Array(40).fill(2), 2, { clusters: 2, ...short })).labels).toHaveLength(
      20,
    );
    const rows = Array.from({ length: 60 }, (_, i) => (i % 2) * 9 + (i % 7) / 10);
    const { labels } = await learned(rows, 1, { clusters: 2, steps: 200 });
    for (const [row, label] of labels.entries()) expect(label).toBe(labels[row % 2]);
    expect(labels[0]).not.toBe(labels[1]);
  });

  it("says what it cannot do", async () => {
    await expect(learned([1, 2], 1, { clusters: 3 })).rejects.toThrow(
      "Turtle.fit: 2 rows cannot fill 3 clusters: give more rows or fewer clusters",
    );
    await expect(learned([1, 2, Number.NaN, 4], 1, { clusters: 2 })).rejects.toThrow(DataError);
    using x = tensor(device, [1, 2, 3, 4], [2, 2]);
    using longer = tensor(device, [1, 2, 3], [3, 1]);
    await expect(new Turtle({ clusters: 2 }).fit([x, longer])).rejects.toThrow(
      "Turtle.fit: space 1 has 3 rows, space 0 has 2: give the same rows in each",
    );
    await expect(new Turtle({ clusters: 2 }).fit([])).rejects.toThrow(ArgumentError);
    const model = await new Turtle({ clusters: 2, steps: 1 }).fit(x);
    await expect(model.predict(longer)).rejects.toThrow(ShapeError);
  });

  it("is made again from its state", async () => {
    using x = tensor(device, clouds(60, 4, 3), [60, 4]);
    const fitted = await new Turtle({ clusters: 3, steps: 10 }).fit(x);
    const again = restoreEstimator("turtle", fitted.state()) as Turtle;
    expect(again.state()).toEqual(fitted.state());
    expect(await again.predictProba(x)).toEqual(await fitted.predictProba(x));
  });
});

describe("Turtle", () => {
  it("ends with the signal's reason", async () => {
    using device = await openDevice("native");
    using x = tensor(device, clouds(60, 4, 3), [60, 4]);
    const controller = new AbortController();
    const onProgress = (done: number) => {
      if (done === 40) controller.abort(new Error("enough"));
    };
    const model = new Turtle(QUICK);
    await expect(model.fitPredict(x, { signal: controller.signal, onProgress })).rejects.toThrow("enough");
    expect(() => model.labels).toThrow("Turtle: there is no result yet: call fit first");
  });

  it("checks its options", () => {
    expect(() => new Turtle({ clusters: 0 })).toThrow("Turtle: clusters is 0: give a whole number from 1 up");
    expect(() => new Turtle({ clusters: 2, gamma: -1 })).toThrow(
      "Turtle: gamma is -1: give a number from 0 to 1000000",
    );
    expect(() => new Turtle({ clusters: 2, innerSteps: 0 })).toThrow(ArgumentError);
    expect(() => new Turtle({ clusters: 2, warmStart: 1 as never })).toThrow("give true or false");
  });

  it("can be chosen by name", () => {
    expect(clusteringMethods.get("turtle").create({ clusters: 3, seed: 1 })).toBeInstanceOf(Turtle);
  });

  it("gives the same bits with one thread and with two", async () => {
    const run = async (threads: number) => {
      using device = await openDevice("native", { threads });
      using x = tensor(device, clouds(200, 8, 3), [200, 8]);
      return (await new Turtle({ clusters: 3, steps: 20 }).fit(x)).state().arrays;
    };
    expect(await run(2)).toEqual(await run(1));
  });
});

/** Logarithms of probabilities after steps of Adam on the mean cross-entropy, in float64. */
function learned64(
  values: readonly number[],
  columns: number,
  wanted: readonly (readonly number[])[],
  { seed, rate, steps }: { seed: number; rate: number; steps: number },
): number[][] {
  const own = new Random(seed, streamOf("turtle.space.0"));
  const first = (count: number) =>
    Array.from({ length: count }, () => (2 * own.uniform() - 1) / Math.sqrt(columns));
  // The labelling's weights are drawn before.
  first(K * columns);
  const parameters = [...first(K * columns), ...first(K)];
  const [m, v] = [parameters.map(() => 0), parameters.map(() => 0)];
  const rows = wanted.map((_, row) => values.slice(row * columns, (row + 1) * columns));
  const probabilities = () =>
    rows.map((row) =>
      softmax(
        Array.from({ length: K }, (_, k) =>
          row.reduce(
            (sum, value, c) => sum + value * parameters[k * columns + c]!,
            parameters[K * columns + k]!,
          ),
        ),
      ),
    );
  for (let step = 1; step <= steps; step++) {
    const gradient = parameters.map(() => 0);
    for (const [n, given] of probabilities().entries()) {
      for (const [k, value] of given.entries()) {
        const error = (value - wanted[n]![k]!) / rows.length;
        for (let c = 0; c < columns; c++) gradient[k * columns + c]! += error * rows[n]![c]!;
        gradient[K * columns + k]! += error;
      }
    }
    for (const [i, slope] of gradient.entries()) {
      m[i] = 0.9 * m[i]! + 0.1 * slope;
      v[i] = 0.999 * v[i]! + 0.001 * slope * slope;
      // Rates of weights are for 768 columns.
      const own = i < K * columns ? (rate * 768) / columns : rate;
      parameters[i]! -= (own * m[i]!) / (1 - 0.9 ** step) / (Math.sqrt(v[i]! / (1 - 0.999 ** step)) + 1e-8);
    }
  }
  return probabilities().map((row) => row.map(Math.log));
}
