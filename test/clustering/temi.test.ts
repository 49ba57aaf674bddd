import { describe, expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import { temiLoss } from "../../src/clustering/temi/loss.js";
import { partnersOf } from "../../src/clustering/temi/pairs.js";
import { Temi, type TemiOptions } from "../../src/clustering/temi/temi.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DataError, ShapeError } from "../../src/errors.js";
import { clusteringMethods, restoreEstimator } from "../../src/estimators/registry.js";
import { Random } from "../../src/random/philox.js";
import { tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

const B = 5;
const H = 3;
const K = 4;
const BETA = 0.6;
const STUDENT = 0.25;

/** Values of a row, head and cluster. */
type Of = (row: number, head: number, k: number) => number;

function softmax(values: readonly number[]): number[] {
  const sum = values.reduce((total, value) => total + Math.exp(value), 0);
  return values.map((value) => Math.exp(value) / sum);
}

const clusters = Array.from({ length: K }, (_, k) => k);

/** The loss of each head as the article writes it (equations 3 to 6), in float64. */
function loss64(student: Of, teacher: Of, prior: (head: number, k: number) => number): number[] {
  const heads = Array.from({ length: H }, (_, h) => h);
  const taught = (row: number, h: number) => softmax(clusters.map((k) => teacher(row, h, k)));
  const weight = (row: number, other: number) =>
    heads.reduce((sum, h) => {
      const [a, b] = [taught(row, h), taught(other, h)];
      return sum + clusters.reduce((same, k) => same + a[k]! * b[k]!, 0) / H;
    }, 0);
  return heads.map((h) => {
    let total = 0;
    for (let row = 0; row < 2 * B; row++) {
      const other = (row + B) % (2 * B);
      const own = softmax(clusters.map((k) => student(row, h, k) / STUDENT));
      const partner = taught(other, h);
      const sum = clusters.reduce((all, k) => all + (own[k]! * partner[k]!) ** BETA / prior(h, k), 0);
      total -= (weight(row, other) * Math.log(sum)) / (2 * B);
    }
    return total;
  });
}

const random = new Random(3);
const draw = (count: number, size: number) =>
  Float32Array.from({ length: count }, () => size * random.normal());
const at =
  (values: ArrayLike<number>): Of =>
  (row, h, k) =>
    values[(row * H + h) * K + k]!;

const student = draw(2 * B * H * K, 0.5);
const teacher = draw(2 * B * H * K, 1);
const prior = Float32Array.from(Array.from({ length: H }, () => softmax([...draw(K, 0.5)])).flat());
const priorAt = (h: number, k: number) => prior[h * K + k]!;
const teacherLogs = Float32Array.from(teacher, (value, i) => {
  const first = i - (i % K);
  return value - Math.log(teacher.slice(first, first + K).reduce((sum, other) => sum + Math.exp(other), 0));
});

/** Clouds around far corners of a cube, one row of each in turn. */
function clouds(rows: number, columns: number, count: number, seed = 1): Float32Array<ArrayBuffer> {
  const own = new Random(seed);
  return Float32Array.from({ length: rows * columns }, (_, i) => {
    const [cloud, c] = [Math.floor(i / columns) % count, i % columns];
    return 3 + (c % count === cloud ? 8 : 0) + own.normal();
  });
}

const QUICK = { clusters: 3, epochs: 300 };

onEachDevice("Temi", (device) => {
  const learned = async (values: ArrayLike<number>, columns: number, options: TemiOptions) => {
    using x = tensor(device, Float32Array.from(values), [values.length / columns, columns]);
    return await new Temi(options).fit(x);
  };

  const lossOf = async (logits: Float32Array<ArrayBuffer>, gradient: boolean) => {
    using x = tensor(device, logits, [2 * B, H, K]);
    using tape = new Tape(device);
    tape.watch(x);
    const taught = tape.constant(teacherLogs, [2 * B, H, K]);
    const shares = tape.constant(prior, [H, K]);
    const losses = temiLoss(tape, x, taught, shares, { beta: BETA, studentTemperature: STUDENT });
    if (gradient) tape.backwardFrom([losses], [tape.constant(Float32Array.of(1, 2, -0.5), [H])]);
    return { losses: await losses.data(), gradient: gradient ? await tape.gradient(x)!.data() : null };
  };

  it("has the article's loss", async () => {
    const { losses } = await lossOf(student, false);
    const want = loss64(at(student), at(teacher), priorAt);
    expect(new Set(want.map((value) => value.toFixed(2))).size).toBe(H);
    for (const [h, value] of want.entries()) expect(losses[h]).toBeCloseTo(value, 5);
  });

  it("has the gradient of finite differences", async () => {
    const { gradient } = await lossOf(student, true);
    const weights = [1, 2, -0.5];
    const total = (values: Float64Array) =>
      loss64(at(values), at(teacher), priorAt).reduce((sum, value, h) => sum + weights[h]! * value, 0);
    const step = 1e-5;
    const want = Array.from(student, (_, i) => {
      const moved = (by: number) =>
        total(Float64Array.from(student, (value, j) => value + (i === j ? by : 0)));
      return (moved(step) - moved(-step)) / (2 * step);
    });
    expect(Math.max(...want.map(Math.abs))).toBeGreaterThan(0.05);
    for (const [i, value] of want.entries()) expect(gradient![i]).toBeCloseTo(value, 5);
  });

  it("stays finite where student and teacher are certain of different clusters", async () => {
    using x = tensor(device, Float32Array.of(90, 0, 0, 90), [2, 1, 2]);
    using tape = new Tape(device);
    tape.watch(x);
    const taught = tape.constant(Float32Array.of(0, -900, -900, 0), [2, 1, 2]);
    const shares = tape.constant(Float32Array.of(1, 0), [1, 2]);
    const losses = temiLoss(tape, x, taught, shares, { beta: BETA, studentTemperature: 0.1 });
    tape.backward(losses);
    expect([...(await losses.data()), ...(await tape.gradient(x)!.data())].every(Number.isFinite)).toBe(true);
  });

  it("finds clouds, and tells new rows", async () => {
    const told: number[] = [];
    using x = tensor(device, clouds(150, 6, 3), [150, 6]);
    const model = new Temi(QUICK);
    await model.fit(x, { onProgress: (done, all, loss) => told.push(done, all, loss) });
    const { labels } = model;
    for (const [row, label] of labels.entries()) expect(label).toBe(labels[row % 3]);
    expect(new Set(labels.slice(0, 3)).size).toBe(3);
    expect(told.slice(0, 2)).toEqual([20, 300]);
    expect(told.slice(-3, -1)).toEqual([300, 300]);
    expect(told.at(-1)).toBeLessThan(told[2]!);
    expect(model.loss).toBeLessThan(told[2]!);
    using others = tensor(device, clouds(30, 6, 3, 2), [30, 6]);
    expect(await model.predict(others)).toEqual(
      Int32Array.from({ length: 30 }, (_, row) => labels[row % 3]!),
    );
    expect(await model.predict(x)).toEqual(labels);
    const probabilities = await model.predictProba(others);
    for (let row = 0; row < 30; row++) {
      const own = probabilities.subarray(3 * row, 3 * row + 3);
      expect(own[0]! + own[1]! + own[2]!).toBeCloseTo(1, 5);
      expect(own[labels[row % 3]!]).toBe(Math.max(...own));
    }
  });

  it("does not depend on the units of x", async () => {
    const values = clouds(90, 4, 3);
    const [one, other] = await Promise.all(
      [1, 2 ** 40].map((unit) =>
        learned(
          values.map((value) => unit * value),
          4,
          { ...QUICK, epochs: 40 },
        ),
      ),
    );
    expect(other!.labels).toEqual(one!.labels);
  });

  it("gives the same bits for the same seed, and others for another", async () => {
    const run = async (seed: number) =>
      (await learned(clouds(70, 5, 3), 5, { clusters: 3, epochs: 30, batch: 32, seed })).state().arrays;
    const first = await run(1);
    expect(await run(1)).toEqual(first);
    expect((await run(2)).weight).not.toEqual(first.weight);
  });

  it("takes few rows, one column and rows that are all the same", async () => {
    const short = { epochs: 20 };
    expect([...(await learned([3], 1, { clusters: 1, ...short })).labels]).toEqual([0]);
    expect((await learned([3, 4], 1, { clusters: 2, ...short })).labels).toHaveLength(2);
    expect((await learned(new Float32Array(40).fill(2), 2, { clusters: 2, ...short })).labels).toHaveLength(
      20,
    );
    const rows = Array.from({ length: 60 }, (_, i) => (i % 2) * 9 + (i % 7) / 10);
    const { labels } = await learned(rows, 1, { clusters: 2, epochs: 300, metric: "euclidean" });
    for (const [row, label] of labels.entries()) expect(label).toBe(labels[row % 2]);
    expect(labels[0]).not.toBe(labels[1]);
  });

  it("says what it cannot do", async () => {
    await expect(learned([1, 2], 1, { clusters: 3 })).rejects.toThrow(
      "Temi.fit: 2 rows cannot fill 3 clusters: give more rows or fewer clusters",
    );
    await expect(learned([1, 2, Number.NaN, 4], 1, { clusters: 2 })).rejects.toThrow(DataError);
    const model = await learned([1, 2, 3, 4], 2, { clusters: 2, epochs: 1 });
    using narrow = tensor(device, [1, 2], [2, 1]);
    await expect(model.predict(narrow)).rejects.toThrow(ShapeError);
    using infinite = tensor(device, [1, Number.POSITIVE_INFINITY], [1, 2]);
    await expect(model.predictProba(infinite)).rejects.toThrow("row 0 of x holds NaN or infinite values");
  });

  it("is made again from its state", async () => {
    using x = tensor(device, clouds(60, 4, 3), [60, 4]);
    const fitted = await new Temi({ clusters: 3, neighbors: 5, epochs: 10 }).fit(x);
    const again = restoreEstimator("temi", fitted.state()) as Temi;
    expect(again.state()).toEqual(fitted.state());
    expect(await again.predictProba(x)).toEqual(await fitted.predictProba(x));
  });
});

describe("Temi", () => {
  it("ends with the signal's reason", async () => {
    using device = await openDevice("native");
    using x = tensor(device, clouds(60, 4, 3), [60, 4]);
    const controller = new AbortController();
    const onProgress = (done: number) => {
      if (done === 40) controller.abort(new Error("enough"));
    };
    const model = new Temi(QUICK);
    await expect(model.fitPredict(x, { signal: controller.signal, onProgress })).rejects.toThrow("enough");
    expect(() => model.labels).toThrow("Temi: there is no result yet: call fit first");
  });

  it("checks its options", () => {
    expect(() => new Temi({ clusters: 0 })).toThrow("Temi: clusters is 0: give a whole number from 1 up");
    expect(() => new Temi({ clusters: 2, beta: 0 })).toThrow(ArgumentError);
    expect(() => new Temi({ clusters: 2, momentum: 1 })).toThrow(
      "Temi: momentum is 1: give a number from 0 to below 1",
    );
    expect(() => new Temi({ clusters: 2, metric: "angle" as "cosine" })).toThrow("give cosine, euclidean");
    expect(() => new Temi({ clusters: 2, neighbors: 1.5 })).toThrow(ArgumentError);
  });

  it("can be chosen by name", () => {
    expect(clusteringMethods.get("temi").create({ clusters: 3, seed: 1 })).toBeInstanceOf(Temi);
  });

  it("gives the same bits with one thread and with two", async () => {
    const run = async (threads: number) => {
      using device = await openDevice("native", { threads });
      using x = tensor(device, clouds(200, 8, 3), [200, 8]);
      return (await new Temi({ clusters: 3, epochs: 20, batch: 64 }).fit(x)).state().arrays;
    };
    expect(await run(2)).toEqual(await run(1));
  });
});

describe("partnersOf [native]", () => {
  it("finds the same partners part by part, and hears a signal between parts", async () => {
    using device = await openDevice("native");
    const random = new Random(11, 0);
    const values = Float32Array.from({ length: 200 * 5 }, () => random.normal());
    // More equal rows than partners.
    for (let row = 50; row < 60; row++) values.copyWithin(row * 5, 0, 5);
    using x = tensor(device, values, [200, 5]);
    for (const cosine of [false, true]) {
      const whole = await partnersOf("test", x, 4, cosine);
      const parts = await partnersOf("test", x, 4, cosine, { part: 64 });
      const distances = (partners: Int32Array) =>
        Array.from(partners, (other, i) => {
          const row = Math.floor(i / 4);
          expect(other).not.toBe(row);
          const at = (n: number) => values.subarray(n * 5, n * 5 + 5);
          const scale = (n: number) => (cosine ? Math.hypot(...at(n)) : 1);
          return Math.hypot(...at(row).map((value, c) => value / scale(row) - at(other)[c]! / scale(other)));
        });
      const [a, b] = [distances(whole), distances(parts)];
      for (const [i, distance] of a.entries()) expect(b[i]).toBeCloseTo(distance, 5);
    }
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(partnersOf("test", x, 4, false, { part: 64, signal })).rejects.toThrow("enough");
  });
});
