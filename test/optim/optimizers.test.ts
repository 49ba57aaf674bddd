/** Optimizers against their formulas in float64, and their states. Adam against PyTorch stands in test/golden. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { ModelFileError } from "../../src/errors.js";
import { constantInit, normalInit, ParameterStore } from "../../src/layers/index.js";
import { Adam, clipGradients, type Optimizer, Sgd, type SgdOptions } from "../../src/optim/index.js";
import { testDevices } from "../support/devices.js";

/** PyTorch's algorithm, https://pytorch.org/docs/stable/generated/torch.optim.SGD.html, for one value. */
function sgdFormula(start: number, gradients: number[], rate: number, options: Required<SgdOptions>): number {
  let [value, velocity] = [start, 0];
  for (const gradient of gradients) {
    const g = gradient + options.weightDecay * value;
    velocity = options.momentum * velocity + g;
    value -= rate * (options.nesterov ? g + options.momentum * velocity : velocity);
  }
  return value;
}

for (const { kind, skip, open } of testDevices) {
  describe.skipIf(skip)(`optimizers [${kind}]${skip ? ` (${skip})` : ""}`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await open();
    });
    afterAll(() => device?.close());

    const model = () => {
      const store = new ParameterStore();
      const [weight, bias] = [store.add("w", [3], constantInit(2)), store.add("b", [2], constantInit(-1))];
      store.allocate(device, 0);
      const setGradients = (w: number[], b: number[]) => {
        weight.gradient!.write(Float32Array.from(w));
        bias.gradient!.write(Float32Array.from(b));
      };
      return { store, weight, bias, setGradients };
    };

    it.each([
      { momentum: 0, nesterov: false, weightDecay: 0 },
      { momentum: 0.9, nesterov: false, weightDecay: 0 },
      { momentum: 0.8, nesterov: false, weightDecay: 0.1 },
      { momentum: 0.8, nesterov: true, weightDecay: 0.1 },
    ])("sgd %j", async (options) => {
      const { store, weight, bias, setGradients } = model();
      const optimizer = new Sgd(store, options);
      const steps = [
        [1, -2, 0.5],
        [0.25, 3, -1],
        [-4, 0, 2],
      ];
      for (const gradients of steps) {
        setGradients(gradients, gradients.slice(0, 2));
        optimizer.step(0.05);
      }
      const want = (start: number, i: number) =>
        sgdFormula(
          start,
          steps.map((gradients) => gradients[i]!),
          0.05,
          options,
        );
      for (const [i, value] of [...(await weight.value.data())].entries()) {
        expect(value).toBeCloseTo(want(2, i), 5);
      }
      for (const [i, value] of [...(await bias.value.data())].entries()) {
        expect(value).toBeCloseTo(want(-1, i), 5);
      }
      optimizer.release();
      store.release();
    });

    it("clips all gradients by their common norm", async () => {
      const { store, weight, bias, setGradients } = model();
      setGradients([1, 2, 2], [0, 4]);
      clipGradients(store, 10);
      expect([...(await weight.gradient!.data())], "norm 5 is short enough").toEqual([1, 2, 2]);
      clipGradients(store, 0.5);
      const clipped = [...(await weight.gradient!.data()), ...(await bias.gradient!.data())];
      [0.1, 0.2, 0.2, 0, 0.4].forEach((want, i) => {
        expect(clipped[i]).toBeCloseTo(want, 5);
      });
      store.release();
    });

    const kinds: [string, (store: ParameterStore) => Optimizer][] = [
      ["adam", (store) => new Adam(store, { weightDecay: 0.01 })],
      ["sgd", (store) => new Sgd(store)],
    ];
    describe.each(kinds)("%s", (_, make) => {
      it("goes on from its state with the same bits", async () => {
        const train = async (interrupted: boolean) => {
          const { store, setGradients } = model();
          let optimizer = make(store);
          for (let step = 0; step < 6; step++) {
            if (interrupted && step === 3) {
              const state = await optimizer.state();
              optimizer.release();
              optimizer = make(store);
              optimizer.restore(state);
            }
            setGradients([step, -1, 0.3], [1 / (step + 1), 2]);
            optimizer.step(0.1);
          }
          const values = await store.values.data();
          optimizer.release();
          store.release();
          return values;
        };
        expect(await train(true)).toEqual(await train(false));
      });

      it("refuses the state of another model and keeps its own", async () => {
        const { store } = model();
        const optimizer = make(store);
        const before = await optimizer.state();
        const other = new ParameterStore();
        other.add("w", [1000], normalInit(1));
        other.allocate(device, 0);
        const foreign = make(other);
        const state = await foreign.state();
        expect(() => optimizer.restore({ ...state, step: 9 })).toThrow(ModelFileError);
        expect(() => optimizer.restore({ ...state, step: 9 })).toThrow("give a checkpoint of the same");
        expect(() => optimizer.restore({ step: 9, moments: [] })).toThrow("has 0 values");
        expect(await optimizer.state()).toEqual(before);
        for (const owner of [optimizer, foreign, store, other]) owner.release();
      });
    });
  });
}
