/** What an ONNX model learns: its float initializers, whatever reads them. */
import { describe, expect, it } from "vitest";
import { withTape } from "../../src/autograd/index.js";
import { type FileNode, type FileTensor, onnxFile } from "../../src/onnx/export/file.js";
import { parseOnnx } from "../../src/onnx/index.js";
import { mean, square } from "../../src/ops/index.js";
import { SGD } from "../../src/optim/index.js";
import { onEachDevice } from "../support/devices.js";

const tensor = (shape: number[], ...data: number[]): FileTensor => ({ shape, data: Float32Array.from(data) });
const file = (nodes: FileNode[], constants: { [name: string]: FileTensor }) =>
  onnxFile({ inputs: { x: ["n", 2] }, outputs: ["y"], constants, nodes });

/** x w^T + b, where both come in by another node. */
const head = file(
  [
    { op: "Transpose", inputs: ["w"], outputs: ["t"] },
    { op: "Identity", inputs: ["b"], outputs: ["c"] },
    { op: "MatMul", inputs: ["x", "t"], outputs: ["p"] },
    { op: "Add", inputs: ["p", "c"], outputs: ["y"] },
  ],
  { w: tensor([1, 2], 0.5, -1), b: tensor([1], 3) },
);

describe("parameters of ONNX models", () => {
  it.each(["on", "to", "parameters", "stateDict", "forward", "initializers", "__proto__", "0"])(
    "may be named %s",
    async (name) => {
      const nodes = [{ op: "Add", inputs: ["x", name], outputs: ["y"] }];
      const constants = Object.fromEntries([[name, tensor([2], 1, 2)]]);
      const model = parseOnnx(file(nodes, constants));
      expect(model.count()).toBe(2);
      expect(model.namedParameters().flatMap(({ parts }) => parts.map((part) => part.name))).toEqual([
        `weights.${name}`,
      ]);
    },
  );

  it("are no statistics that a node renames", () => {
    const nodes = [
      { op: "Identity", inputs: ["m"], outputs: ["mean"] },
      { op: "BatchNormalization", inputs: ["x", "g", "b", "mean", "v"], outputs: ["y"] },
    ];
    const two = () => tensor([2], 1, 1);
    expect(parseOnnx(file(nodes, { g: two(), b: two(), m: two(), v: two() })).count()).toBe(4);
  });
});

onEachDevice("an ONNX head of one output", (device) => {
  it("is trained and saved, its bias too", async () => {
    const model = parseOnnx(head).to(device);
    expect([...(await model.stateDict()).keys()].sort()).toEqual(["weights.b", "weights.w"]);
    const x = { data: [1, 2], shape: [1, 2] };
    expect([...(await model.run({ x })).y!.data]).toEqual([1.5]);
    const optimizer = new SGD(model, { learningRate: 0.05, momentum: 0 });
    await withTape(device, async (tape) => {
      const y = model.forward(tape, tape.constant(Float32Array.of(1, 2), [1, 2]));
      tape.backward(mean(tape, square(tape, y)));
      optimizer.step();
    });
    // The gradient of y^2 is 2 y = 3, times the input.
    const state = await model.stateDict();
    const [bias, weight] = ["weights.b", "weights.w"].map((name) => state.get(name)!.data);
    expect(bias![0]).toBeCloseTo(3 - 0.15, 5);
    expect(weight![0]).toBeCloseTo(0.5 - 0.15, 5);
    expect(weight![1]).toBeCloseTo(-1 - 0.3, 5);
    expect((await model.run({ x })).y!.data[0]).toBeCloseTo(0.35 - 2.6 + 2.85, 5);
    model.release();
  });
});
