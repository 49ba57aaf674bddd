/** What `summarize` counts, against values worked out by hand and torchvision's; and that it leaves no trace. */
import { describe, expect, it } from "vitest";
import { type Tape, withTape } from "../../src/autograd/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, ShapeError } from "../../src/errors.js";
import {
  BatchNorm,
  Conv2d,
  constantInit,
  Dropout,
  flatten,
  GRU,
  Linear,
  LSTM,
  Module,
  Parameter,
  Sequential,
  summarize,
} from "../../src/nn/index.js";
import { formatSummary } from "../../src/nn/summary_text.js";
import { maxPool2d, mul, relu, tanh } from "../../src/ops/index.js";
import { type Tensor, zeros } from "../../src/tensor/index.js";

const pool =
  (kernel: number, stride = kernel) =>
  (tape: Tape, x: Tensor) =>
    maxPool2d(tape, x, kernel, { stride });

const smallCnn = () =>
  new Sequential(
    new Conv2d(1, 8, 3, { padding: 1 }),
    new BatchNorm(8),
    relu,
    pool(2),
    flatten,
    new Linear(8 * 14 * 14, 10),
  );

/** A module with a parameter of its own, a child used twice, and an op between. */
class Tied extends Module {
  readonly scale = new Parameter([16], constantInit(1));
  readonly fc = new Linear(16, 16);

  forward(tape: Tape, x: Tensor): Tensor {
    const y = this.fc.forward(tape, relu(tape, this.fc.forward(tape, x)));
    return mul(tape, y, this.scale.on(tape));
  }
}

