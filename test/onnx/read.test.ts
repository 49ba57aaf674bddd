/** Reading ONNX files: what is refused and how, weights in other files, training, images channels last. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { withTape } from "../../src/autograd/index.js";
import { ArgumentError, ModelFileError } from "../../src/errors.js";
import { type OnnxFile, onnxFile } from "../../src/onnx/export/file.js";
import { parseOnnx } from "../../src/onnx/index.js";
import { readOnnx } from "../../src/onnx/node/read.js";
import { mean, square } from "../../src/ops/index.js";
import { SGD } from "../../src/optim/index.js";
import { Random } from "../../src/random/philox.js";
import { onEachDevice } from "../support/devices.js";

const random = new Random(7, 0);
const floats = (count: number) => Float32Array.from({ length: count }, () => random.normal());

/** A convolution, a relu, the mean of each map, and a linear map. */
const network: OnnxFile = {
  inputs: { image: ["batch", 2, "height", "width"] },
  outputs: ["logits"],
  constants: {
    "conv.weight": { shape: [4, 2, 3, 3], data: floats(72) },
    "conv.bias": { shape: [4], data: floats(4) },
    "fc.weight": { shape: [3, 4], data: floats(12) },
    "fc.bias": { shape: [3], data: floats(3) },
  },
  nodes: [
    {
      op: "Conv",
      inputs: ["image", "conv.weight", "conv.bias"],
      outputs: ["a"],
      attributes: { pads: [1, 1, 1, 1] },
    },
    { op: "Relu", inputs: ["a"], outputs: ["b"] },
    { op: "GlobalAveragePool", inputs: ["b"], outputs: ["c"] },
    { op: "Flatten", inputs: ["c"], outputs: ["d"] },
    { op: "Gemm", inputs: ["d", "fc.weight", "fc.bias"], outputs: ["logits"], attributes: { transB: 1 } },
  ],
};

describe("parseOnnx", () => {
  it("names everything that is not supported, with counts", () => {
    const nodes = [
      ...network.nodes,
      ...["x", "y"].map((name) => ({ op: "NonMaxSuppression", inputs: ["a"], outputs: [name] })),
      { op: "MaxPool", inputs: ["a"], outputs: ["z", "positions"], attributes: { kernel_shape: [2, 2] } },
      { op: "Softmax", inputs: ["a"], outputs: ["s"], attributes: { temperature: { float: 2 } } },
    ];
    expect(() => parseOnnx(onnxFile({ ...network, nodes }), { name: "net.onnx" })).toThrow(
      "net.onnx: not supported: NonMaxSuppression (2 nodes); MaxPool with its output 1; Softmax with the attribute temperature: use the runtime onnxruntime, or export the model without them",
    );
  });

  it.each([
    ["an empty file", new Uint8Array(0), "the model holds no graph"],
    ["text", new TextEncoder().encode("hello, world"), "the model is no ONNX file"],
    [
      "a file that ends early",
      onnxFile(network).slice(0, 300),
      /the model is no ONNX file: its part graph.* cannot be read/,
    ],
    [
      "a weight with too few values",
      onnxFile({
        ...network,
        constants: { ...network.constants, "fc.bias": { shape: [4], data: floats(3) } },
      }),
      "the model: initializer fc.bias: 12 bytes for shape [4] of float32, which takes 16: export it again",
    ],
    [
      "a shape that no memory holds",
      onnxFile({ ...network, constants: { w: { shape: [2 ** 30, 2 ** 30], data: floats(1) } } }),
      "the model: initializer w: the shape [1073741824, 1073741824] is negative or too large: export it again",
    ],
    [
      "a node that reads what nothing makes",
      onnxFile({ ...network, nodes: network.nodes.slice(1) }),
      "the model: node Relu_b reads a, which nothing before it makes: export it again",
    ],
    [
      "an old operator set",
      onnxFile({ ...network, opset: 3 }),
      "not supported: operator set 3 (6 to 22 are)",
    ],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => parseOnnx(bytes)).toThrow(ModelFileError);
    expect(() => parseOnnx(bytes)).toThrow(message);
  });

  it("refuses more parts than memory is given for", () => {
    const bytes = new Uint8Array(2_000_000).fill(0);
    for (let i = 0; i < bytes.length; i += 2) bytes[i] = 0x42;
    expect(() => parseOnnx(bytes)).toThrow(
      /^the model has more parts than \d+ MiB of memory hold: export a smaller model/,
    );
  });

  it("describes inputs, outputs and operators", () => {
    const model = parseOnnx(onnxFile(network));
    expect(model.inputs).toEqual([
      { name: "image", type: "float32", shape: ["batch", 2, "height", "width"] },
    ]);
    expect(model.outputs.map(({ name }) => name)).toEqual(["logits"]);
    expect([...model.operators.keys()]).toEqual(["Conv", "Relu", "GlobalAveragePool", "Flatten", "Gemm"]);
    expect(model.count()).toBe(91);
  });

  it("computes shapes from constants while it reads", () => {
    const model = parseOnnx(
      onnxFile({
        inputs: { x: [6] },
        outputs: ["y"],
        constants: {
          a: { shape: [1], data: BigInt64Array.of(2n) },
          b: { shape: [1], data: BigInt64Array.of(3n) },
        },
        nodes: [
          { op: "Concat", inputs: ["a", "b"], outputs: ["shape"], attributes: { axis: 0 } },
          { op: "Reshape", inputs: ["x", "shape"], outputs: ["y"] },
        ],
      }),
    );
    expect(model.operators.size).toBe(2);
  });
});

