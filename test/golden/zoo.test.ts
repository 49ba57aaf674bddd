/** Torchvision's networks against PyTorch; `generate_zoo.py` beside this file produced the values. */
import { expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import { buildNetwork } from "../../src/models/index.js";
import type { Module, StateDict } from "../../src/nn/index.js";
import { onEachDevice } from "../support/devices.js";
import { filled, signed } from "./drawn.js";
import { expectValues, readGolden } from "./golden.js";

interface Golden {
  readonly shape: readonly [number, number, number, number];
  /** With running statistics. */
  readonly inference: readonly number[];
  readonly logits: readonly number[];
  /** Of each parameter's gradient the norm, and the index and value of the largest magnitude. */
  readonly gradients: Readonly<Record<string, readonly [norm: number, index: number, value: number]>>;
}
const golden = readGolden<Golden>("zoo.json");

const [IMAGES, COTANGENT] = [1000, 2000];

/** As `fill` in generate_zoo.py. */
async function fill(module: Module): Promise<void> {
  const state: StateDict = new Map();
  for (const [stream, [name, { shape }]] of [...(await module.stateDict())].entries()) {
    const data = filled(stream, name, shape);
    state.set(name, { shape, data });
  }
  module.loadStateDict(state);
}

const rows: [name: string, network: string, options: object, training: boolean][] = [
  ["resnet18", "resnet18", { width: 8 }, true],
  ["resnet18_small", "resnet18", { width: 8 }, true],
  ["resnet34_small", "resnet34", { width: 4 }, true],
  ["resnet50_small", "resnet50", { width: 4, stem: "small" }, false],
  ["alexNet", "alexNet", { dense: 32 }, false],
];

onEachDevice("PyTorch's networks", (device, kind) => {
  it.each(rows)("%s", async (name, network, options, training) => {
    const { shape, inference, logits, gradients } = golden[name]!;
    const [batch, height, width, channels] = shape;
    const classes = logits.length / batch;
    const model = buildNetwork(network, { height, width, channels }, classes, options).to(device);
    await fill(model);
    using tape = new Tape(device);
    const x = tape.constant(signed(IMAGES, shape), shape);
    expectValues(kind, "inference", await tape.keep(model.forward(tape, x)).data(), inference);
    const mode = training ? { seed: 0, step: 0 } : null;
    const y = tape.keep(tape.inMode(mode, () => model.forward(tape, x)));
    expectValues(kind, "logits", await y.data(), logits);
    tape.backwardFrom([y], [tape.constant(signed(COTANGENT, y.shape), y.shape)]);
    const parameters = model.namedParameters().filter(({ parameter }) => parameter.trained);
    expect(parameters.map(({ parts }) => parts[0]!.name)).toEqual(Object.keys(gradients));
    for (const { parameter, parts } of parameters) {
      const [norm, index, value] = gradients[parts[0]!.name]!;
      const gradient = (await parameter.gradient!.data()) as Float32Array;
      expectValues(kind, parts[0]!.name, [normOf(gradient), gradient[index]!], [norm, value]);
    }
    model.release();
  });
});

const normOf = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
