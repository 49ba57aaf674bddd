/** Arguments that ops, layers and optimizers refuse; an op that is new has to be listed here. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { ArgumentError, ShapeError } from "../../src/errors.js";
import { GRU, Linear } from "../../src/nn/index.js";
import * as ops from "../../src/ops/index.js";
import { Adam, AdamW, clipGradients, SGD } from "../../src/optim/index.js";
import { type Tensor, zeros } from "../../src/tensor/index.js";

/** Each argument stands for one kind of value that is not what it should be. */
const notNumbers = [NaN, Infinity, "1", null, {}];
const notCounts = [...notNumbers, 0, -1, 0.5];
const notReductions = ["avg", 1, null];
const notExtents = [...notCounts.filter((value) => value !== 0), [], [1], [1, "1"], [1, 1, 1]];
const notPairs = [...notExtents, 0, [1, 0]];
const notAxes = [...notNumbers.filter((value) => value !== null), 0.5, 2, -3];

interface Bench {
  readonly tape: Tape;
  readonly tensor: (...shape: number[]) => Tensor;
}

// biome-ignore lint/suspicious/noExplicitAny: values of types that TypeScript would refuse
type Bad = any;

/** For each op its arguments that are not tensors, or why there are none: the call with one of them, and what it refuses. */
const refused: Record<
  string,
  readonly [name: string, call: (b: Bench, bad: Bad) => unknown, values: Bad[]][]
