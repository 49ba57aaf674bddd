/** Values that lie in memory in another order than ONNX's, images channels last, and types of inputs. */
import { expect, it } from "vitest";
import { withTape } from "../../src/autograd/index.js";
import { type FileNode, onnxFile } from "../../src/onnx/export/file.js";
import { parseOnnx } from "../../src/onnx/index.js";
import { onEachDevice } from "../support/devices.js";
import { integers, typedModel } from "../support/onnx_graphs.js";

const vector = (...values: number[]) => ({ shape: [values.length], data: Float32Array.from(values) });

/** Normalises by these means and a deviation of 1. */
const normalisation = (input: string, means: readonly number[]) => ({
  constants: {
    gamma: vector(...means.map(() => 1)),
    beta: vector(...means.map(() => 0)),
    means: vector(...means),
    variances: vector(...means.map(() => 1)),
  },
  node: {
    op: "BatchNormalization",
    inputs: [input, "gamma", "beta", "means", "variances"],
    outputs: ["y"],
    attributes: { epsilon: { float: 0 } },
  } satisfies FileNode,
});

onEachDevice("ONNX values in memory", (device) => {
  const run = async (
    file: Parameters<typeof typedModel>[0],
    feeds: Parameters<ReturnType<typeof typedModel>["run"]>[0],
    types: Parameters<typeof typedModel>[1] = {},
    options = {},
  ) => {
    const model = typedModel(file, types, options).to(device);
    try {
      return await model.run(feeds);
    } finally {
      model.release();
    }
  };
  const numbers = ({ y }: Awaited<ReturnType<typeof run>>) => [...y!.data];

  it("normalises rows that were transposed", async () => {
    const { constants, node } = normalisation("t", [10, 20, 30]);
    const nodes = [{ op: "Transpose", inputs: ["x"], outputs: ["t"] }, node];
    const file = { inputs: { x: [3, 2] }, outputs: ["y"], constants, nodes };
    const result = await run(file, { x: { data: [1, 2, 3, 4, 5, 6], shape: [3, 2] } });
    expect(numbers(result)).toEqual([-9, -17, -25, -8, -16, -24]);
  });

  it("normalises columns that were gathered", async () => {
    const { constants, node } = normalisation("t", [10, 20]);
    const gather = { op: "Gather", inputs: ["x", "at"], outputs: ["t"], attributes: { axis: 1 } };
    const file = {
      inputs: { x: [2, 3] },
      outputs: ["y"],
      constants: { ...constants, at: integers(2, 0) },
      nodes: [gather, node],
    };
    const result = await run(file, { x: { data: [1, 2, 3, 4, 5, 6], shape: [2, 3] } });
    expect(numbers(result)).toEqual([-7, -19, -4, -16]);
  });

  const pooled = {
    inputs: { x: [1, "c", "h", "w"] },
    outputs: ["y"],
    nodes: [{ op: "GlobalAveragePool", inputs: ["x"], outputs: ["y"] }],
  };
  const image = { data: [1, 2, 3, 5, 6, 7], shape: [1, 1, 2, 3] };

  it("takes host values channels last, as tensors", async () => {
    const model = parseOnnx(onnxFile(pooled), { images: "nhwc" }).to(device);
    const { y } = await model.run({ x: image });
    expect(y).toEqual({ data: Float32Array.of(3, 4, 5), shape: [1, 1, 1, 3] });
    const recorded = await withTape(device, async (tape) => {
      const { y } = model.forwardAll(tape, { x: image });
      return { data: await y!.data(), shape: y!.shape };
    });
    expect(recorded).toEqual({ data: Float32Array.of(3, 4, 5), shape: [1, 1, 1, 3] });
    model.release();
  });

  it("takes images of bytes channels last", async () => {
    const cast = { op: "Cast", inputs: ["x"], outputs: ["f"], attributes: { to: 1 } };
    const nodes = [cast, { ...pooled.nodes[0]!, inputs: ["f"] }];
    const { y } = await run({ ...pooled, nodes }, { x: image }, { x: "uint8" }, { images: "nhwc" });
    expect(y).toEqual({ data: Float32Array.of(3, 4, 5), shape: [1, 1, 1, 3] });
  });

  it("gives host values of four axes channels last", async () => {
    const constants = { from: integers(0), to: integers(2), axis: integers(1) };
    const nodes = [{ op: "Slice", inputs: ["x", "from", "to", "axis"], outputs: ["y"] }];
    const { y } = await run(
      { ...pooled, constants, nodes },
      { x: image },
      { x: "int64" },
      { images: "nhwc" },
    );
    expect(y).toEqual({ data: Float32Array.of(1, 2, 5, 6), shape: [1, 1, 2, 2] });
  });

  it("computes large images of bytes", async () => {
    const size = 3 * 224 * 224;
    const bytes = Uint8Array.from({ length: 28 * size }, (_, i) => i % 251);
    const nodes: FileNode[] = [
      { op: "Cast", inputs: ["x"], outputs: ["f"], attributes: { to: 1 } },
      { op: "Sub", inputs: ["f", "mean"], outputs: ["s"] },
      { op: "ReduceMax", inputs: ["s"], outputs: ["y"], attributes: { axes: [1, 2, 3], keepdims: 0 } },
    ];
    const file = {
      opset: 13,
      inputs: { x: ["b", 3, 224, 224] },
      outputs: ["y"],
      constants: { mean: { shape: [], data: Float32Array.of(10) } },
      nodes,
    };
    const result = await run(file, { x: { data: bytes, shape: [28, 3, 224, 224] } }, { x: "uint8" });
    expect(numbers(result)).toEqual(Array(28).fill(240));
  });

  const position = { op: "ArgMax", inputs: ["x"], outputs: ["at"], attributes: { axis: 0, keepdims: 1 } };
  const scores = { data: [0, 1, 2, 9], shape: [4] };

  it("divides whole numbers towards zero", async () => {
    const nodes = [position, { op: "Div", inputs: ["at", "two"], outputs: ["y"] }];
    const file = { inputs: { x: [4] }, outputs: ["y"], constants: { two: integers(2) }, nodes };
    expect(numbers(await run(file, { x: scores }))).toEqual([1]);
  });

  it("divides tensors that the file declares whole numbers towards zero", async () => {
    const model = typedModel(
      {
        inputs: { a: ["n"], b: ["n"] },
        outputs: ["y"],
        nodes: [{ op: "Div", inputs: ["a", "b"], outputs: ["y"] }],
      },
      { a: "int32", b: "int32" },
    ).to(device);
    const pairs: [number, number][] = [];
    for (let a = -60; a <= 60; a++) for (let b = -9; b <= 9; b++) if (b !== 0) pairs.push([a * 977, b * 31]);
    for (let a = -60; a <= 60; a++) for (let b = -9; b <= 9; b++) if (b !== 0) pairs.push([a * b, b]);
    const column = (i: 0 | 1) => Float32Array.from(pairs, (pair) => pair[i]);
    const quotients = await withTape(device, async (tape) => {
      const [a, b] = [tape.constant(column(0), [pairs.length]), tape.constant(column(1), [pairs.length])];
      return [...(await model.forwardAll(tape, { a, b }).y!.data())];
    });
    expect(quotients.map((each) => each + 0)).toEqual(pairs.map(([a, b]) => Math.trunc(a / b) + 0));
    model.release();
  });

  it("turns whole numbers into truth values", async () => {
    const nodes = [
      position,
      { op: "Cast", inputs: ["at"], outputs: ["b"], attributes: { to: 9 } },
      { op: "Not", inputs: ["b"], outputs: ["y"] },
    ];
    const file = { inputs: { x: [4] }, outputs: ["y"], nodes };
    expect(numbers(await run(file, { x: scores }))).toEqual([0]);
    expect(numbers(await run(file, { x: { data: [9, 1, 2, 3], shape: [4] } }))).toEqual([1]);
  });

  it("counts no padding that only ceil_mode adds", async () => {
    const pool = (attributes: object) => [
      {
        op: "AveragePool",
        inputs: ["x"],
        outputs: ["y"],
        attributes: { ceil_mode: 1, count_include_pad: 1, ...attributes },
      },
    ];
    const ones = { data: Array(4).fill(1), shape: [1, 1, 4] };
    const line = { inputs: { x: [1, 1, 4] }, outputs: ["y"] };
    const windows = { kernel_shape: [3], strides: [2] };
    expect(numbers(await run({ ...line, nodes: pool(windows) }, { x: ones }))).toEqual([1, 1]);
    // One position of padding before and behind counts: PyTorch's AvgPool1d(3, 2, 1, ceil_mode=True).
    const padded = numbers(await run({ ...line, nodes: pool({ ...windows, pads: [1, 1] }) }, { x: ones }));
    expect(padded.map((each) => Math.fround(each))).toEqual([Math.fround(2 / 3), 1, 0.5]);
    const plane = { inputs: { x: [1, 1, 4, 4] }, outputs: ["y"] };
    const square = { kernel_shape: [3, 3], strides: [2, 2] };
    const grid = { data: Array(16).fill(1), shape: [1, 1, 4, 4] };
    expect(numbers(await run({ ...plane, nodes: pool(square) }, { x: grid }))).toEqual([1, 1, 1, 1]);
  });
});
