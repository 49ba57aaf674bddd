/** Named networks: torchvision's counts and names, shapes, gradients, learning, other heads, and what is refused. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Tape } from "../../../src/autograd/index.js";
import { take } from "../../../src/data/image_set.js";
import { loadMnist } from "../../../src/data/mnist.js";
import type { Device } from "../../../src/device/index.js";
import { openDevice } from "../../../src/device/node/index.js";
import { ImageBatches } from "../../../src/models/batches.js";
import {
  buildNetwork,
  type ImageSize,
  Network,
  networks,
  registerNetwork,
  SequenceAutoencoder,
} from "../../../src/models/index.js";
import { divideByShare } from "../../../src/models/zoo/bi_rnn.js";
import { Linear } from "../../../src/nn/index.js";
import { crossEntropy, mean, square } from "../../../src/ops/index.js";
import { Adam } from "../../../src/optim/index.js";
import { Trainer } from "../../../src/train/index.js";
import { onEachDevice } from "../../support/devices.js";

const photo: ImageSize = { height: 224, width: 224, channels: 3 };
const digit: ImageSize = { height: 28, width: 28, channels: 1 };

/** Torchvision's names of a residual network, without num_batches_tracked. */
function resnetNames(depths: readonly number[], convolutions: number): string[] {
  const norm = (name: string) =>
    ["weight", "bias", "running_mean", "running_var"].map((key) => `${name}.${key}`);
  const blocks = depths.flatMap((depth, stage) =>
    Array.from({ length: depth }, (_, i) => {
      const at = `layer${stage + 1}.${i}`;
      const main = Array.from({ length: convolutions }, (_, j) => [
        `${at}.conv${j + 1}.weight`,
        ...norm(`${at}.bn${j + 1}`),
      ]).flat();
      const changes = i === 0 && (stage > 0 || convolutions === 3);
      return changes ? [...main, `${at}.downsample.0.weight`, ...norm(`${at}.downsample.1`)] : main;
    }).flat(),
  );
  return ["conv1.weight", ...norm("bn1"), ...blocks, "fc.weight", "fc.bias"];
}

const torchvision: [name: string, parameters: number, names: string[]][] = [
  ["resnet18", 11_689_512, resnetNames([2, 2, 2, 2], 2)],
  ["resnet34", 21_797_672, resnetNames([3, 4, 6, 3], 2)],
  ["resnet50", 25_557_032, resnetNames([3, 4, 6, 3], 3)],
  [
    "alexNet",
    61_100_840,
    ["features.0", "features.3", "features.6", "features.8", "features.10"]
      .concat("classifier.1", "classifier.4", "classifier.6")
      .flatMap((layer) => [`${layer}.weight`, `${layer}.bias`]),
  ],
];

describe("torchvision's networks", () => {
  it.each(torchvision)("%s has its parameters and names", (name, parameters, names) => {
    const network = buildNetwork(name, photo, 1000);
    expect(network.count()).toBe(parameters);
    expect(network.namedParameters().flatMap(({ parts }) => parts.map((part) => part.name))).toEqual(names);
  });

  it("a residual network's convolutions begin as torchvision's", async () => {
    using device = await openDevice("native");
    const network = buildNetwork("resnet18", photo, 10, { width: 16 }).to(device);
    const state = await network.stateDict();
    const deviation = (name: string) =>
      Math.sqrt(state.get(name)!.data.reduce((sum, v) => sum + v * v, 0) / state.get(name)!.data.length);
    // Kaiming normal by the outputs: sqrt(2 / (kernel area * channels)).
    expect(deviation("conv1.weight")).toBeCloseTo(Math.sqrt(2 / (49 * 16)), 2);
    expect(deviation("layer4.1.conv2.weight")).toBeCloseTo(Math.sqrt(2 / (9 * 128)), 3);
    expect(deviation("layer2.0.downsample.0.weight")).toBeCloseTo(Math.sqrt(2 / 32), 1);
    network.release();
  });

  it("a residual network of small images has a 3 x 3 stem", () => {
    const stemOf = (size: ImageSize, options = {}) => {
      const [first] = buildNetwork("resnet18", size, 10, options).namedParameters();
      return first!.parts[0]!.shape;
    };
    expect(stemOf({ ...photo, height: 64, width: 64 })).toEqual([64, 7, 7, 3]);
    expect(stemOf({ ...photo, height: 63 })).toEqual([64, 3, 3, 3]);
    expect(stemOf(digit)).toEqual([64, 3, 3, 1]);
    expect(stemOf(digit, { stem: "imagenet" })).toEqual([64, 7, 7, 1]);
    expect(stemOf(photo, { stem: "small" })).toEqual([64, 3, 3, 3]);
  });
});

