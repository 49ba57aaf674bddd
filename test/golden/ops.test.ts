/** Ops and their gradients against PyTorch; `generate_ops.py` beside this file produced the values. */
import { expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import type { DType } from "../../src/kernels/kernel.js";
import { rmsprop } from "../../src/kernels/optimizers.js";
import * as ops from "../../src/ops/index.js";
import { sizeOf, type Tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";
import { expectClose, type Golden, readGolden } from "./golden.js";

const golden = readGolden("ops.json");

type Inputs = Readonly<Record<string, Tensor>>;
type Row = [name: string, op: (tape: Tape, inputs: Inputs) => Tensor];

const reductions = ["none", "mean", "sum"] as const;

const unary: Row[] = [
  ["relu", (t, { input }) => ops.relu(t, input!)],
  ["leaky_relu", (t, { input }) => ops.leakyRelu(t, input!, 0.2)],
  ["elu", (t, { input }) => ops.elu(t, input!, 0.7)],
  ["gelu", (t, { input }) => ops.gelu(t, input!)],
  ["gelu_tanh", (t, { input }) => ops.gelu(t, input!, { approximate: "tanh" })],
  ["silu", (t, { input }) => ops.silu(t, input!)],
  ["softplus", (t, { input }) => ops.softplus(t, input!)],
  ["abs", (t, { input }) => ops.abs(t, input!)],
  ["clamp", (t, { input }) => ops.clamp(t, input!, { min: -1.5, max: 2 })],
  ["pow", (t, { input }) => ops.pow(t, input!, 3)],
  ["sqrt", (t, { input }) => ops.sqrt(t, input!)],
];

const norms: Row[] = [
  [
    "batch_norm_inference",
    (t, { x, weight, bias, running }) => ops.batchNorm(t, x!, weight!, bias!, running!, { training: false }),
  ],
  ["group_norm", (t, { x, weight, bias }) => ops.groupNorm(t, x!, 4, weight!, bias!)],
  ["instance_norm", (t, { x, weight, bias }) => ops.groupNorm(t, x!, 12, weight!, bias!)],
  ["group_norm_features", (t, { x, weight, bias }) => ops.groupNorm(t, x!, 2, weight!, bias!)],
];

const losses: Row[] = [
  ...reductions.flatMap((reduction): Row[] => [
    ...[false, true].flatMap((weighted) =>
      [0, 0.3].map(
        (labelSmoothing): Row => [
          `cross_entropy_${reduction}${weighted ? "_weighted" : ""}${labelSmoothing ? "_smoothed" : ""}`,
          (t, { input, target, weight }) =>
            ops.crossEntropy(t, input!, target!, {
              weight: weighted ? weight! : null,
              labelSmoothing,
              ignoreIndex: -100,
              reduction,
            }),
        ],
      ),
    ),
    ...["", "_weighted"].map(
      (variant): Row => [
        `binary_cross_entropy_${reduction}${variant}`,
        (t, { input, target, weight }) =>
          ops.binaryCrossEntropyWithLogits(t, input!, target!, { posWeight: weight ?? null, reduction }),
      ],
    ),
    [`mse_${reduction}`, (t, { input, target }) => ops.meanSquaredError(t, input!, target!, { reduction })],
    [`l1_${reduction}`, (t, { input, target }) => ops.meanAbsoluteError(t, input!, target!, { reduction })],
  ]),
  ...([...reductions, "batchmean"] as const).flatMap((reduction) =>
    [false, true].map(
      (logTarget): Row => [
        `kl_${reduction}${logTarget ? "_log" : ""}`,
        (t, { input, target }) => ops.klDivergence(t, input!, target!, { logTarget, reduction }),
      ],
    ),
  ),
];

const attention: Row[] = [
  ["attention", (t, { q, k, v }) => ops.scaledDotProductAttention(t, q!, k!, v!)],
  ["attention_mask", (t, { q, k, v, mask }) => ops.scaledDotProductAttention(t, q!, k!, v!, { mask })],
  ["attention_causal", (t, { q, k, v }) => ops.scaledDotProductAttention(t, q!, k!, v!, { causal: true })],
  [
    "multihead_attention",
    (t, { x, projection, out }) => {
      const qkv = ops.matmul(t, x!, projection!, { transposeB: true });
      return ops.matmul(t, ops.selfAttention(t, qkv, 2), out!, { transposeB: true });
    },
  ],
];

const rows = [...unary, ...norms, ...losses, ...attention];

it("every value has a test", () => {
  expect([...rows.map(([name]) => name), "rmsprop", "rmsprop_momentum"].sort()).toEqual(
    Object.keys(golden).sort(),
  );
});

onEachDevice("PyTorch's values of ops", (device) => {
  function place(tape: Tape, name: string, { data, shape }: Golden): Tensor {
    // A class to ignore is negative in PyTorch.
    if (name === "target" && data.includes(-100)) {
      return tape.constant(Uint32Array.from(data), shape, "u32") as Tensor<DType> as Tensor;
    }
    return tape.constant(Float32Array.from(data), shape);
  }

  it.each(rows)("%s", async (name, op) => {
    const { y: wantY, dy, ...values } = golden[name]!;
    const gradients = Object.keys(values).filter((key) => `d${key}` in values);
    using tape = new Tape(device);
    const inputs: Record<string, Tensor> = {};
    for (const [key, value] of Object.entries(values)) {
      if (gradients.includes(key.slice(1))) continue;
      inputs[key] = place(tape, key, value);
      if (gradients.includes(key)) tape.watch(inputs[key]);
    }
    const y = tape.keep(op(tape, inputs));
    expect(y.shape).toEqual(wantY!.shape);
    tape.backwardFrom([y], [place(tape, "dy", dy!)]);
    await expectClose("y", y, wantY!);
    expect(gradients).not.toHaveLength(0);
    for (const key of gradients)
      await expectClose(`d${key}`, tape.gradient(inputs[key]!), values[`d${key}`]!);
  });

  it.each(["rmsprop", "rmsprop_momentum"])("%s, five steps", async (name) => {
    const { weight, gradients, momentum, result } = golden[name]!;
    using tape = new Tape(device);
    const count = sizeOf(weight!.shape);
    const param = place(tape, "weight", weight!);
    const [square, velocity] = [tape.zeros([count]), tape.zeros([count])];
    const params = {
      count,
      lr: 0.05,
      alpha: 0.9,
      epsilon: 1e-6,
      momentum: momentum!.data[0]!,
      weight_decay: 0.1,
    };
    for (let step = 0; step < gradients!.shape[0]!; step++) {
      const data = gradients!.data.slice(step * count, (step + 1) * count);
      const grad = tape.constant(Float32Array.from(data), [count]);
      tape.record(rmsprop, { grad, param, square, velocity }, params);
    }
    await expectClose("weight", param, result!);
  });
});
