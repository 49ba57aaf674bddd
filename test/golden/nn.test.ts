/** Whole layers, optimizers and schedules against PyTorch; `generate_nn.py` beside this file produced the values. */
import { expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import {
  type AnyModule,
  AttentionPooling,
  constantInit,
  GroupNorm,
  Linear,
  Module,
  MultiheadSelfAttention,
  Parameter,
  ReNet,
  TransformerEncoderLayer,
} from "../../src/nn/index.js";
import {
  exponential,
  RMSprop,
  type Schedule,
  stepDecay,
  WeightAverage,
  warmUp,
} from "../../src/optim/index.js";
import type { Tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";
import { giveGradient } from "../support/gradients.js";
import { expectClose, type Golden, readGolden } from "./golden.js";

type Named = Readonly<Record<string, Golden>>;
const golden = readGolden<{
  readonly values: Named;
  readonly parameters?: Named;
  readonly gradients?: Named;
}>("nn.json");

const attention = (options = {}) => new MultiheadSelfAttention(8, 2, options);
const encoder = (options = {}) =>
  new TransformerEncoderLayer(8, 2, { feedForward: 12, dropout: 0, causal: true, ...options });

const layers: [name: string, make: () => Module][] = [
  ["group_norm", () => new GroupNorm(3, 12)],
  ["attention", () => attention()],
  ["attention_without_bias", () => attention({ bias: false })],
  ["attention_causal", () => attention({ causal: true })],
  ["attention_mask", () => attention()],
  ["encoder_layer", () => encoder()],
  ["encoder_layer_norm_first", () => encoder({ activation: "gelu", normFirst: true })],
  ["attention_pooling", () => new AttentionPooling(6, { hidden: 4 })],
  ["renet_rnn", () => new ReNet(3, 5, { cell: "rnn" })],
  ["renet_lstm", () => new ReNet(3, 5, { cell: "lstm" })],
  ["renet_gru", () => new ReNet(3, 5)],
];

const schedules: [name: string, schedule: Schedule][] = [
  ["step", stepDecay(2e-3, 5, 0.3)],
  ["exponential", exponential(2e-3, 0.9)],
  ["warm_up", warmUp(4, exponential(2e-3, 0.9))],
  ["warm_up_start", warmUp(4, exponential(2e-3, 0.9), 0.01)],
];

const optimizers: [name: string, make: (model: AnyModule) => RMSprop][] = [
  ["rmsprop", (model) => new RMSprop(model)],
  [
    "rmsprop_options",
    (model) =>
      new RMSprop(model, { learningRate: 0.05, alpha: 0.9, epsilon: 1e-6, weightDecay: 0.1, momentum: 0.9 }),
  ],
];

it("every value has a test", () => {
  const names = [...layers, ...schedules, ...optimizers].map(([name]) => name);
  expect([...names, "weight_average"].sort()).toEqual(Object.keys(golden).sort());
});

it.each(schedules)("schedule %s has PyTorch's rates", (name, schedule) => {
  const { data } = golden[name]!.values.rates!;
  expect(data).toHaveLength(12);
  for (const [step, rate] of data.entries()) expect(schedule(step)).toBeCloseTo(rate, 11);
});

class Weights extends Module {
  readonly w = new Parameter([10], constantInit(0));

  forward(_: Tape, x: Tensor): Tensor {
    return x;
  }
}

onEachDevice("PyTorch's values of layers", (device) => {
  const place = (tape: Tape, { data, shape }: Golden) => tape.constant(Float32Array.from(data), shape);

  it.each(layers)("%s", async (name, make) => {
    const { values, parameters, gradients } = golden[name]!;
    const layer = make().to(device);
    const entries = Object.entries(parameters!).map(
      ([key, { shape, data }]) => [key, { shape, data: Float32Array.from(data) }] as const,
    );
    layer.loadStateDict(new Map(entries));
    using tape = new Tape(device);
    const x = place(tape, values.x!);
    tape.watch(x);
    const { mask } = values;
    const run = () =>
      mask
        ? (layer as MultiheadSelfAttention).run(tape, x, { mask: place(tape, mask) })
        : layer.forward(tape, x);
    const y = tape.keep(run());
    expect(y.shape).toEqual(values.y!.shape);
    tape.backwardFrom([y], [place(tape, values.dy!)]);
    await expectClose("y", y, values.y!);
    await expectClose("dx", tape.gradient(x), values.dx!);
    const named = layer.namedParameters();
    expect(named.flatMap(({ parts }) => parts.map((part) => part.name)).sort()).toEqual(
      Object.keys(gradients!).sort(),
    );
    for (const { parameter, parts } of named) {
      const data = parts.flatMap((part) => [...gradients![part.name]!.data]);
      await expectClose(`d${parts[0]!.name}`, parameter.gradient, { shape: parameter.shape, data });
    }
    layer.release();
  });

  it.each(optimizers)("%s, five steps", async (name, make) => {
    const { start, gradients, result } = golden[name]!.values;
    const model = new Weights().to(device);
    model.w.value.write(Float32Array.from(start!.data));
    const optimizer = make(model);
    for (let step = 0; step < 5; step++) {
      giveGradient(model.w, gradients!.data.slice(step * 10, (step + 1) * 10));
      optimizer.step();
    }
    await expectClose("weights", model.w.value, result!);
    optimizer.release();
    model.release();
  });

  it("weight_average, five updates", async () => {
    const { weights, result } = golden.weight_average!.values;
    const model = new Linear(1, 10, { bias: false }).to(device);
    const average = new WeightAverage(model, { decay: 0.8 });
    for (let step = 0; step < 5; step++) {
      model.weight.value.write(Float32Array.from(weights!.data.slice(step * 10, (step + 1) * 10)));
      average.update();
    }
    average.apply();
    await expectClose("weights", model.weight.value, result!);
    average.release();
    model.release();
  });
});
