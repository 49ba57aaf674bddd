/** The moving average of weights: float64 values, use for evaluation, checkpoints. PyTorch's values are in test/golden. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import type { Device } from "../../src/device/index.js";
import { ModelFileError } from "../../src/errors.js";
import { BatchNorm, Linear, Sequential } from "../../src/nn/index.js";
import { WeightAverage } from "../../src/optim/index.js";
import { testDevices } from "../support/devices.js";

for (const { kind, skip, open } of testDevices) {
  describe.skipIf(skip)(`weight average [${kind}]${skip ? ` (${skip})` : ""}`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await open();
    });
    afterAll(() => device?.close());

    const make = () => {
      const model = new Sequential(new Linear(3, 2), new BatchNorm(2)).to(device);
      return { model, linear: model.layers[0] as Linear, average: new WeightAverage(model, { decay: 0.9 }) };
    };
    const weightsAt = (step: number) =>
      Float32Array.from([1, 2, 3, 4, 5, 6], (v) => Math.sin(v * (step + 1)));

    it("follows float64, holds the averages in use only, and gives the weights back to the bit", async () => {
      const { model, linear, average } = make();
      let want = [...weightsAt(0)];
      for (let step = 0; step < 20; step++) {
        linear.weight.value.write(weightsAt(step));
        average.update();
        if (step > 0) want = want.map((value, i) => 0.9 * value + 0.1 * weightsAt(step)[i]!);
      }
      expect(average.updates).toBe(20);
      const before = await model.stateDict();
      const inUse = await average.use(async () => await model.stateDict());
      const got = inUse.get("0.weight")!.data;
      want.forEach((value, i) => {
        expect(got[i]).toBeCloseTo(value, 6);
      });
      // What was never changed averages to itself, and running statistics take no part.
      for (const name of ["0.bias", "1.weight", "1.running_var"]) {
        expect(inUse.get(name), name).toEqual(before.get(name));
      }
      expect(await model.stateDict()).toEqual(before);
      await expect(average.use(() => Promise.reject(new Error("evaluation failed")))).rejects.toThrow(
        "evaluation failed",
      );
      expect(await model.stateDict()).toEqual(before);
      average.apply();
      expect(await model.stateDict()).toEqual(inUse);
      average.release();
      model.release();
    });

    it("holds the weights it was made with before the first update, which replaces them", async () => {
      const { model, linear, average } = make();
      const before = await model.stateDict();
      linear.weight.value.write(weightsAt(1));
      expect(await average.use(() => model.stateDict())).toEqual(before);
      average.update();
      expect((await average.use(() => model.stateDict())).get("0.weight")!.data).toEqual(weightsAt(1));
      average.release();
      model.release();
    });

    it("goes on from its state with the same bits", async () => {
      const train = async (interrupted: boolean) => {
        const { model, linear, ...made } = make();
        let { average } = made;
        for (let step = 0; step < 6; step++) {
          if (interrupted && step === 3) {
            const state = await average.state();
            average.release();
            average = new WeightAverage(model, { decay: 0.9 });
            average.restore(state);
          }
          linear.weight.value.write(weightsAt(step));
          average.update();
        }
        const state = await average.state();
        average.release();
        model.release();
        return state;
      };
      expect(await train(true)).toEqual(await train(false));
    });

    it("refuses another model's state and keeps its own, and what would mix weights and averages", async () => {
      const { model, average } = make();
      const other = new Linear(30, 40).to(device);
      const foreign = new WeightAverage(other);
      const before = await average.state();
      const state = await foreign.state();
      expect(() => average.restore(state)).toThrow(ModelFileError);
      expect(() => average.restore(state)).toThrow(
        "the weight average has no 0.weight: give a checkpoint of the same configuration",
      );
      expect(() => average.restore({ ...before, updates: -1 })).toThrow("has -1 updates");
      expect(await average.state()).toEqual(before);
      await average.use(async () => {
        expect(() => average.update()).toThrow("WeightAverage: update during use");
        expect(() => average.apply()).toThrow("WeightAverage: apply during use");
        await expect(average.use(() => 1)).rejects.toThrow("WeightAverage: use during use");
      });
      expect(() => new WeightAverage(model, { decay: 1 })).toThrow("WeightAverage: decay is 1");
      expect(() => new WeightAverage(new Linear(1, 1))).toThrow("no memory of its own");
      for (const owner of [average, foreign, model, other]) owner.release();
    });

    it("does not change what a frozen layer gives", async () => {
      const { model, average } = make();
      model.freeze();
      for (let step = 0; step < 3; step++) average.update();
      using tape = new Tape(device);
      const x = tape.constant(Float32Array.of(1, 2, 3), [1, 3]);
      const before = await model.forward(tape, x).data();
      expect(await average.use(() => model.forward(tape, x).data())).toEqual(before);
      average.release();
      model.release();
    });
  });
}