> = {
  add: [],
  sub: [],
  mul: [],
  div: [],
  ...Object.fromEntries(
    ["equal", "greater", "maximum", "minimum", "power", "where"].map((name) => [name, []]),
  ),
  ...Object.fromEntries(["erf", "floor", "ceil", "round"].map((name) => [name, []])),
  amax: [["axis", ({ tape, tensor }, bad) => ops.amax(tape, tensor(2, 3), bad), notAxes]],
  amin: [["axis", ({ tape, tensor }, bad) => ops.amin(tape, tensor(2, 3), bad), notAxes]],
  linear: [],
  matmul: [],
  softmax: [],
  logSoftmax: [],
  crossEntropy: [
    ["labelSmoothing", (b, bad) => entropy(b, { labelSmoothing: bad }), [...notNumbers, -0.1, 1.1]],
    [
      "ignoreIndex",
      (b, bad) => entropy(b, { ignoreIndex: bad }),
      [...notNumbers.filter((value) => value !== null), 0.5, 2 ** 32, -(2 ** 31) - 1],
    ],
    ["reduction", (b, bad) => entropy(b, { reduction: bad }), notReductions],
    ["weight", (b, bad) => entropy(b, { weight: b.tensor(...bad) }), [[4], [3, 1]]],
    [
      "target",
      ({ tape, tensor }, bad) => ops.crossEntropy(tape, tensor(2, 3), tensor(...bad)),
      [[3], [2, 1]],
    ],
    ["logits", ({ tape, tensor }, bad) => ops.crossEntropy(tape, tensor(...bad), tensor(1)), [[3]]],
  ],
  meanSquaredError: pairLoss((tape, x, y, reduction) => ops.meanSquaredError(tape, x, y, { reduction })),
  meanAbsoluteError: pairLoss((tape, x, y, reduction) => ops.meanAbsoluteError(tape, x, y, { reduction })),
  klDivergence: pairLoss((tape, x, y, reduction) => ops.klDivergence(tape, x, y, { reduction })),
  binaryCrossEntropyWithLogits: [
    ...pairLoss((tape, x, y, reduction) => ops.binaryCrossEntropyWithLogits(tape, x, y, { reduction })),
    [
      "posWeight",
      ({ tape, tensor }, bad) =>
        ops.binaryCrossEntropyWithLogits(tape, tensor(2, 3), tensor(2, 3), { posWeight: tensor(...bad) }),
      [[2], [4, 2, 3]],
    ],
  ],
  argmax: [],
  scaledDotProductAttention: [
    [
      "q",
      (b, bad) => dotProduct(b, { q: bad }),
      [
        [2, 3, 4],
        [1, 3, 4, 5],
        [2, 3, 4, 6],
      ],
    ],
    [
      "k",
      (b, bad) => dotProduct(b, { k: bad }),
      [
        [2, 3, 6],
        [2, 1, 6, 5],
        [2, 3, 7, 5],
      ],
    ],
    [
      "v",
      (b, bad) => dotProduct(b, { v: bad }),
      [
        [2, 3, 6],
        [2, 3, 5, 7],
      ],
    ],
    ["mask", (b, bad) => dotProduct(b, { mask: bad }), [[4], [4, 5], [3, 1, 4, 6], [1, 2, 3, 4, 6]]],
  ],
  selfAttention: [
    ["heads", ({ tape, tensor }, bad) => ops.selfAttention(tape, tensor(2, 5, 12), bad), [...notCounts, 3]],
    [
      "qkv",
      ({ tape, tensor }, bad) => ops.selfAttention(tape, tensor(...bad), 2),
      [
        [5, 12],
        [2, 5, 10],
      ],
    ],
  ],
  relu: [],
  tanh: [],
  sigmoid: [],
  exp: [],
  log: [],
  square: [],
  sqrt: [],
  abs: [],
  neg: [],
  silu: [],
  softplus: [],
  pow: [["exponent", ({ tape, tensor }, bad) => ops.pow(tape, tensor(3), bad), notNumbers]],
  leakyRelu: [["negativeSlope", ({ tape, tensor }, bad) => ops.leakyRelu(tape, tensor(3), bad), notNumbers]],
  elu: [["alpha", ({ tape, tensor }, bad) => ops.elu(tape, tensor(3), bad), notNumbers]],
  gelu: [
    [
      "approximate",
      ({ tape, tensor }, bad) => ops.gelu(tape, tensor(3), { approximate: bad }),
      ["sigmoid", 1, null],
    ],
  ],
  clamp: [
    ["min", ({ tape, tensor }, bad) => ops.clamp(tape, tensor(3), { min: bad }), notNumbers],
    [
      "max",
      ({ tape, tensor }, bad) => ops.clamp(tape, tensor(3), { min: 1, max: bad }),
      [...notNumbers, 0.5],
    ],
    ["options", ({ tape, tensor }, bad) => ops.clamp(tape, tensor(3), bad), [{}]],
  ],
  gatherRows: [],
  reshape: [
    [
      "shape",
      ({ tape, tensor }, bad) => ops.reshape(tape, tensor(4, 6), bad),
      [
        [5, 5],
        [-4, -6],
      ],
    ],
  ],
  imagesToFloat: ["mean", "std"].map((name) => [
    name,
    ({ tape }, bad) =>
      ops.imagesToFloat(tape, tape.constant(new Uint8Array(12), [1, 2, 2, 3], "u8"), { [name]: bad }),
    [...notNumbers, [1, 2], [1, NaN, 1], [1, "1", 1], ...(name === "std" ? [0, -1] : [])],
  ]),
  avgPool2d: window((tape, x, kernel, options) => ops.avgPool2d(tape, x, kernel, options)),
  maxPool2d: [
    ...window((tape, x, kernel, options) => ops.maxPool2d(tape, x, kernel, options)),
    [
      "dilation",
      (b, bad) => ops.maxPool2d(b.tape, b.tensor(1, 5, 5, 2), 2, { dilation: bad }),
      [...notPairs, 5],
    ],
  ],
  globalAvgPool2d: [],
  globalMaxPool2d: [],
  adaptiveAvgPool2d: [
    ["size", (b, bad) => ops.adaptiveAvgPool2d(b.tape, b.tensor(1, 5, 5, 2), bad), notPairs],
  ],
  upsample2d: [
    ["size", (b, bad) => upsample(b, { size: bad }), [...notPairs, undefined, 2 ** 29]],
    [
      "scaleFactor",
      (b, bad) => upsample(b, { scaleFactor: bad }),
      [...notNumbers, 0, -1, 0.1, [2], [2, 0], [1, 2, 3], undefined],
    ],
    ["size beside scaleFactor", (b, bad) => upsample(b, { size: bad, scaleFactor: 2 }), [4]],
    ["mode", (b, bad) => upsample(b, { size: 7, mode: bad }), ["bicubic", 1, null]],
    ["alignCorners", (b, bad) => upsample(b, { size: 7, mode: "nearest", alignCorners: bad }), [true]],
  ],
  conv2d: [
    ...(["stride", "dilation"] as const).map((name): (typeof refused)[string][number] => [
      name,
      (b, bad) => convolve(b, { [name]: bad }),
      [...notPairs, ...(name === "dilation" ? [3] : [])],
    ]),
    [
      "padding",
      (b, bad) => convolve(b, { padding: bad }),
      [...notExtents, "valid", [1, -1], [1, 1, 1], [0, 0, 0, 0.5], [1, 1, 1, 1, 1]],
    ],
    ["groups", (b, bad) => convolve(b, { groups: bad }), [...notCounts, 2, 3]],
  ],
  convTranspose2d: [
    ...(["stride", "dilation"] as const).map((name): (typeof refused)[string][number] => [
      name,
      (b, bad) => transpose(b, { [name]: bad }),
      notPairs,
    ]),
    ["padding", (b, bad) => transpose(b, { padding: bad }), [...notExtents, 4]],
    [
      "outputPadding",
      (b, bad) => transpose(b, { stride: 2, outputPadding: bad }),
      [...notExtents, 2, [0, 2]],
    ],
    ["groups", (b, bad) => transpose(b, { groups: bad }), [...notCounts, 3]],
  ],
  dropout: [
    [
      "rate",
      ({ tape, tensor }, bad) => ops.dropout(tape, tensor(3), bad, source),
      [...notNumbers, -0.1, 1, 2],
    ],
    ...(["seed", "stream", "offset"] as const).map((name): (typeof refused)[string][number] => [
      name,
      ({ tape, tensor }, bad) => ops.dropout(tape, tensor(3), 0.5, { ...source, [name]: bad }),
      [...notNumbers, -1, 0.5],
    ]),
  ],
  addNoise: [
    [
      "deviation",
      ({ tape, tensor }, bad) => ops.addNoise(tape, tensor(3), bad, source),
      [...notNumbers, -0.1],
    ],
    ...(["seed", "stream", "offset", "first"] as const).map((name): (typeof refused)[string][number] => [
      name,
      ({ tape, tensor }, bad) => ops.addNoise(tape, tensor(3), 0.5, { ...source, [name]: bad }),
      [...notNumbers, -1, 0.5, ...(name === "first" ? [2 ** 34 - 2] : [])],
    ]),
  ],
  batchNorm: [
    ["epsilon", (b, bad) => norm(b, { epsilon: bad }), [...notNumbers, -1]],
    ["momentum", (b, bad) => norm(b, { momentum: bad }), [...notNumbers, -0.1, 1.1]],
  ],
  groupNorm: [
    [
      "groups",
      ({ tape, tensor }, bad) => ops.groupNorm(tape, tensor(2, 5, 6), bad, tensor(6), tensor(6)),
      [...notCounts, 4, 7],
    ],
    [
      "epsilon",
      ({ tape, tensor }, bad) => ops.groupNorm(tape, tensor(2, 5, 6), 2, tensor(6), tensor(6), bad),
      [...notNumbers, -1],
    ],
  ],
  layerNorm: [
    [
      "epsilon",
      ({ tape, tensor }, bad) => ops.layerNorm(tape, tensor(2, 3), tensor(3), tensor(3), bad),
      [...notNumbers, -1],
    ],
  ],
  recurrent: [
    ["cell", (b, bad) => runRecurrent(b, bad, {}), ["elman", 1, null]],
    ["reversed", (b, bad) => runRecurrent(b, "lstm", { reversed: bad }), [7, 2, -1, 0.5, NaN, "1"]],
    ["nonlinearity", (b, bad) => runRecurrent(b, "rnn", { nonlinearity: bad }), ["elu", 1, null]],
  ],
  mean: [["axis", ({ tape, tensor }, bad) => ops.mean(tape, tensor(2, 3), bad), notAxes]],
  sum: [["axis", ({ tape, tensor }, bad) => ops.sum(tape, tensor(2, 3), bad), notAxes]],
  concat: [["axis", ({ tape, tensor }, bad) => ops.concat(tape, [tensor(2, 3)], bad), notAxes]],
  slice: [
    ["axis", ({ tape, tensor }, bad) => ops.slice(tape, tensor(2, 3), bad, 0, 1), notAxes],
    ["start", ({ tape, tensor }, bad) => ops.slice(tape, tensor(2, 3), 1, bad, 3), [NaN, "1", -1, 0.5, 3]],
    ["end", ({ tape, tensor }, bad) => ops.slice(tape, tensor(2, 3), 1, 0, bad), [NaN, "1", 0, 0.5, 4]],
  ],
  permute: [
    [
      "axes",
      ({ tape, tensor }, bad) => ops.permute(tape, tensor(2, 3), bad),
      [[0], [0, 0], [0, 2], [0, 0.5], [0, NaN], ["0", "1"], [-1, 0]],
    ],
  ],
  scale: [["factor", ({ tape, tensor }, bad) => ops.scale(tape, tensor(3), bad), notNumbers]],
  shift: [["offset", ({ tape, tensor }, bad) => ops.shift(tape, tensor(3), bad), notNumbers]],
  unary: [
    ["op", ({ tape, tensor }, bad) => ops.unary(tape, bad, tensor(3)), ["sin", 0, null]],
    ["alpha", ({ tape, tensor }, bad) => ops.unary(tape, "mul_scalar", tensor(3), bad), notNumbers],
  ],
};