describe("parameters by default", () => {
  const lstm = (inputs: number, hidden: number) => 4 * hidden * (inputs + hidden + 2);
  const gru = (inputs: number, hidden: number) => 3 * hidden * (inputs + hidden + 2);
  const conv = (inputs: number, outputs: number) => outputs * (9 * inputs + 1);
  const linear = (inputs: number, outputs: number) => outputs * (inputs + 1);
  it.each([
    ["rowLstm", digit, 10, lstm(28, 256) + linear(256, 10)],
    ["biRnn", digit, 10, 2 * lstm(28, 128) + linear(256, 10)],
    [
      "cnnRnn",
      photo,
      2,
      conv(3, 32) + conv(32, 64) + conv(64, 64) + lstm(28 * 64, 128) + linear(128, 64) + linear(64, 2),
    ],
    [
      "reNet",
      digit,
      10,
      2 * gru(4, 64) +
        2 * gru(128, 64) +
        2 * gru(512, 64) +
        2 * gru(128, 64) +
        linear(49 * 128, 256) +
        linear(256, 10),
    ],
    [
      "attentionRnn",
      digit,
      10,
      conv(1, 32) + conv(32, 64) + 2 * gru(7 * 64, 64) + (linear(128, 64) - 64) + 64 + linear(128, 10),
    ],
    ["sequenceAutoencoder", digit, 10, lstm(28, 128) + lstm(128, 128) + linear(128, 28)],
  ])("%s", (name, size, classes, parameters) => {
    expect(buildNetwork(name, size, classes).count()).toBe(parameters);
  });
});

/** Small variants, which learn in a blink. */
const small: [name: string, options: object, size?: ImageSize][] = [
  ["rowLstm", { hidden: 32 }],
  ["biRnn", { hidden: 16, layers: 2, dropout: 0.1 }],
  ["biRnn", { cell: "rnn", hidden: 16, sequence: { kind: "cells", size: 4, order: "spiral" } }],
  ["biRnn", { cell: "gru", hidden: 16, sequence: { kind: "cells", size: 7 }, normalize: "area" }],
  ["biRnn", { cell: "gru", hidden: 16, sequence: { kind: "cells", size: 7 }, normalize: "sum" }],
  ["cnnRnn", { cell: "gru", hidden: 16 }],
  ["resnet18", { width: 4 }],
  ["reNet", { hidden: 8, dense: 32 }],
  ["attentionRnn", { hidden: 16, attention: 8 }],
  ["sequenceAutoencoder", { hidden: 16 }],
];
const odd = { height: 37, width: 51, channels: 3 };
const others: typeof small = [
  ["rowLstm", { hidden: 7 }, odd],
  ["biRnn", { hidden: 7 }, odd],
  ["cnnRnn", { hidden: 7 }, odd],
  ["attentionRnn", { hidden: 7 }, odd],
  ["reNet", { hidden: 5, patch: 3, cell: "lstm" }, { height: 27, width: 18, channels: 3 }],
  ["resnet34", { width: 2, stem: "imagenet" }, odd],
  ["resnet50", { width: 2 }, odd],
  ["alexNet", { dense: 8 }, { height: 63, width: 70, channels: 1 }],
];

