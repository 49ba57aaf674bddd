/** Convolution, pooling and resampling against PyTorch; `generate_images.py` beside this file produced the values. */
import { expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import * as ops from "../../src/ops/index.js";
import type { Tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";
import { expectClose, type Golden, readGolden } from "./golden.js";

const golden = readGolden("images.json");

type Inputs = Readonly<Record<string, Tensor>>;
type Row = [name: string, op: (tape: Tape, inputs: Inputs) => Tensor];

const conv = (name: string, options: ops.Conv2dOptions): Row => [
  `conv_${name}`,
  (t, { x, weight, bias }) => ops.conv2d(t, x!, weight!, bias ?? null, options),
];
const transpose = (name: string, options: ops.ConvTranspose2dOptions = {}): Row => [
  `transpose${name}`,
  (t, { x, weight, bias }) => ops.convTranspose2d(t, x!, weight!, bias!, options),
];
const resize = (name: string, options: ops.Upsample2dOptions): Row => [
  name,
  (t, { x }) => ops.upsample2d(t, x!, options),
];

const rows: Row[] = [
  conv("groups", { stride: [2, 1], padding: [1, 2], groups: 2 }),
  conv("dilation", { dilation: [2, 3], padding: 2 }),
  conv("depthwise", { padding: 1, groups: 17 }),
  conv("multiplier", { stride: 2, groups: 3 }),
  conv("same", { padding: "same", dilation: [1, 2] }),
  conv("asymmetric", { padding: [1, 3, 2, 0], stride: 2 }),
  transpose(""),
  transpose("_stride", { stride: 2, padding: 1, outputPadding: [1, 0] }),
  transpose("_groups", { stride: [1, 3], padding: [1, 0], dilation: 2, groups: 3 }),
  transpose("_dilation", { dilation: 3, outputPadding: 2 }),
  [
    "max_pool",
    (t, { x }) => ops.maxPool2d(t, x!, [3, 2], { stride: [1, 2], padding: 1, dilation: 2, ceilMode: true }),
  ],
  ["max_pool_ceil", (t, { x }) => ops.maxPool2d(t, x!, 3, { stride: 2, ceilMode: true })],
  ["avg_pool", (t, { x }) => ops.avgPool2d(t, x!, [3, 2], { stride: [2, 3], padding: 1 })],
  [
    "avg_pool_ceil",
    (t, { x }) => ops.avgPool2d(t, x!, [4, 3], { stride: [3, 2], padding: 1, ceilMode: true }),
  ],
  [
    "avg_pool_pixels",
    (t, { x }) => ops.avgPool2d(t, x!, 3, { stride: 2, padding: 1, ceilMode: true, countIncludePad: false }),
  ],
  ["adaptive_avg_pool", (t, { x }) => ops.adaptiveAvgPool2d(t, x!, [3, 4])],
  ["adaptive_avg_pool_larger", (t, { x }) => ops.adaptiveAvgPool2d(t, x!, [11, 2])],
  resize("nearest", { size: [9, 7] }),
  resize("nearest_factor", { scaleFactor: 1.5 }),
  resize("bilinear", { size: [9, 7], mode: "bilinear" }),
  resize("bilinear_factor", { scaleFactor: 2, mode: "bilinear" }),
  resize("bilinear_smaller", { size: [2, 3], mode: "bilinear" }),
  resize("bilinear_aligned", { size: [9, 7], mode: "bilinear", alignCorners: true }),
  resize("bilinear_aligned_one", { size: [1, 3], mode: "bilinear", alignCorners: true }),
];

it("uses every golden value", () => {
  expect(rows.map(([name]) => name).sort()).toEqual(Object.keys(golden).sort());
});

async function expectSame(name: string, got: Tensor, want: Golden) {
  expect(got.shape, name).toEqual(want.shape);
  await expectClose(name, got, want);
}

onEachDevice("PyTorch's images", (device) => {
  it.each(rows)("%s", async (name, op) => {
    const values = golden[name]!;
    using tape = new Tape(device);
    const place = ({ data, shape }: Golden) => tape.constant(Float32Array.from(data), shape);
    const inputs: Record<string, Tensor> = {};
    for (const key of ["x", "weight", "bias"].filter((each) => each in values)) {
      inputs[key] = place(values[key]!);
      tape.watch(inputs[key]);
    }
    const y = op(tape, inputs);
    await expectSame("y", y, values.y!);
    tape.backwardFrom([y], [place(values.dy!)]);
    for (const [key, tensor] of Object.entries(inputs)) {
      await expectSame(`d${key}`, tape.gradient(tensor)!, values[`d${key}`]!);
    }
  });
});