function pairLoss(
  loss: (tape: Tape, x: Tensor, y: Tensor, reduction: Bad) => unknown,
): (typeof refused)[string][number][] {
  return [
    ["reduction", ({ tape, tensor }, bad) => loss(tape, tensor(2, 3), tensor(2, 3), bad), notReductions],
    [
      "target",
      ({ tape, tensor }, bad) => loss(tape, tensor(2, 3), tensor(...bad), "mean"),
      [[2, 1], [3], [6]],
    ],
  ];
}

function dotProduct(
  { tape, tensor }: Bench,
  bad: { q?: number[]; k?: number[]; v?: number[]; mask?: number[] },
) {
  const [q, k, v] = [bad.q ?? [2, 3, 4, 5], bad.k ?? [2, 3, 6, 5], bad.v ?? [2, 3, 6, 7]];
  const mask = bad.mask ? tensor(...bad.mask) : null;
  return ops.scaledDotProductAttention(tape, tensor(...q), tensor(...k), tensor(...v), { mask });
}

function entropy({ tape, tensor }: Bench, options: object) {
  return ops.crossEntropy(tape, tensor(2, 3), tape.constant(new Uint32Array(2), [2], "u32"), options);
}

const source = { seed: 0, stream: 0, offset: 0 };

function window(
  pool: (tape: Tape, x: Tensor, kernel: ops.Extents, options: ops.WindowOptions) => unknown,
): (typeof refused)[string] {
  return [
    ["kernel", ({ tape, tensor }, bad) => pool(tape, tensor(1, 5, 5, 2), bad, {}), [...notPairs, 6, [1, 6]]],
    ["stride", ({ tape, tensor }, bad) => pool(tape, tensor(1, 5, 5, 2), 2, { stride: bad }), notPairs],
    [
      "padding",
      ({ tape, tensor }, bad) => pool(tape, tensor(1, 5, 5, 2), 2, { padding: bad }),
      [NaN, "1", -1, 0.5, 2, [1, 2], [1, -1], [1]],
    ],
  ];
}