onEachDevice("named networks", (device, kind) => {
  // Software adapters take seconds for the pipelines of each.
  const cases = kind === "native" ? [...small, ...others] : small.filter(([name]) => name !== "resnet18");
  it.each(cases)(
    "%s %j: shapes, and a finite gradient for each parameter",
    async (name, options, size = digit) => {
      const network = buildNetwork(name, size, 4, options).to(device, { seed: 3 });
      using tape = new Tape(device, { training: { seed: 1, step: 0 } });
      const shape = [3, size.height, size.width, size.channels];
      const count = shape.reduce((a, b) => a * b, 1);
      const x = tape.constant(
        Float32Array.from({ length: count }, (_, i) => Math.abs(Math.sin(i * i))),
        shape,
      );
      expect(network.features(tape, x).shape).toEqual([3, network.featureCount]);
      const y = network.forward(tape, x);
      expect(y.shape).toEqual(network instanceof SequenceAutoencoder ? shape : [3, 4]);
      tape.backward(mean(tape, square(tape, y)));
      const trained = network.namedParameters().filter(({ parameter }) => parameter.trained);
      for (const { parameter, parts } of trained) {
        const gradient = (await parameter.gradient!.data()) as Float32Array;
        expect(gradient.every(Number.isFinite), parts[0]!.name).toBe(true);
        expect(
          gradient.some((value) => value !== 0),
          parts[0]!.name,
        ).toBe(true);
      }
      network.release();
    },
  );

  it("each step divided by its share of the image", async () => {
    using tape = new Tape(device);
    const steps = tape.constant(Float32Array.of(1, 3, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0), [2, 3, 2]);
    expect([...(await divideByShare(tape, steps, "area").data())]).toEqual([
      3,
      9,
      0,
      0,
      18,
      0,
      ...Array(6).fill(0),
    ]);
    const bySum = [...(await divideByShare(tape, steps, "sum").data())];
    // Shares 0.4, 0 and 0.6 of a sum of 10.
    const want = [2.5, 7.5, 0, 0, 10, 0, ...Array(6).fill(0)];
    for (const [i, value] of bySum.entries()) expect(value).toBeCloseTo(want[i]!, 2);
  });
});

describe("learning", () => {
  let device: Device;
  beforeAll(async () => {
    device = await openDevice("native");
  });
  afterAll(() => device?.close());

  it.each(small)("%s %j learns from 200 digits", async (name, options) => {
    const digits = take((await loadMnist()).train, 200);
    const network = buildNetwork(name, digits, 10, options).to(device, { seed: 1 });
    const optimizer = new Adam(network, { learningRate: 2e-3 });
    const batches = new ImageBatches(device, digits);
    const task = {
      module: network,
      count: digits.count,
      step({ tape, indices }: { tape: Tape; indices: Uint32Array }) {
        const labels = Uint32Array.from(indices, (i) => digits.labels![i]!);
        const target = tape.constant(labels, [labels.length], "u32");
        const x = batches.plain(tape, batches.select(tape, indices));
        if (network instanceof SequenceAutoencoder) return { loss: network.loss(tape, x) };
        return { loss: mean(tape, crossEntropy(tape, network.forward(tape, x), target)) };
      },
    };
    const trainer = new Trainer(task, { optimizer, epochs: 20, batchSize: 20 });
    await trainer.run();
    const losses = trainer.history.map(({ loss }) => loss);
    expect(losses.at(-1)!, losses.join(", ")).toBeLessThan(0.8 * losses[0]!);
    for (const owner of [optimizer, batches, network]) owner.release();
  });

  it("a new head learns on a frozen trunk, whose bits stay", async () => {
    const trunk = buildNetwork("resnet18", digit, 10, { width: 2 }).to(device, { seed: 1 });
    const learned = await trunk.stateDict();
    const network = buildNetwork("resnet18", digit, 10, { width: 2 });
    network.head = new Linear(network.featureCount, 3);
    network.to(device, { seed: 2 });
    for (const name of ["fc.weight", "fc.bias"]) learned.delete(name);
    network.loadStateDict(learned, { strict: false });
    network.freeze();
    network.head.unfreeze();
    const optimizer = new Adam(network);
    const before = await network.stateDict();
    expect(before.get("fc.weight")!.shape).toEqual([3, 16]);
    {
      using tape = new Tape(device, { training: { seed: 0, step: 0 } });
      const x = tape.constant(
        Float32Array.from({ length: 2 * 784 }, (_, i) => Math.sin(i)),
        [2, 28, 28, 1],
      );
      tape.backward(mean(tape, square(tape, network.forward(tape, x))));
      optimizer.step();
    }
    const after = await network.stateDict();
    for (const [name, { data }] of learned) expect(after.get(name)!.data, name).toEqual(data);
    expect(after.get("fc.weight")).not.toEqual(before.get("fc.weight"));
    for (const owner of [optimizer, network, trunk]) owner.release();
  });

  it("a sequence autoencoder draws images from codes", async () => {
    const size = { height: 5, width: 4, channels: 2 };
    const network = new SequenceAutoencoder(size, 6).to(device);
    using tape = new Tape(device);
    const x = tape.constant(
      Float32Array.from({ length: 80 }, (_, i) => Math.sin(i)),
      [2, 5, 4, 2],
    );
    const code = network.encode(tape, x);
    expect(code.shape).toEqual([2, 6]);
    const drawn = network.reconstruct(tape, x);
    expect(await network.head.forward(tape, code).data()).toEqual(await drawn.data());
    const [values, target] = [(await drawn.data()) as Float32Array, await x.data()];
    const error = values.reduce((sum, value, i) => sum + (value - target[i]!) ** 2, 0) / 80;
    expect((await network.loss(tape, x).data())[0]).toBeCloseTo(error, 6);
    network.release();
  });
});

