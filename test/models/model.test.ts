/** `Model`: compile, fit, evaluate and predict over arrays, and what it refuses. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { ModelFileError } from "../../src/errors.js";
import { type ArrayInput, Model } from "../../src/models/index.js";
import { Dropout, Linear, LSTM, Sequential } from "../../src/nn/index.js";
import { tanh } from "../../src/ops/index.js";
import { Random } from "../../src/random/philox.js";
import { bestWeights, type EpochLog } from "../../src/train/index.js";
import { testDevices } from "../support/devices.js";

const folder = mkdtempSync(join(tmpdir(), "skein-model-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Points in the plane, and whether their coordinates have one sign. */
function quadrants(count: number, seed: number): [ArrayInput, ArrayInput] {
  const random = new Random(seed);
  const data = Float32Array.from({ length: 2 * count }, () => 2 * random.uniform() - 1);
  const labels = Int32Array.from({ length: count }, (_, i) => Number(data[2 * i]! * data[2 * i + 1]! > 0));
  return [
    { shape: [count, 2], data },
    { shape: [count], data: labels },
  ];
}

for (const { kind, skip, open } of testDevices) {
  describe.skipIf(skip)(`Model [${kind}]${skip ? ` (${skip})` : ""}`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await open();
    });
    afterAll(() => device?.close());
    const network = () => new Sequential(new Linear(2, 16), tanh, new Dropout(0.01), new Linear(16, 2));

    it("learns a quadrant, and predicts the same from its file", async () => {
      const live = device.memory.liveBuffers;
      const path = join(folder, `${kind}.safetensors`);
      const [[x, y], [xTest, yTest]] = [quadrants(400, 1), quadrants(200, 2)];
      const model = new Model(network(), { device, seed: 3 });
      model.compile({ loss: "crossEntropy", learningRate: 0.02, metrics: ["accuracy", "topK", "f1"] });
      const history = await model.fit(x, y, { epochs: 30, batchSize: 50, validationSplit: 0.1 });
      expect(history).toHaveLength(30);
      expect(Object.keys(history[0]!.metrics)).toEqual(["valLoss", "valAccuracy", "valTopK", "valF1"]);
      const { loss, accuracy, topK } = await model.evaluate(xTest, yTest);
      expect(accuracy).toBeGreaterThan(0.9);
      expect(loss).toBeLessThan(0.4);
      expect(topK).toBe(1);
      const predicted = await model.predict(xTest);
      expect(predicted.shape).toEqual([200, 2]);
      await model.save(path);
      await model.close();
      const other = new Model(network(), { device });
      await other.load(path);
      expect(await other.predict(xTest)).toEqual(predicted);
      await other.close();
      expect(device.memory.liveBuffers).toBe(live);
    });

    it("learns sequences with another loss, and goes on where it ended", async () => {
      const random = new Random(5);
      const data = Float32Array.from({ length: 64 * 6 * 3 }, () => random.normal());
      const sums = Float32Array.from({ length: 64 }, (_, i) =>
        data.subarray(i * 18, (i + 1) * 18).reduce((a, b) => a + b / 18, 0),
      );
      const [x, y] = [
        { shape: [64, 6, 3], data },
        { shape: [64, 1], data: sums },
      ];
      const model = new Model(new Sequential(new LSTM(3, 8), new Linear(8, 1)), { device });
      model.compile({ optimizer: "sgd", learningRate: 0.1, loss: "meanSquaredError" });
      const first = await model.fit(x, y, { epochs: 5, batchSize: 16 });
      const second = await model.fit(x, y, { epochs: 5, batchSize: 16 });
      expect(second.at(-1)!.loss).toBeLessThan(first[0]!.loss);
      expect(second[0]!.loss).toBeLessThan(first[0]!.loss);
      await model.close();
    });

    it.each([
      [1, null],
      [2, null],
      [1, 0.9],
      [2, 0.9],
    ])("interrupted in fit %d, averages of %d, goes on with the same bits", async (which, weightAverage) => {
      const live = device.memory.liveBuffers;
      const [x, y] = quadrants(60, 1);
      const checkpoint = join(folder, `${kind}-${which}-${weightAverage}.checkpoint`);
      const make = () => {
        const model = new Model(network(), { device, seed: 3 });
        model.compile({ loss: "crossEntropy", learningRate: 0.02 });
        return model;
      };
      const train = async (interrupted: boolean) => {
        let model = make();
        let history: readonly EpochLog[] = [];
        for (const fit of [1, 2]) {
          const stop = new AbortController();
          const onReport = (step: number) => interrupted && fit === which && step === 10 && stop.abort();
          const options = { epochs: 4, batchSize: 16, validationSplit: 0.2, weightAverage, checkpoint };
          const callbacks = () => [bestWeights(), { onReport }];
          history = await model.fit(x, y, { ...options, callbacks: callbacks(), signal: stop.signal });
          if (stop.signal.aborted) {
            expect(history.length).toBeLessThan(4);
            await model.close();
            model = make();
            history = await model.fit(x, y, { ...options, callbacks: callbacks(), resume: checkpoint });
          }
        }
        const weights = await model.network.stateDict();
        await model.close();
        return { weights, history: history.map(({ seconds: _, ...log }) => log) };
      };
      expect(await train(true)).toEqual(await train(false));
      expect(device.memory.liveBuffers).toBe(live);
    });

    it("goes on from a checkpoint with metrics that are not finite", async () => {
      const [x, y] = quadrants(20, 1);
      const checkpoint = join(folder, `${kind}-not-finite.checkpoint`);
      const model = new Model(network(), { device });
      const values = [Number.NaN, Number.POSITIVE_INFINITY, 0.5];
      const odd = Object.defineProperty(() => values.shift()!, "name", { value: "odd" });
      model.compile({ loss: "crossEntropy", metrics: [odd] });
      const options = { epochs: 3, validationData: [x, y] as const, checkpoint };
      const stop = new AbortController();
      const onEpochEnd = async (history: readonly EpochLog[]) => {
        if (history.length === 2) stop.abort();
        return undefined;
      };
      await model.fit(x, y, { ...options, callbacks: [{ onEpochEnd }], signal: stop.signal });
      const history = await model.fit(x, y, { ...options, resume: checkpoint });
      expect(history.map(({ metrics }) => metrics.valOdd)).toEqual([
        Number.NaN,
        Number.POSITIVE_INFINITY,
        0.5,
      ]);
      await model.close();
    });

    it("leaves the model as it was where it refuses a checkpoint", async () => {
      const [x, y] = quadrants(20, 1);
      const checkpoint = join(folder, `${kind}-adam.checkpoint`);
      const model = new Model(network(), { device });
      model.compile({ loss: "crossEntropy" });
      await model.fit(x, y, { checkpoint });
      const before = await model.network.stateDict();
      for (const changed of [{ optimizer: "sgd" }, { learningRate: 5 }]) {
        model.compile({ loss: "crossEntropy", ...changed });
        await expect(model.fit(x, y, { resume: checkpoint })).rejects.toThrow(
          "was written with other options",
        );
      }
      expect(await model.network.stateDict()).toEqual(before);
      await model.close();
    });

    it("refuses a checkpoint of other options, examples or networks, and files that are none", async () => {
      const [x, y] = quadrants(20, 1);
      const checkpoint = join(folder, `${kind}-refused.checkpoint`);
      const model = new Model(network(), { device });
      model.compile({ loss: "crossEntropy" });
      await model.fit(x, y, { checkpoint });
      const resume = { resume: checkpoint };
      await expect(model.fit(x, y, { ...resume, epochs: 2 })).rejects.toThrow(
        "was written with other options (epochs): resume with the same, or start again",
      );
      await expect(model.fit(...quadrants(20, 2), resume)).rejects.toThrow("was written with other examples");
      const weights = join(folder, `${kind}-weights.safetensors`);
      await model.save(weights);
      await expect(model.fit(x, y, { resume: weights })).rejects.toThrow("not a checkpoint of Model.fit");
      const other = new Model(new Sequential(new Linear(2, 2)), { device });
      other.compile({ loss: "crossEntropy" });
      await expect(other.fit(x, y, resume)).rejects.toThrow(ModelFileError);
      for (const owner of [model, other]) await owner.close();
    });

    it("refuses what does not fit", async () => {
      const model = new Model(network(), { device });
      const [x, y] = quadrants(20, 1);
      await expect(model.fit(x, y)).rejects.toThrow("was not compiled yet: call compile({ loss }) first");
      expect(() => model.compile({ loss: "hinge" })).toThrow(
        "compile: loss hinge is unknown: use one of crossEntropy,",
      );
      expect(() => model.compile({ loss: "crossEntropy", optimizer: "lion" })).toThrow(
        "use one of adam, adamw, sgd",
      );
      expect(() => model.compile({ loss: "crossEntropy", metrics: ["auc"] })).toThrow(
        "metric auc is unknown",
      );
      model.compile({ loss: "crossEntropy" });
      await expect(model.fit(x, { shape: [19], data: y.data.slice(1) as Int32Array })).rejects.toThrow(
        "x is [20, 2], y is [19]: give a target for each example",
      );
      await expect(model.fit({ shape: [20, 3], data: x.data }, y)).rejects.toThrow(
        "x is [20, 3] with 40 values",
      );
      await expect(model.fit(x, { shape: [20], data: Array(20).fill(0.5) })).rejects.toThrow(
        "y[0] is 0.5: labels are whole numbers from 0 up",
      );
      await expect(model.fit(x, y, { validationSplit: 1 })).rejects.toThrow(
        "validationSplit is 1 of 20 examples",
      );
      await expect(model.fit(x, { shape: [20], data: Array(20).fill(7) })).rejects.toThrow("label 7");
      const [wide] = [{ shape: [10, 4], data: x.data }];
      await expect(model.predict(wide!)).rejects.toThrow("inner sizes 4 and 2 differ");
      await model.close();
    });
  });
}