function convolve({ tape, tensor }: Bench, options: ops.Conv2dOptions) {
  return ops.conv2d(tape, tensor(1, 5, 5, 2), tensor(3, 3, 3, 2), null, options);
}

function transpose({ tape, tensor }: Bench, options: ops.ConvTranspose2dOptions) {
  return ops.convTranspose2d(tape, tensor(1, 5, 5, 2), tensor(2, 3, 3, 2), null, options);
}

function upsample({ tape, tensor }: Bench, options: ops.Upsample2dOptions) {
  return ops.upsample2d(tape, tensor(1, 5, 5, 2), options);
}

function norm({ tape, tensor }: Bench, options: object) {
  return ops.batchNorm(tape, tensor(2, 3), tensor(3), tensor(3), tensor(2, 3), {
    training: true,
    ...options,
  });
}

function runRecurrent({ tape, tensor }: Bench, cell: ops.Cell, options: object) {
  const gates = ops.gatesOf[cell] ?? 1;
  const weights = {
    weightIh: tensor(1, gates * 4, 3),
    weightHh: tensor(1, gates * 4, 4),
    biasIh: tensor(1, gates * 4),
    biasHh: tensor(1, gates * 4),
  };
  return ops.recurrent(tape, cell, tensor(2, 5, 3), weights, options);
}

