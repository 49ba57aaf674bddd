/** Tensors that an op cannot use: of another device, released, or of a closed device. An op that is new is listed here. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DeviceError } from "../../src/errors.js";
import type { DType } from "../../src/kernels/kernel.js";
import * as ops from "../../src/ops/index.js";
import { type Shape, type Tensor, zeros } from "../../src/tensor/index.js";

// biome-ignore lint/suspicious/noExplicitAny: tensors of several element types, by position
type Call = (tape: Tape, ...tensors: any[]) => unknown;
type Row = readonly [call: Call, ...shapes: readonly (Shape | "labels")[]];

const image: Shape = [1, 4, 4, 2];
const pair: Shape = [2, 3];
const one = (call: Call, shape: Shape = pair): Row => [call, shape];
const two = (call: Call): Row => [call, pair, pair];

/** A call that is right, and the shapes of its tensors; "labels" are [2] of u32. */
const rows: Record<string, Row> = {
  add: two(ops.add),
  sub: two(ops.sub),
  mul: two(ops.mul),
  div: two(ops.div),
  equal: two(ops.equal),
  greater: two(ops.greater),
  maximum: two(ops.maximum),
  minimum: two(ops.minimum),
  power: two(ops.power),
  where: [ops.where, pair, pair, pair],
  linear: [ops.linear, pair, [4, 3], [4]],
  matmul: [ops.matmul, pair, [3, 4]],
  softmax: one(ops.softmax),
  logSoftmax: one(ops.logSoftmax),
  crossEntropy: [ops.crossEntropy, pair, "labels"],
  meanSquaredError: two(ops.meanSquaredError),
  meanAbsoluteError: two(ops.meanAbsoluteError),
  klDivergence: two(ops.klDivergence),
  binaryCrossEntropyWithLogits: two(ops.binaryCrossEntropyWithLogits),
  argmax: one(ops.argmax),
  scaledDotProductAttention: [ops.scaledDotProductAttention, [2, 3, 4, 5], [2, 3, 6, 5], [2, 3, 6, 7]],
  selfAttention: [(tape, x) => ops.selfAttention(tape, x, 2), [2, 5, 12]],
  ...Object.fromEntries(
    (
      [
        ...["relu", "tanh", "sigmoid", "exp", "log", "square", "sqrt", "abs", "neg", "silu", "softplus"],
        ...["leakyRelu", "elu", "gelu", "erf", "floor", "ceil", "round"],
      ] as const
    ).map((name) => [name, one((tape, x) => (ops as unknown as Record<string, Call>)[name]!(tape, x))]),
  ),
  pow: one((tape, x) => ops.pow(tape, x, 2)),
  clamp: one((tape, x) => ops.clamp(tape, x, { min: 0, max: 1 })),
  scale: one((tape, x) => ops.scale(tape, x, 2)),
  shift: one((tape, x) => ops.shift(tape, x, 2)),
  unary: one((tape, x) => ops.unary(tape, "mul_scalar", x, 2)),
  mean: one(ops.mean),
  sum: one(ops.sum),
  amax: one((tape, x) => ops.amax(tape, x)),
  amin: one((tape, x) => ops.amin(tape, x)),
  dropout: one((tape, x) => ops.dropout(tape, x, 0.5, { seed: 0, stream: 0, offset: 0 })),
  addNoise: one((tape, x) => ops.addNoise(tape, x, 0.5, { seed: 0, stream: 0, offset: 0 })),
  layerNorm: [ops.layerNorm, pair, [3], [3]],
  groupNorm: [(tape, x, gamma, beta) => ops.groupNorm(tape, x, 1, gamma, beta), image, [2], [2]],
  batchNorm: [
    (tape, x, gamma, beta, running) => ops.batchNorm(tape, x, gamma, beta, running, { training: true }),
    ...[pair, [3], [3], [2, 3]],
  ],
  conv2d: [ops.conv2d, image, [3, 3, 3, 2], [3]],
  convTranspose2d: [ops.convTranspose2d, image, [2, 3, 3, 3], [3]],
  maxPool2d: one((tape, x) => ops.maxPool2d(tape, x, 2), image),
  avgPool2d: one((tape, x) => ops.avgPool2d(tape, x, 2), image),
  globalAvgPool2d: one(ops.globalAvgPool2d, image),
  globalMaxPool2d: one(ops.globalMaxPool2d, image),
  adaptiveAvgPool2d: one((tape, x) => ops.adaptiveAvgPool2d(tape, x, 2), image),
  upsample2d: one((tape, x) => ops.upsample2d(tape, x, { scaleFactor: 2 }), image),
  imagesToFloat: one(ops.imagesToFloat, image),
  concat: two((tape, a, b) => ops.concat(tape, [a, b], 0)),
  slice: one((tape, x) => ops.slice(tape, x, 0, 0, 1)),
  permute: one((tape, x) => ops.permute(tape, x, [1, 0])),
  reshape: one((tape, x) => ops.reshape(tape, x, [3, 2])),
  gatherRows: [ops.gatherRows, pair, "labels"],
  recurrent: [
    (tape, x, weightIh, weightHh, biasIh, biasHh) =>
      ops.recurrent(tape, "lstm", x, { weightIh, weightHh, biasIh, biasHh }),
    ...[
      [2, 5, 3],
      [1, 16, 3],
      [1, 16, 4],
      [1, 16],
      [1, 16],
    ],
  ],
};