describe("readOnnx", () => {
  const folder = mkdtempSync(join(tmpdir(), "skein-onnx-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const withWeights = (location: string, length = 16) => {
    const external = { location, offset: 4, length };
    const constants = { w: { shape: [4], data: floats(4), external } };
    const path = join(folder, "model.onnx");
    const nodes = [{ op: "Add", inputs: ["x", "w"], outputs: ["y"] }];
    writeFileSync(path, onnxFile({ inputs: { x: [4] }, outputs: ["y"], constants, nodes }));
    return path;
  };

  it("finds weights in another file", async () => {
    writeFileSync(join(folder, "weights.bin"), Float32Array.of(9, 1, 2, 3, 4));
    const model = await readOnnx(withWeights("weights.bin"));
    expect(model.weights.parameters().map(({ size }) => size)).toEqual([4]);
  });

  it.each([
    ["../weights.bin", 16, "outside of its folder"],
    ["/etc/passwd", 16, "outside of its folder"],
    [
      "nothing.bin",
      16,
      /^the model keeps weights in nothing.bin: cannot read .*nothing.bin: there is no such file/,
    ],
    ["short.bin", 16, "short.bin has 8 bytes, and a tensor of the model ends at 20: fetch that file again"],
    ["weights.bin", 12, "its external data are at weights.bin, offset 4, 12 bytes of 16: export it again"],
  ])("refuses weights in %s, %i bytes", async (location, length, message) => {
    writeFileSync(join(folder, "short.bin"), new Uint8Array(8));
    await expect(readOnnx(withWeights(location, length))).rejects.toThrow(message);
  });

  it("says what is missing", async () => {
    await expect(readOnnx("nothing.onnx")).rejects.toThrow("cannot read nothing.onnx: there is no such file");
    await expect(readOnnx(onnxFile(network), { runtime: "other" as never })).rejects.toThrow(ArgumentError);
  });
});

onEachDevice("an ONNX model", (device) => {
  it("is trained further, under the names of its initializers", async () => {
    const model = parseOnnx(onnxFile(network)).to(device);
    const names = [...(await model.stateDict()).keys()].sort();
    expect(names).toEqual(
      ["conv.bias", "conv.weight", "fc.bias", "fc.weight"].map((name) => `weights.${name}`),
    );
    const optimizer = new SGD(model, { learningRate: 0.005, momentum: 0 });
    const images = floats(2 * 2 * 5 * 5);
    const losses: number[] = [];
    for (let step = 0; step < 5; step++) {
      losses.push(
        await withTape(device, async (tape) => {
          const y = model.forward(tape, tape.constant(images, [2, 2, 5, 5]));
          const loss = tape.keep(mean(tape, square(tape, y)));
          tape.backward(loss);
          optimizer.step();
          return (await loss.data())[0]!;
        }),
      );
    }
    for (let step = 1; step < 5; step++) expect(losses[step]).toBeLessThan(losses[step - 1]!);
    model.release();
  });

  it("computes the same from images channels last, and on a tape with gradients", async () => {
    const bytes = onnxFile(network);
    const [first, last] = [parseOnnx(bytes).to(device), parseOnnx(bytes, { images: "nhwc" }).to(device)];
    const images = floats(2 * 5 * 4);
    const turned = Float32Array.from({ length: 40 }, (_, i) => images[(i % 2) * 20 + Math.floor(i / 2)]!);
    const { logits } = await first.run({ image: { data: images, shape: [1, 2, 5, 4] } });
    const other = await last.run({ image: { data: turned, shape: [1, 5, 4, 2] } });
    expect([...other.logits!.data]).toEqual([...logits!.data]);
    const recorded = await withTape(device, (tape) =>
      first.forward(tape, tape.constant(images, [1, 2, 5, 4])).data(),
    );
    expect([...recorded]).toEqual([...logits!.data]);
    first.release();
    last.release();
  });

  it("gives back all memory of a run", async () => {
    const model = parseOnnx(onnxFile(network)).to(device);
    const feeds = { image: { data: floats(50), shape: [1, 2, 5, 5] } };
    const placed = device.memory;
    await model.run(feeds);
    expect(device.memory.liveBytes).toBe(placed.liveBytes);
    // The second run of a size keeps its memory, which the next ones use.
    await model.run(feeds);
    const kept = device.memory;
    expect(kept.liveBytes).toBeGreaterThan(placed.liveBytes);
    await model.run(feeds);
    expect(device.memory).toEqual(kept);
    await model.run({ image: { data: floats(60), shape: [1, 2, 6, 5] } });
    expect(device.memory.liveBytes).toBe(placed.liveBytes);
    await model.run(feeds);
    await model.run(feeds);
    const parameters = placed.liveBuffers;
    model.release();
    expect(device.memory.liveBuffers).toBeLessThan(parameters);
    expect(device.memory.liveBytes).toBeLessThan(placed.liveBytes);
  });

  it("says which node cannot take an input", async () => {
    const model = parseOnnx(onnxFile(network)).to(device);
    await expect(model.run({ image: { data: floats(75), shape: [1, 3, 5, 5] } })).rejects.toThrow(
      /^Conv \(node Conv_a\): conv2d: /,
    );
    await expect(model.run({ picture: { data: floats(75), shape: [1, 3, 5, 5] } })).rejects.toThrow(
      "the model has no input picture: give image",
    );
    model.release();
  });
});