describe("summarize", () => {
  it("counts a small CNN", () => {
    const summary = summarize(smallCnn(), [32, 28, 28, 1]);
    const pixels = 32 * 28 * 28;
    expect(summary.layers).toEqual([
      {
        path: "0",
        type: "Conv2d",
        inputs: [[32, 28, 28, 1]],
        outputs: [[32, 28, 28, 8]],
        parameters: 8 * 9 + 8,
        repeated: false,
        flops: 2 * pixels * 8 * 9,
        outputBytes: 4 * pixels * 8,
      },
      {
        path: "1",
        type: "BatchNorm",
        inputs: [[32, 28, 28, 8]],
        outputs: [[32, 28, 28, 8]],
        parameters: 16,
        repeated: false,
        flops: 4 * pixels * 8,
        outputBytes: 4 * pixels * 8,
      },
      {
        path: "5",
        type: "Linear",
        inputs: [[32, 1568]],
        outputs: [[32, 10]],
        parameters: 15690,
        repeated: false,
        flops: 2 * 32 * 1568 * 10,
        outputBytes: 4 * 320,
      },
    ]);
    // ReLU computes one operation a value, pooling one for each value that it reads.
    const between = 2 * pixels * 8;
    expect(summary.flops).toBe(summary.layers.reduce((sum, { flops }) => sum + flops, between));
    expect(summary.flopsPerExample).toBe(summary.flops / 32);
    expect(summary).toMatchObject({ trained: 80 + 16 + 15690, frozen: 0, states: 16 });
    expect(summary.parameterBytes).toBe(4 * (80 + 16 + 15690 + 16));
  });

  it("counts AlexNet as torchvision does: 61,100,840 parameters, 0.71 G multiplications", () => {
    const net = new Sequential(
      new Conv2d(3, 64, 11, { stride: 4, padding: 2 }),
      relu,
      pool(3, 2),
      new Conv2d(64, 192, 5, { padding: 2 }),
      relu,
      pool(3, 2),
      new Conv2d(192, 384, 3, { padding: 1 }),
      relu,
      new Conv2d(384, 256, 3, { padding: 1 }),
      relu,
      new Conv2d(256, 256, 3, { padding: 1 }),
      relu,
      pool(3, 2),
      flatten,
      new Dropout(),
      new Linear(256 * 6 * 6, 4096),
      relu,
      new Dropout(),
      new Linear(4096, 4096),
      relu,
      new Linear(4096, 1000),
    );
    const summary = summarize(net, [1, 224, 224, 3]);
    expect(summary.trained).toBe(61_100_840);
    expect(summary.layers.reduce((sum, { flops }) => sum + flops, 0)).toBe(2 * 714_188_480);
    expect(summary.layers.at(-1)!.outputs).toEqual([[1, 1000]]);
  });

  it("counts recurrent layers as PyTorch does, by forward and by run", () => {
    const summary = summarize(new LSTM(10, 20, { layers: 2 }), [3, 7, 10]);
    expect(summary.trained).toBe(5920);
    expect(summary.layers).toHaveLength(1);
    expect(summary.layers[0]).toMatchObject({ path: "", type: "LSTM", parameters: 5920, outputs: [[3, 20]] });
    // Products with W_ih and W_hh of both layers, at least; what the gates cost is the kernel's to say.
    const products = 2 * 3 * 7 * 80 * (10 + 20 + 20 + 20);
    expect(summary.flops).toBeGreaterThanOrEqual(products);
    expect(summary.flops).toBeLessThan(2 * products);

    class Tagger extends Module {
      readonly gru = new GRU(28, 64, { bidirectional: true });
      forward(tape: Tape, x: Tensor): Tensor {
        return this.gru.run(tape, x).outputs;
      }
    }
    const tagger = summarize(new Tagger(), [2, 5, 28]);
    expect(tagger.trained).toBe(36_096);
    expect(tagger.layers).toHaveLength(1);
    expect(tagger.layers[0]).toMatchObject({
      path: "gru",
      outputs: [
        [2, 5, 128],
        [1, 2, 2, 64],
      ],
    });
    expect(tagger.layers[0]!.flops).toBe(tagger.flops);
  });

  it("counts shared modules once, their work each time", () => {
    const summary = summarize(new Tied(), [8, 16]);
    expect(
      summary.layers.map(({ path, type, parameters, repeated }) => [path, type, parameters, repeated]),
    ).toEqual([
      ["", "Tied", 16, false],
      ["fc", "Linear", 272, false],
      ["fc", "Linear", 0, true],
    ]);
    expect(summary.trained).toBe(288);
    const product = 2 * 8 * 16 * 16;
    // Of its own: a ReLU and a product with the scale.
    expect(summary.layers.map(({ flops }) => flops)).toEqual([2 * 8 * 16, product, product]);
    expect(summary.flops).toBe(2 * product + 2 * 8 * 16);
  });

  it("tells frozen parameters from trained ones", () => {
    const net = smallCnn();
    (net.layers[0] as Conv2d).freeze();
    expect(summarize(net, [2, 28, 28, 1])).toMatchObject({ trained: 15706, frozen: 80, states: 16 });
    net.freeze();
    const frozen = summarize(net, [2, 28, 28, 1]);
    expect(frozen).toMatchObject({ trained: 0, frozen: 15786 });
    // Nothing to differentiate: the memory of the forward pass.
    expect(frozen.trainingBytes).toBe(frozen.inferenceBytes);
  });

  it("finds the peak of memory in inference and in training", () => {
    const tensorBytes = 4 * 64 * 64;
    const net = new Sequential(new Linear(64, 64), tanh, new Linear(64, 64));
    const summary = summarize(net, [64, 64]);
    // Input, both products, and tanh.
    expect(summary.inferenceBytes).toBe(4 * tensorBytes);
    // And the gradients of the output, of tanh, and of what tanh reads.
    expect(summary.trainingBytes).toBe(7 * tensorBytes);
  });

  it("the peak in inference is what a device takes", async () => {
    using device = await openDevice("native");
    const net = smallCnn().to(device);
    const before = device.memory.liveBytes;
    const held = withTape(
      device,
      (tape) => {
        net.forward(tape, tape.empty([4, 28, 28, 1]));
        return device.memory.liveBytes - before;
      },
      { gradient: false },
    );
    expect(summarize(net, [4, 28, 28, 1]).inferenceBytes).toBe(held);
    net.release();
  });

  it("leaves a module on a device as it was, also where it throws", async () => {
    using device = await openDevice("native");
    const net = smallCnn().to(device, { seed: 3 });
    const x = zeros(device, [2, 28, 28, 1]);
    const keys = () => net.modules().map(([, module]) => Reflect.ownKeys(module));
    const placed = () => net.parameters().map(({ value, gradient, storage }) => [value, gradient, storage]);
    const before = { keys: keys(), placed: placed(), memory: device.memory, state: await net.stateDict() };
    summarize(net, [2, 28, 28, 1]);
    expect(() => summarize(net, [2, 28, 27, 1])).toThrow(ShapeError);
    expect(keys()).toEqual(before.keys);
    placed().forEach((parts, i) => {
      parts.forEach((part, j) => {
        expect(part).toBe(before.placed[i]![j]);
      });
    });
    expect(net.parameters().some(({ hasGradient }) => hasGradient)).toBe(false);
    expect(device.memory).toEqual(before.memory);
    expect(await net.stateDict()).toEqual(before.state);
    const y = await withTape(device, async (tape) => net.forward(tape, x).data());
    expect(y).toHaveLength(20);
    x.release();
    net.release();
  });

  it("leaves a module without memory without memory", () => {
    const net = new Linear(3, 4);
    summarize(net, [1, 3]);
    expect(net.weight.placed).toBe(false);
  });

  it("keeps a forward that was assigned to the object", () => {
    const net = new Linear(4, 4);
    const own = (tape: Tape, x: Tensor) => relu(tape, x);
    net.forward = own;
    expect(summarize(net, [2, 4]).flops).toBe(8);
    expect(net.forward).toBe(own);
    expect(Object.keys(net)).toContain("forward");
  });

  it("names the layer where shapes do not chain", () => {
    const net = new Sequential(new Linear(8, 28), relu, new Linear(27, 10));
    expect(() => summarize(net, [32, 8])).toThrow(
      new ShapeError(
        "layer 2 (Linear): x is [32, 28]: linear: x is [32, 28], weight is [10, 27]: inner sizes 28 and 27 differ",
      ),
    );
    expect(() => summarize(new Tied(), [2, 5])).toThrow(/^layer fc \(Linear\): x is \[2, 5\]: linear: /);
    // An op that a module calls itself is in none of its layers.
    expect(() => summarize(smallCnn(), [32, 1, 1, 1])).toThrow(
      /^Sequential: x is \[32, 1, 1, 1\]: maxPool2d: /,
    );
  });

  it("takes another type of input, and names the layer that refuses it", () => {
    const error = (() => {
      try {
        summarize(new Sequential(new Linear(4, 4)), [2, 4], { dtype: "u8" });
      } catch (caught) {
        return caught as Error;
      }
    })();
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error!.message).toMatch(/^layer 0 \(Linear\): x is \[2, 4\]: gemm: a holds u8/);
  });

  it("refuses shapes and types that are none", () => {
    expect(() => summarize(new Linear(4, 4), [])).toThrow(ShapeError);
    expect(() => summarize(new Linear(4, 4), [2, -4])).toThrow("summarize: the input shape is [2, -4]");
    expect(() => summarize(new Linear(4, 4), [0, 4])).toThrow(ShapeError);
    expect(() => summarize(new Linear(4, 4), [2.5, 4])).toThrow(ShapeError);
    expect(() => summarize(new Linear(4, 4), [2, 4], { dtype: "f64" as "f32" })).toThrow(ArgumentError);
  });

  it("is shown as a table", () => {
    expect(formatSummary(summarize(new Tied(), [8, 16])).split("\n")).toEqual([
      "Layer        Output   Parameters  FLOPs  Output bytes",
      "-----------------------------------------------------",
      "(Tied)       [8, 16]          16    256           512",
      "fc (Linear)  [8, 16]         272  4,096           512",
      "fc (Linear)  [8, 16]      shared  4,096           512",
      "-----------------------------------------------------",
      "Input: [8, 16]",
      "Parameters: 288 trained, 0 frozen, 0 values of state",
      "FLOPs: 8,448, 1,056 per example",
      expect.stringMatching(
        /^Memory: parameters 0.00 MB; tensors at most 0.00 MB in inference, 0.00 MB in training$/,
      ),
    ]);
    expect(formatSummary(summarize(smallCnn(), [1, 28, 28, 1]))).toContain("(between layers)");
  });
});