describe("tensors that an op cannot use [native]", () => {
  let [device, other]: Device[] = [];
  beforeAll(async () => {
    [device, other] = [await openDevice("native"), await openDevice("native")];
  });
  afterAll(() => {
    device?.close();
    other?.close();
  });

  const make = (on: Device, op: string, shape: Shape | "labels"): Tensor<DType> =>
    shape === "labels"
      ? zeros(on, [2], "u32")
      : zeros(on, shape, op === "imagesToFloat" ? "u8" : ("f32" as DType));

  it("has a row for each op", () => {
    const functions = Object.entries(ops).filter(([, value]) => typeof value === "function");
    expect(Object.keys(rows).sort()).toEqual(functions.map(([name]) => name).sort());
  });

  const each = Object.entries(rows).flatMap(([op, [call, ...shapes]]) =>
    shapes.map((_, at) => ({ op, at, call, shapes })),
  );

  it.each(each)(
    "$op takes its tensors, and not number $at foreign or released",
    ({ op, at, call, shapes }) => {
      const tensors = shapes.map((shape) => make(device!, op, shape));
      const attempt = (replaced: Tensor<DType>) => {
        using tape = new Tape(device!);
        call(tape, ...tensors.map((tensor, i) => (i === at ? replaced : tensor)));
      };
      const own = tensors[at]!;
      expect(() => attempt(own)).not.toThrow();
      const foreign = make(other!, op, shapes[at]!);
      expect(() => attempt(foreign)).toThrow(ArgumentError);
      expect(() => attempt(foreign)).toThrow(/^\w+: \w+ lives on another device: copy it over$/);
      for (const tensor of [foreign, ...tensors]) tensor.release();
      const rest = tensors.map((tensor, i) => (i === at ? tensor : make(device!, op, shapes[i]!)));
      tensors.splice(0, tensors.length, ...rest);
      expect(() => attempt(own)).toThrow(ArgumentError);
      expect(() => attempt(own)).toThrow(/^\w+: \w+ was released before: keep it until here$/);
      for (const tensor of tensors) if (tensor !== own) tensor.release();
    },
  );

  it("says that the device is closed, whatever the op", async () => {
    const closed = await openDevice("native");
    const tensors = Object.entries(rows).map(([op, [, ...shapes]]) =>
      shapes.map((shape) => make(closed, op, shape)),
    );
    const tape = new Tape(closed);
    closed.close();
    for (const [i, [op, [call]]] of Object.entries(rows).entries()) {
      const attempt = () => call(tape, ...tensors[i]!);
      expect(attempt, op).toThrow(DeviceError);
      expect(attempt, op).toThrow("this device is closed: open one with openDevice()");
    }
    await expect(tensors[0]![0]!.data()).rejects.toThrow("this device is closed");
    for (const tensor of tensors.flat()) tensor.release();
    tape.dispose();
  });
});