let device: Device;
const made: Tensor[] = [];
const tensor = (...shape: number[]) => {
  const x = zeros(device, shape);
  made.push(x);
  return x;
};
beforeAll(async () => {
  device = await openDevice("native");
});
afterAll(() => {
  for (const x of made) x.release();
  return device.close();
});

/** Throws an error of the library, of one sentence that begins with the function's name. */
function expectRefused(call: () => unknown) {
  let error: unknown;
  try {
    call();
  } catch (caught) {
    error = caught;
  }
  expect(error).toSatisfy((e) => e instanceof ArgumentError || e instanceof ShapeError);
  expect((error as Error).message).toMatch(/^[\w.]+: .*[^.]$/);
}

describe("ops", () => {
  const functions = Object.entries(ops).flatMap(([name, value]) =>
    typeof value === "function" ? [name] : [],
  );

  it("are all listed here", () => {
    expect(Object.keys(refused).sort()).toEqual(functions.sort());
  });

  const rows = Object.entries(refused).flatMap(([op, args]) =>
    args.flatMap(([name, call, values]) => values.map((bad) => ({ op, name, bad, call }))),
  );
  it.each(rows)("$op refuses $name $bad", ({ call, bad }) => {
    using tape = new Tape(device);
    expectRefused(() => call({ tape, tensor }, bad));
  });
});

describe("layers and optimizers", () => {
  const store = () => new Linear(3, 1).to(device);
  const options: [string, (bad: Bad) => unknown, Bad[]][] = [
    ...["beta1", "beta2"].map((name): [string, (bad: Bad) => unknown, Bad[]] => [
      `Adam ${name}`,
      (bad) => new Adam(store(), { [name]: bad }),
      [...notNumbers, -0.1, 1],
    ]),
    ["Adam epsilon", (bad) => new Adam(store(), { epsilon: bad }), [...notNumbers, -1]],
    ["AdamW weightDecay", (bad) => new AdamW(store(), { weightDecay: bad }), [...notNumbers, -1]],
    ["Adam learningRate", (bad) => new Adam(store(), { learningRate: bad }), [...notNumbers, -1]],
    ["Adam step", (bad) => new Adam(store()).step(bad), [...notNumbers, -1]],
    ["SGD momentum", (bad) => new SGD(store(), { momentum: bad }), [...notNumbers, -0.1, 1]],
    ["SGD weightDecay", (bad) => new SGD(store(), { weightDecay: bad }), [...notNumbers, -1]],
    ["SGD learningRate", (bad) => new SGD(store()).step(bad), [...notNumbers, -1]],
    ["clipGradients maxNorm", (bad) => clipGradients(store(), bad), [...notNumbers, -1]],
    ["Recurrent dropout", (bad) => new GRU(2, 3, { dropout: bad }), [...notNumbers, -1, 1, 2]],
    ["Recurrent layers", (bad) => new GRU(2, 3, { layers: bad }), notCounts],
  ];
  it.each(options.flatMap(([name, call, values]) => values.map((bad) => ({ name, bad, call }))))(
    "$name refuses $bad",
    ({ call, bad }) => expectRefused(() => call(bad)),
  );
});
