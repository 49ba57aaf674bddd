/** Every op's derivative against central differences, with random cotangents, on both devices. */
import { expect, it } from "vitest";
import { type GradCheckOptions, gradCheck, type Tape } from "../../src/autograd/index.js";
import * as ops from "../../src/ops/index.js";
import type { Shape, Tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

type Op = (tape: Tape, ...inputs: Tensor[]) => Tensor | readonly Tensor[];
type Row = [name: string, shapes: Shape[], op: Op, options?: GradCheckOptions];

/** Away from zero, where some derivatives jump. */
const apart: GradCheckOptions["sample"] = (random) => {
  const x = random.normal();
  return x + Math.sign(x) * 0.1;
};
const positive: GradCheckOptions["sample"] = (random) => 0.5 + random.uniform();

function recurrentRow(cell: ops.Cell, directions: number, lengths: number[] | null): Row {
  const [batch, steps, inputs, hidden] = [3, 4, 5, 6];
  const rows = ops.gatesOf[cell] * hidden;
  const shapes = [
    [batch, steps, inputs],
    [directions, rows, inputs],
    [directions, rows, hidden],
    [directions, rows],
    [directions, rows],
    [ops.statesOf[cell], directions, batch, hidden],
  ];
  const op: Op = (tape, x, weightIh, weightHh, biasIh, biasHh, initial) => {
    const weights = { weightIh: weightIh!, weightHh: weightHh!, biasIh: biasIh!, biasHh: biasHh! };
    const given = lengths && tape.constant(Uint32Array.from(lengths), [batch], "u32");
    const { y, final } = ops.recurrent(tape, cell, x!, weights, { initial, lengths: given });
    return [y, final];
  };
  const title = `recurrent ${cell}, ${directions} direction(s)${lengths ? `, lengths ${lengths}` : ""}`;
  return [title, shapes, op, { sample: (random) => 0.5 * random.normal() }];
}

const table: Row[] = [
  [
    "selfAttention with dropout",
    [
      [2, 5, 24],
      [5, 5],
    ],
    (t, qkv, mask) =>
      ops.selfAttention(t, qkv!, 2, { mask, dropout: { rate: 0.4, seed: 1, stream: 2, offset: 3 } }),
  ],
  ["linear", [[5, 7], [3, 7], [3]], (t, x, w, b) => ops.linear(t, x!, w!, b)],
  [
    "linear without bias",
    [
      [5, 7],
      [3, 7],
    ],
    (t, x, w) => ops.linear(t, x!, w!),
  ],
  [
    "matmul",
    [
      [5, 7],
      [7, 3],
    ],
    (t, a, b) => ops.matmul(t, a!, b!),
  ],
  [
    "matmul, batched",
    [
      [2, 5, 7],
      [2, 7, 3],
    ],
    (t, a, b) => ops.matmul(t, a!, b!),
  ],
  ["matmul, two vectors", [[7], [7]], (t, a, b) => ops.matmul(t, a!, b!)],
  [
    "matmul, vectors beside a batch",
    [[7], [2, 7, 3], [3]],
    (t, a, b, c) => ops.matmul(t, ops.matmul(t, a!, b!), c!),
  ],
  [
    "matmul, one matrix for a batch",
    [
      [2, 3, 5, 7],
      [7, 3],
    ],
    (t, a, b) => ops.matmul(t, a!, b!),
  ],
  [
    "matmul, one matrix before a batch",
    [
      [5, 7],
      [3, 7, 2],
    ],
    (t, a, b) => ops.matmul(t, a!, b!),
  ],
  [
    "matmul, batches broadcast both ways",
    [
      [2, 1, 3, 5],
      [4, 5, 2],
    ],
    (t, a, b) => ops.matmul(t, a!, b!),
  ],
  [
    "matmul, broadcast and transposed",
    [
      [3, 1, 5, 4],
      [3, 2, 6, 5],
    ],
    (t, a, b) => ops.matmul(t, a!, b!, { transposeA: true, transposeB: true }),
  ],
  [
    "matmul, a transposed, one matrix for a batch",
    [
      [3, 5, 4],
      [5, 2],
    ],
    (t, a, b) => ops.matmul(t, a!, b!, { transposeA: true }),
  ],
  [
    "matmul, as linear",
    [
      [3, 4, 5],
      [2, 5],
    ],
    (t, a, b) => ops.matmul(t, a!, b!, { transposeB: true }),
  ],
  [
    "conv2d, stride 2",
    [[2, 7, 6, 3], [4, 3, 3, 3], [4]],
    (t, x, w, b) => ops.conv2d(t, x!, w!, b, { stride: 2, padding: 1 }),
  ],
  [
    "conv2d, no bias",
    [
      [2, 5, 5, 2],
      [3, 2, 2, 2],
    ],
    (t, x, w) => ops.conv2d(t, x!, w!),
  ],
  [
    "conv2d, groups, dilation and unequal everything",
    [[2, 9, 8, 6], [4, 3, 2, 3], [4]],
    (t, x, w, b) =>
      ops.conv2d(t, x!, w!, b, { stride: [2, 1], padding: [2, 1, 0, 3], dilation: [2, 3], groups: 2 }),
  ],
  [
    "conv2d, depthwise, same",
    [[2, 7, 6, 5], [5, 3, 3, 1], [5]],
    (t, x, w, b) => ops.conv2d(t, x!, w!, b, { stride: 2, padding: "same", groups: 5 }),
  ],
  [
    "convTranspose2d",
    [[2, 4, 3, 4], [4, 3, 3, 2], [2]],
    (t, x, w, b) => ops.convTranspose2d(t, x!, w!, b, { stride: 2, padding: 1, outputPadding: [1, 0] }),
  ],
  [
    "convTranspose2d, groups and dilation, no bias",
    [
      [1, 4, 5, 6],
      [6, 2, 3, 2],
    ],
    (t, x, w) =>
      ops.convTranspose2d(t, x!, w!, null, { stride: [1, 3], padding: [0, 1], dilation: 2, groups: 3 }),
  ],
  ["maxPool2d", [[2, 6, 6, 3]], (t, x) => ops.maxPool2d(t, x!, 2), { step: 1e-3 }],
  [
    "maxPool2d, dilation and ceil mode",
    [[2, 8, 9, 3]],
    (t, x) => ops.maxPool2d(t, x!, [3, 2], { stride: [1, 2], padding: 1, dilation: 2, ceilMode: true }),
    { step: 1e-3 },
  ],
  ["avgPool2d", [[2, 7, 7, 3]], (t, x) => ops.avgPool2d(t, x!, 3, { stride: 2, padding: 1 })],
  [
    "avgPool2d, pixels alone",
    [[2, 6, 8, 3]],
    (t, x) =>
      ops.avgPool2d(t, x!, [4, 3], { stride: [3, 2], padding: 1, ceilMode: true, countIncludePad: false }),
  ],
  [
    "maximum, broadcast",
    [
      [3, 1, 5],
      [4, 1],
    ],
    (t, a, b) => ops.maximum(t, a!, b!),
    { step: 1e-3 },
  ],
  [
    "minimum, broadcast",
    [
      [3, 1, 5],
      [4, 1],
    ],
    (t, a, b) => ops.minimum(t, a!, b!),
    { step: 1e-3 },
  ],
  [
    "power, broadcast",
    [
      [3, 1, 5],
      [4, 1],
    ],
    (t, a, b) => ops.power(t, a!, b!),
    { sample: positive },
  ],
  [
    "where, broadcast",
    [[4, 1], [5]],
    (t, a, b) => ops.where(t, t.constant(Float32Array.of(0, 1, 1, 0, 1), [5]), a!, b!),
  ],
  ["amax", [[3, 7, 4]], (t, x) => ops.amax(t, x!, 1), { step: 1e-3 }],
  ["amin of everything", [[3, 7]], (t, x) => ops.amin(t, x!), { step: 1e-3 }],
  ["erf", [[3, 7]], (t, x) => ops.erf(t, x!)],
  ["globalAvgPool2d", [[3, 5, 4, 6]], (t, x) => ops.globalAvgPool2d(t, x!)],
  ["globalMaxPool2d", [[3, 5, 4, 6]], (t, x) => ops.globalMaxPool2d(t, x!), { step: 1e-3 }],
  ["adaptiveAvgPool2d", [[2, 7, 5, 3]], (t, x) => ops.adaptiveAvgPool2d(t, x!, [3, 7])],
  ["upsample2d, nearest", [[2, 4, 5, 3]], (t, x) => ops.upsample2d(t, x!, { scaleFactor: [2, 1.5] })],
  [
    "upsample2d, bilinear",
    [[2, 4, 5, 3]],
    (t, x) => ops.upsample2d(t, x!, { size: [9, 7], mode: "bilinear" }),
  ],
  [
    "upsample2d, corners aligned",
    [[2, 4, 5, 3]],
    (t, x) => ops.upsample2d(t, x!, { size: [3, 11], mode: "bilinear", alignCorners: true }),
  ],
  ["layerNorm", [[4, 9], [9], [9]], (t, x, g, b) => ops.layerNorm(t, x!, g!, b!)],
  [
    "batchNorm",
    [[12, 5], [5], [5]],
    (t, x, g, b) => ops.batchNorm(t, x!, g!, b!, t.zeros([2, 5]), { training: true }),
  ],
  [
    "batchNorm with relu",
    [[12, 5], [5], [5]],
    (t, x, g, b) => ops.batchNorm(t, x!, g!, b!, t.zeros([2, 5]), { training: true, relu: true }),
    { step: 1e-3 },
  ],
  ...[false, true].map(
    (relu): Row => [
      `batchNorm in inference mode${relu ? " with relu" : ""}`,
      [[12, 5], [5], [5]],
      (t, x, g, b) => {
        const running = t.constant(Float32Array.of(0.3, -1, 0, 2, 0.1, 0.5, 1, 2, 0.2, 3), [2, 5]);
        return ops.batchNorm(t, x!, g!, b!, running, { training: false, relu });
      },
      { step: 1e-3 },
    ],
  ),
  ["groupNorm", [[3, 2, 2, 6], [6], [6]], (t, x, g, b) => ops.groupNorm(t, x!, 3, g!, b!)],
  [
    "groupNorm, one group for each channel",
    [[2, 5, 3], [3], [3]],
    (t, x, g, b) => ops.groupNorm(t, x!, 3, g!, b!),
  ],
  ["groupNorm of features", [[4, 6], [6], [6]], (t, x, g, b) => ops.groupNorm(t, x!, 2, g!, b!)],
  [
    "add, broadcast",
    [
      [4, 3, 5],
      [3, 1],
    ],
    (t, a, b) => ops.add(t, a!, b!),
  ],
  [
    "sub, broadcast",
    [
      [4, 1, 5],
      [2, 4, 3, 5],
    ],
    (t, a, b) => ops.sub(t, a!, b!),
  ],
  ["mul, broadcast", [[4, 3, 5], [5]], (t, a, b) => ops.mul(t, a!, b!)],
  [
    "div, broadcast",
    [
      [4, 5],
      [4, 1],
    ],
    (t, a, b) => ops.div(t, a!, b!),
    { sample: positive },
  ],
  ["one tensor twice", [[4, 5]], (t, a) => ops.mul(t, a!, ops.add(t, a!, a!))],
  ["relu", [[30]], (t, x) => ops.relu(t, x!), { sample: apart }],
  ["tanh", [[30]], (t, x) => ops.tanh(t, x!)],
  ["sigmoid", [[30]], (t, x) => ops.sigmoid(t, x!)],
  ["exp", [[30]], (t, x) => ops.exp(t, x!)],
  ["log", [[30]], (t, x) => ops.log(t, x!), { sample: positive }],
  ["square", [[30]], (t, x) => ops.square(t, x!)],
  ["sqrt", [[30]], (t, x) => ops.sqrt(t, x!), { sample: positive }],
  ["abs", [[30]], (t, x) => ops.abs(t, x!), { sample: apart }],
  ["neg", [[30]], (t, x) => ops.neg(t, x!)],
  ["pow", [[30]], (t, x) => ops.pow(t, x!, 2.5), { sample: positive }],
  ["pow of negative numbers", [[30]], (t, x) => ops.pow(t, x!, 3)],
  ["leakyRelu", [[30]], (t, x) => ops.leakyRelu(t, x!, 0.2), { sample: apart }],
  ["elu", [[30]], (t, x) => ops.elu(t, x!, 0.7)],
  ["gelu", [[30]], (t, x) => ops.gelu(t, x!)],
  ["gelu, approximate", [[30]], (t, x) => ops.gelu(t, x!, { approximate: "tanh" })],
  ["silu", [[30]], (t, x) => ops.silu(t, x!)],
  ["softplus", [[30]], (t, x) => ops.softplus(t, x!)],
  ["clamp", [[30]], (t, x) => ops.clamp(t, x!, { min: -0.5, max: 0.7 }), { step: 1e-3 }],
  ["clamp from above", [[30]], (t, x) => ops.clamp(t, x!, { max: 0.2 }), { step: 1e-3 }],
  ["scale and shift", [[30]], (t, x) => ops.shift(t, ops.scale(t, x!, -3), 2)],
  ["softmax", [[6, 10]], (t, x) => ops.softmax(t, x!)],
  ["logSoftmax", [[6, 10]], (t, x) => ops.logSoftmax(t, x!)],
  [
    "crossEntropy",
    [[6, 10]],
    (t, x) => ops.crossEntropy(t, x!, t.constant(Uint32Array.of(0, 9, 3, 3, 5, 1), [6], "u32")),
  ],
  [
    "crossEntropy with weights, smoothing and ignored rows",
    [[6, 4]],
    (t, x) => {
      const labels = t.constant(Uint32Array.of(0, 3, 255, 3, 1, 255), [6], "u32");
      const weight = t.constant(Float32Array.of(0.5, 2, 1, 0.1), [4]);
      return ops.crossEntropy(t, x!, labels, { weight, labelSmoothing: 0.2, ignoreIndex: 255 });
    },
  ],
  ...(["mean", "sum"] as const).map(
    (reduction): Row => [
      `crossEntropy, ${reduction} of rows that count`,
      [[2, 3, 4]],
      (t, x) => {
        const labels = t.constant(Uint32Array.of(0, 3, -100, 3, 1, 2), [2, 3], "u32");
        const weight = t.constant(Float32Array.of(0.5, 2, 1, 0.1), [4]);
        return ops.crossEntropy(t, x!, labels, { weight, ignoreIndex: -100, reduction });
      },
    ],
  ),
  ...(["none", "mean", "sum"] as const).flatMap((reduction): Row[] => [
    [
      `meanSquaredError, ${reduction}`,
      [
        [4, 3],
        [4, 3],
      ],
      (t, x, y) => ops.meanSquaredError(t, x!, y!, { reduction }),
    ],
    [
      `meanAbsoluteError, ${reduction}`,
      [
        [4, 3],
        [4, 3],
      ],
      (t, x, y) => ops.meanAbsoluteError(t, x!, y!, { reduction }),
      { step: 1e-3 },
    ],
    [
      `binaryCrossEntropyWithLogits, ${reduction}`,
      [[4, 3], [4, 3], [3]],
      (t, x, y, posWeight) => ops.binaryCrossEntropyWithLogits(t, x!, y!, { posWeight, reduction }),
    ],
  ]),
  ...(["none", "mean", "sum", "batchmean"] as const).flatMap((reduction) =>
    [false, true].map(
      (logTarget): Row => [
        `klDivergence${logTarget ? " of logarithms" : ""}, ${reduction}`,
        [
          [4, 3],
          [4, 3],
        ],
        (t, x, y) => ops.klDivergence(t, x!, y!, { logTarget, reduction }),
        { sample: positive },
      ],
    ),
  ),
  [
    "scaledDotProductAttention",
    [
      [2, 3, 4, 5],
      [2, 3, 6, 5],
      [2, 3, 6, 7],
    ],
    (t, q, k, v) => ops.scaledDotProductAttention(t, q!, k!, v!),
  ],
  [
    "scaledDotProductAttention with a mask for each batch, causal",
    [
      [2, 2, 4, 3],
      [2, 2, 4, 3],
      [2, 2, 4, 3],
      [2, 1, 1, 4],
    ],
    (t, q, k, v, mask) => ops.scaledDotProductAttention(t, q!, k!, v!, { mask, causal: true }),
  ],
  [
    "selfAttention with a mask for all",
    [
      [2, 5, 18],
      [5, 5],
    ],
    (t, qkv, mask) => ops.selfAttention(t, qkv!, 2, { mask }),
  ],
  ["selfAttention, causal", [[3, 4, 12]], (t, qkv) => ops.selfAttention(t, qkv!, 1, { causal: true })],
  ["sum over everything", [[4, 6]], (t, x) => ops.sum(t, x!)],
  ["sum over an axis", [[4, 6, 3]], (t, x) => ops.sum(t, x!, 1)],
  ["mean over the first axis", [[4, 6, 3]], (t, x) => ops.mean(t, x!, 0)],
  ["mean over the last axis", [[4, 6]], (t, x) => ops.mean(t, x!, -1)],
  ["reshape", [[4, 6]], (t, x) => ops.mul(t, ops.reshape(t, x!, [3, 8]), ops.reshape(t, x!, [3, 8]))],
  ["permute", [[2, 3, 4, 5]], (t, x) => ops.square(t, ops.permute(t, x!, [2, 0, 3, 1]))],
  ["slice", [[4, 6, 3]], (t, x) => ops.square(t, ops.slice(t, x!, 1, 2, 5))],
  [
    "concat",
    [
      [2, 3],
      [2, 5],
    ],
    (t, a, b) => ops.square(t, ops.concat(t, [a!, b!], 1)),
  ],
  [
    "gatherRows",
    [[4, 3]],
    (t, x) => ops.gatherRows(t, x!, t.constant(Uint32Array.of(3, 0, 3, 1, 3), [5], "u32")),
  ],
  ["dropout", [[40]], (t, x) => ops.dropout(t, x!, 0.4, { seed: 1, stream: 2, offset: 3 })],
  [
    "addNoise",
    [[40]],
    (t, x) => ops.square(t, ops.addNoise(t, x!, 0.4, { seed: 1, stream: 2, offset: 3, first: 5 })),
  ],
  ...(["rnn", "lstm", "gru"] as const).flatMap((cell) => [
    recurrentRow(cell, 1, null),
    recurrentRow(cell, 2, null),
    recurrentRow(cell, 2, [4, 0, 2]),
  ]),
];

// Central differences of float32 sums: rounding / step and step^2 meet near 1e-3 of the largest gradient.
const TOLERANCE = 3e-3;

onEachDevice("gradients", (device) => {
  it.each(table)("%s", async (_, shapes, op, options) => {
    const before = device.memory.liveBuffers;
    const { error, worst } = await gradCheck(device, shapes, (tape, inputs) => op(tape, ...inputs), options);
    expect(error, worst).toBeLessThan(TOLERANCE);
    expect(device.memory.liveBuffers, "buffers left behind").toBe(before);
  });
});
