/** ONNX files that contradict themselves or ask for too much: refused with a sentence, in little time. */
import { expect, it } from "vitest";
import { withTape } from "../../src/autograd/index.js";
import { DeviceError, ModelFileError, ShapeError } from "../../src/errors.js";
import { type FileNode, type FileTensor, onnxFile } from "../../src/onnx/export/file.js";
import { readTensor } from "../../src/onnx/host_tensor.js";
import { parseOnnx } from "../../src/onnx/index.js";
import { onEachDevice } from "../support/devices.js";
import { integers } from "../support/onnx_graphs.js";

const ones = (...shape: number[]): FileTensor => ({
  shape,
  data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1),
});
const file = (nodes: readonly FileNode[], constants: { [name: string]: FileTensor } = {}, opset = 17) =>
  onnxFile({ opset, inputs: { x: ["a", "b", "c", "d"] }, outputs: ["y"], constants, nodes });
const node = (op: string, inputs: string[], attributes: FileNode["attributes"] = {}): FileNode => ({
  op,
  inputs,
  outputs: ["y"],
  attributes,
});
const many = (count: number, value: (i: number) => number) =>
  integers(...Array.from({ length: count }, (_, i) => value(i)));

it("reads uint64 values without a sign", () => {
  // 2^63 as a varint.
  const varint = Uint8Array.of(128, 128, 128, 128, 128, 128, 128, 128, 128, 1);
  const tensor = readTensor({ dims: [Uint8Array.of(1)], dataType: 13, uint64Data: [varint] }, "t", null);
  expect([...tensor.values]).toEqual([2 ** 63]);
});

it.each([
  ["cut off", [0x80], /is no ONNX file: its part graph.*an integer that is cut off/],
  [
    "of more than 64 bits",
    [...Array(10).fill(0x80), 1],
    /is no ONNX file: .*an integer of more than 64 bits/,
  ],
])("refuses packed integers %s", (_, dims, message) => {
  const field = (number: number, content: number[]) => [(number << 3) | 2, content.length, ...content];
  // model.graph.initializer.dims
  const bytes = Uint8Array.from(field(7, field(5, field(1, dims))));
  expect(() => parseOnnx(bytes)).toThrow(ModelFileError);
  expect(() => parseOnnx(bytes)).toThrow(message);
});

it("reads a chain of many nodes", () => {
  const nodes = Array.from({ length: 6000 }, (_, i) => ({
    op: "Conv",
    inputs: [i === 0 ? "x" : `v${i - 1}`, "w", "b"],
    outputs: [i === 5999 ? "y" : `v${i}`],
    attributes: { kernel_shape: [1, 1], pads: [0, 0, 0, 0], strides: [1, 1], dilations: [1, 1], group: 1 },
  }));
  expect(parseOnnx(file(nodes, { w: ones(1, 1, 1, 1), b: ones(1) })).operators.get("Conv")).toBe(6000);
});

it.each<[string, FileNode[], { [name: string]: FileTensor }, RegExp]>([
  [
    "slices of 20,000 axes",
    [node("Slice", ["w", "zeros", "ends", "axes"])],
    {
      w: integers(1, 2, 3),
      zeros: many(20_000, () => 0),
      ends: many(20_000, () => 3),
      axes: many(20_000, () => 0),
    },
    /^Slice .*its input 1 has 20000 numbers: 4096 at most are read/,
  ],
  [
    "slices of one axis again and again",
    [node("Slice", ["w", "zeros", "ends", "axes"])],
    { w: integers(1, 2, 3), zeros: many(4, () => 0), ends: many(4, () => 3), axes: many(4, () => 0) },
    /^Slice .*4 axes of 1, of which some are the same/,
  ],
  [
    "3,000 more axes",
    [node("Unsqueeze", ["w", "axes"])],
    { w: integers(1), axes: many(3000, (i) => i) },
    /^Unsqueeze .*its result would have the shape \[1, 1, 1, 1, 1, 1, 1, 1, \.\.\.\]/,
  ],
  [
    "an attribute of many numbers",
    [
      node("Transpose", ["x"], { perm: Array.from({ length: 5000 }, (_, i) => i) }),
      { ...node("Unsqueeze", ["w"], { axes: Array(5000).fill(0) }), outputs: ["z"] },
    ],
    { w: integers(1) },
    /its attribute axes has 5000 numbers: 4096 at most are read/,
  ],
  ["a Concat of nothing", [node("Concat", [], { axis: 0 })], {}, /^Concat .*input 0 is missing/],
  [
    "a Concat of other extents",
    [node("Concat", ["v", "w"], { axis: 0 })],
    { v: { ...integers(1, 2), shape: [1, 2] }, w: { ...integers(1, 2, 3), shape: [1, 3] } },
    /^Concat .*\[1, 2\] and \[1, 3\] differ beside axis 0/,
  ],
  [
    "a Tile of more axes",
    [node("Tile", ["w", "counts"])],
    { w: integers(1, 2), counts: integers(1, 2) },
    /^Tile .*2 numbers of copies for 1 axes/,
  ],
  [
    "a Split of another sum",
    [node("Split", ["w", "sizes"], { axis: 0 })],
    { w: integers(1, 2, 3), sizes: integers(2) },
    /^Split .*parts of 2 for 1 outputs and an axis of 3/,
  ],
  [
    "a Reshape that leaves a fraction",
    [node("Reshape", ["w", "shape"])],
    { w: integers(1, 2, 3), shape: integers(-1, 2) },
    /^Reshape .*\[3\] cannot become \[1, 2\]/,
  ],
])("refuses %s", (_, nodes, constants, message) => {
  const bytes = file(nodes, constants, nodes[0]!.op === "Transpose" ? 11 : 17);
  const start = performance.now();
  expect(() => parseOnnx(bytes)).toThrow(ModelFileError);
  expect(() => parseOnnx(bytes)).toThrow(message);
  expect(performance.now() - start).toBeLessThan(2000);
});