describe("the registry", () => {
  it("lists all networks", () => {
    expect(
      networks()
        .map(({ name }) => name)
        .sort(),
    ).toEqual([
      "alexNet",
      "attentionRnn",
      "biRnn",
      "cnnRnn",
      "reNet",
      "resnet18",
      "resnet34",
      "resnet50",
      "rowLstm",
      "sequenceAutoencoder",
      "stemRnn",
    ]);
    expect(
      networks()
        .filter(({ task }) => task === "reconstruction")
        .map(({ name }) => name),
    ).toEqual(["sequenceAutoencoder"]);
    for (const { name, about } of networks()) {
      expect(about.length, name).toBeGreaterThan(10);
      expect(buildNetwork(name, photo, 2), name).toBeInstanceOf(Network);
    }
  });

  it("refuses a name twice", () => {
    const [first] = networks();
    expect(() => registerNetwork(first!)).toThrow(
      "registerNetwork: rowLstm is registered already: give another name",
    );
  });

  it.each([
    ["vgg", photo, 2, {}, /^buildNetwork: vgg is no known network: give rowLstm, biRnn, .*stemRnn$/],
    ["rowLstm", photo, 2, { units: 3 }, "rowLstm: units is unknown: use hidden"],
    ["rowLstm", photo, 2, { hidden: 0 }, "rowLstm.hidden is 0: give a whole number from 1 to 8192"],
    ["biRnn", photo, 2, { cell: "elman" }, 'biRnn.cell is "elman": give one of rnn, lstm, gru'],
    ["rowLstm", photo, 0, {}, "rowLstm: classes is 0: give a whole number from 1 up"],
    ["rowLstm", { ...photo, width: 0 }, 2, {}, "rowLstm: width is 0: give a whole number from 1 up"],
    [
      "alexNet",
      { ...photo, height: 62 },
      2,
      {},
      "alexNet: images are 62 x 224 pixels: give them 63 x 63 or more",
    ],
    ["cnnRnn", { ...photo, width: 7 }, 2, {}, "cnnRnn: images are 224 x 7 pixels: give them 8 x 8 or more"],
    [
      "attentionRnn",
      { ...photo, width: 3 },
      2,
      {},
      "attentionRnn: images are 224 x 3 pixels: give them 4 x 4 or more",
    ],
    [
      "reNet",
      { ...photo, height: 30 },
      2,
      {},
      "reNet: images are 30 x 224 pixels, patch is 2: give them sides",
    ],
    [
      "biRnn",
      digit,
      2,
      { sequence: { kind: "cells", size: 5 } },
      "biRnn: cells of 5 do not fill images of 28 x 28: choose a divisor of both",
    ],
  ] as const)("refuses %s of %j, %d classes, %j", (name, size, classes, options, message) => {
    expect(() => buildNetwork(name, size, classes, options)).toThrow(message);
  });
});
