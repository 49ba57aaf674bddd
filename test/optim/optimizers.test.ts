/** Optimizers against their formulas in float64, groups, frozen parameters, and states. Adam against PyTorch stands in test/golden. */
import { describe, expect, it } from "vitest";
import type { Tape } from "../../src/autograd/index.js";
import { ModelFileError } from "../../src/errors.js";
import { constantInit, Linear, Module, Parameter } from "../../src/nn/index.js";
import {
  Adam,
  AdamW,
  clipGradients,
  type Optimizer,
  type ParameterGroup,
  RMSprop,
  SGD,
  type SGDOptions,
} from "../../src/optim/index.js";
import type { Tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";
import { giveGradient } from "../support/gradients.js";

class Two extends Module {
  readonly w = new Parameter([3], constantInit(2));
  readonly b = new Parameter([2], constantInit(-1));

  forward(_: Tape, x: Tensor): Tensor {
    return x;
  }
}

/** PyTorch's algorithm, https://pytorch.org/docs/stable/generated/torch.optim.SGD.html, for one value. */
function sgdFormula(
  start: number,
  gradients: number[],
  rate: number,
  options: Required<Omit<SGDOptions, "learningRate">>,
): number {
  let [value, velocity] = [start, 0];
  for (const gradient of gradients) {
    const g = gradient + options.weightDecay * value;
    velocity = options.momentum * velocity + g;
    value -= rate * (options.nesterov ? g + options.momentum * velocity : velocity);
  }
  return value;
}

onEachDevice("optimizers", (device) => {
  const data = async ({ value }: Parameter) => [...(await value.data())];
  const close = (got: readonly number[], want: readonly number[]) => {
    want.forEach((value, i) => {
      expect(got[i]).toBeCloseTo(value, 5);
    });
  };

  const steps = [
    [1, -2, 0.5],
    [0.25, 3, -1],
    [-4, 0, 2],
  ];
  it.each([
    { momentum: 0, nesterov: false, weightDecay: 0 },
    { momentum: 0.9, nesterov: false, weightDecay: 0 },
    { momentum: 0.8, nesterov: false, weightDecay: 0.1 },
    { momentum: 0.8, nesterov: true, weightDecay: 0.1 },
  ])("sgd %j", async (options) => {
    const model = new Two().to(device);
    const optimizer = new SGD(model, options);
    for (const gradients of steps) {
      giveGradient(model.w, gradients);
      giveGradient(model.b, gradients.slice(0, 2));
      optimizer.step(0.05);
    }
    const want = (start: number, i: number) =>
      sgdFormula(
        start,
        steps.map((gradients) => gradients[i]!),
        0.05,
        options,
      );
    close(await data(model.w), [want(2, 0), want(2, 1), want(2, 2)]);
    close(await data(model.b), [want(-1, 0), want(-1, 1)]);
    optimizer.release();
    model.release();
  });

  it("gives groups their own rates and decay, which a schedule scales alike", async () => {
    const model = new Two().to(device);
    const plain = { momentum: 0, nesterov: false };
    const groups: ParameterGroup[] = [
      { parameters: [model.w], learningRate: 0.2, weightDecay: 0.5 },
      { parameters: [model.b] },
    ];
    const optimizer = new SGD(groups, { ...plain, learningRate: 0.1 });
    for (const gradients of steps) {
      giveGradient(model.w, gradients);
      giveGradient(model.b, gradients.slice(0, 2));
      optimizer.step(0.05);
    }
    const columns = [0, 1, 2].map((i) => steps.map((gradients) => gradients[i]!));
    close(
      await data(model.w),
      columns.map((column) => sgdFormula(2, column, 0.1, { ...plain, weightDecay: 0.5 })),
    );
    close(
      await data(model.b),
      columns.slice(0, 2).map((column) => sgdFormula(-1, column, 0.05, { ...plain, weightDecay: 0 })),
    );
    optimizer.release();
    model.release();
  });

  it("leaves frozen parameters and those without a gradient alone, bit by bit", async () => {
    const model = new Two().to(device);
    const optimizer = new AdamW(model, { weightDecay: 0.5 });
    giveGradient(model.w, [1, 2, 3]);
    optimizer.step();
    expect(await data(model.b)).toEqual([-1, -1]);
    const before = await data(model.w);
    model.w.freeze();
    giveGradient(model.b, [1, 2]);
    optimizer.step();
    expect(await data(model.w)).toEqual(before);
    const { steps: counted } = await optimizer.state();
    expect(counted).toEqual({ w: 1, b: 1 });
    model.unfreeze();
    giveGradient(model.w, [1, 2, 3]);
    optimizer.step();
    expect(await data(model.w)).not.toEqual(before);
    optimizer.release();
    model.release();
  });

  it("uses a gradient once, and adds those of several tapes", async () => {
    const model = new Two().to(device);
    const optimizer = new SGD(model, { momentum: 0, learningRate: 1 });
    giveGradient(model.w, [1, 2, 3]);
    giveGradient(model.w, [10, 0, 0]);
    optimizer.step();
    close(await data(model.w), [-9, 0, -1]);
    optimizer.step();
    close(await data(model.w), [-9, 0, -1]);
    giveGradient(model.w, [1, 1, 1]);
    optimizer.step();
    close(await data(model.w), [-10, -1, -2]);
    optimizer.release();
    model.release();
  });

  it("clips all gradients by their common norm, old ones left out", async () => {
    const model = new Two().to(device);
    const optimizer = new SGD(model, { learningRate: 0 });
    giveGradient(model.b, [100, 100]);
    optimizer.step();
    giveGradient(model.w, [3, 0, 4]);
    clipGradients(model, 0.5);
    close([...(await model.w.gradient!.data())], [0.3, 0, 0.4]);
    expect([...(await model.b.gradient!.data())]).toEqual([0, 0]);
    giveGradient(model.b, [0, 4]);
    model.w.dropGradient();
    giveGradient(model.w, [1, 2, 2]);
    clipGradients(model, 10);
    expect([...(await model.w.gradient!.data())], "norm 5 is short enough").toEqual([1, 2, 2]);
    clipGradients(model, 0.5);
    const clipped = [...(await model.w.gradient!.data()), ...(await model.b.gradient!.data())];
    close(clipped, [0.1, 0.2, 0.2, 0, 0.4]);
    optimizer.release();
    model.release();
  });

  it("refuses parameters of two models, one in two groups, and a model without any", () => {
    const [one, other] = [new Two().to(device), new Two().to(device)];
    expect(() => new SGD([{ parameters: [one.w] }, { parameters: other }])).toThrow(
      "belong to several models",
    );
    expect(() => new SGD([{ parameters: [one.w] }, { parameters: one }])).toThrow(
      "a parameter is in two groups",
    );
    expect(() => new SGD([])).toThrow("no parameter to train");
    expect(() => new Adam(new Two())).toThrow("call module.to(device) first");
    expect(() => new RMSprop(one, { alpha: 1 })).toThrow(
      "RMSprop: alpha is 1: give a number from 0 to below 1",
    );
    one.release();
    other.release();
  });

  const kinds: [string, (model: Module) => Optimizer][] = [
    ["adamw", (model) => new AdamW(model)],
    ["sgd", (model) => new SGD(model)],
    ["rmsprop", (model) => new RMSprop(model, { momentum: 0.5 })],
  ];
  describe.each(kinds)("%s", (_, make) => {
    it("goes on from its state with the same bits", async () => {
      const train = async (interrupted: boolean) => {
        const model = new Two().to(device);
        let optimizer = make(model);
        for (let step = 0; step < 6; step++) {
          if (interrupted && step === 3) {
            const state = await optimizer.state();
            optimizer.release();
            optimizer = make(model);
            optimizer.restore(state);
          }
          giveGradient(model.w, [step, -1, 0.3]);
          giveGradient(model.b, [1 / (step + 1), 2]);
          optimizer.step(0.1);
        }
        const values = await model.stateDict();
        optimizer.release();
        model.release();
        return values;
      };
      expect(await train(true)).toEqual(await train(false));
    });

    it("refuses the state of another model and keeps its own", async () => {
      const [model, other] = [new Two().to(device), new Linear(30, 40).to(device)];
      const [optimizer, foreign] = [make(model), make(other)];
      const before = await optimizer.state();
      const state = await foreign.state();
      expect(() => optimizer.restore(state)).toThrow(ModelFileError);
      expect(() => optimizer.restore(state)).toThrow("give a checkpoint of the same");
      expect(() => optimizer.restore({ ...before, moments: new Map() })).toThrow("of w has 0 values");
      expect(() => optimizer.restore({ ...before, steps: {} })).toThrow(ModelFileError);
      expect(await optimizer.state()).toEqual(before);
      for (const owner of [optimizer, foreign, model, other]) owner.release();
    });
  });
});