onEachDevice("an ONNX model that asks for much", (device) => {
  const x = { data: [1, 2, 3, 4], shape: [1, 1, 2, 2] };
  it.each<[string, FileNode, { [name: string]: FileTensor }, number]>([
    ["Expand", node("Expand", ["x", "shape"]), { shape: integers(200_000, 200_000, 2, 2) }, 17],
    ["Pad", node("Pad", ["x", "pads"]), { pads: integers(0, 0, 2 ** 20, 2 ** 20, 0, 0, 0, 0) }, 17],
    ["Tile", node("Tile", ["x", "counts"]), { counts: integers(1024, 1024, 1024, 1024) }, 17],
    ["LRN", node("LRN", ["x"], { size: 2 ** 31 - 1 }), {}, 17],
    [
      "ConvTranspose",
      node("ConvTranspose", ["x", "w"], { output_shape: [2 ** 20, 2 ** 20] }),
      { w: ones(1, 1, 1, 1) },
      17,
    ],
    ["Conv", node("Conv", ["x", "w"], { pads: [65536, 65536, 65536, 65536] }), { w: ones(1, 1, 1, 1) }, 17],
    ["MaxPool", node("MaxPool", ["x"], { kernel_shape: [1, 1], pads: [65536, 65536, 65536, 65536] }), {}, 17],
  ])("is refused: %s", async (_, asked, constants, opset) => {
    const model = parseOnnx(file([asked], constants, opset)).to(device);
    const before = device.memory.liveBytes;
    await expect(model.run({ x })).rejects.toThrow(/its result would have the shape/);
    expect(device.memory.liveBytes).toBe(before);
    model.release();
  });

  it("joins values of which all are empty", async () => {
    const cut = (output: string) => ({ ...node("Slice", ["x", "from", "to", "axis"]), outputs: [output] });
    const nodes = [cut("a"), cut("b"), node("Concat", ["a", "b", "x"], { axis: 3 })];
    const constants = { from: integers(2), to: integers(2), axis: integers(3) };
    const model = parseOnnx(file(nodes, constants)).to(device);
    expect((await model.run({ x })).y).toEqual({ data: Float32Array.of(1, 2, 3, 4), shape: [1, 1, 2, 2] });
    model.release();
    const empty = parseOnnx(
      file([cut("a"), cut("b"), node("Concat", ["a", "b"], { axis: 3 })], constants),
    ).to(device);
    expect((await empty.run({ x })).y).toEqual({ data: new Float32Array(0), shape: [1, 1, 2, 0] });
    empty.release();
  });

  it("pads what was cut off entirely", async () => {
    const pads = integers(0, 0, 0, -2, 0, 0, 0, 3);
    const value = { shape: [], data: Float32Array.of(7) };
    const model = parseOnnx(file([node("Pad", ["x", "pads", "value"])], { pads, value })).to(device);
    expect((await model.run({ x })).y).toEqual({ data: new Float32Array(6).fill(7), shape: [1, 1, 2, 3] });
    model.release();
    const cut = integers(0, 0, -2, 1, 0, 0, 0, 1);
    const empty = parseOnnx(file([node("Pad", ["x", "pads", "value"])], { pads: cut, value })).to(device);
    expect((await empty.run({ x })).y).toEqual({ data: new Float32Array(0), shape: [1, 1, 0, 4] });
    empty.release();
  });

  it("refuses a ConvTranspose of which nothing stays", async () => {
    const asked = node("ConvTranspose", ["x", "w"], { pads: [1, 1, 1, 1] });
    const model = parseOnnx(file([asked], { w: ones(1, 1, 1, 1) })).to(device);
    await expect(model.run({ x })).rejects.toThrow(/^ConvTranspose .*cut off all 2 positions/);
    model.release();
  });

  it("names the node of a shape that does not fit, and keeps the cause", async () => {
    const model = parseOnnx(file([node("Conv", ["x", "w"])], { w: ones(1, 3, 1, 1) })).to(device);
    const error = await model.run({ x }).catch((reason: Error) => reason);
    expect(error).toBeInstanceOf(ModelFileError);
    expect((error as Error).message).toMatch(/^Conv \(node Conv_y\): conv2d: /);
    expect((error as Error).cause).toBeInstanceOf(ShapeError);
    model.release();
  });

  it("passes on that there is no memory", async () => {
    const model = parseOnnx(file([node("Exp", ["x"])])).to(device);
    await withTape(device, async (tape) => {
      const input = tape.constant(Float32Array.of(1), [1, 1, 1, 1]);
      const full = new DeviceError("no memory is left: use smaller batches");
      tape.empty = () => {
        throw full;
      };
      expect(() => model.forwardAll(tape, { x: input })).toThrow(full);
    });
    model.release();
  });
});
