/** Runs without gradients: fewer nodes, and commands that are kept for the next run, give what a tape with gradients gives. */
import { describe, expect, it } from "vitest";
import { withTape } from "../../src/autograd/index.js";
import type { Device } from "../../src/device/index.js";
import { type FileNode, type FileTensor, onnxFile } from "../../src/onnx/export/file.js";
import { graphOf } from "../../src/onnx/graph.js";
import { type OnnxModel, parseOnnx } from "../../src/onnx/index.js";
import { definitionOf, operatorNamed } from "../../src/onnx/operator.js";
import { decodeModel } from "../../src/onnx/parse.js";
import { withPasses } from "../../src/onnx/passes/index.js";
import { conv2d, mean, mul, square, unary } from "../../src/ops/index.js";
import { SGD } from "../../src/optim/index.js";
import { Random } from "../../src/random/philox.js";
import { onEachDevice } from "../support/devices.js";

const random = new Random(3, 0);
const floats = (count: number) => Float32Array.from({ length: count }, () => random.normal());
const number = (value: number): FileTensor => ({ shape: [], data: Float32Array.of(value) });

interface Case {
  readonly nodes: FileNode[];
  readonly outputs?: string[];
  /** The operators that are left. */
  readonly left: string[];
}

const constants = {
  "conv.weight": { shape: [4, 2, 3, 3], data: floats(72) },
  "conv.bias": { shape: [4], data: floats(4) },
  matrix: { shape: [5, 3], data: floats(15) },
  gamma: { shape: [4], data: floats(4) },
  beta: { shape: [4], data: floats(4) },
  mean: { shape: [4], data: floats(4) },
  variance: { shape: [4], data: floats(4).map((value) => value * value) },
  otherGamma: { shape: [4], data: floats(4) },
  otherVariance: { shape: [4], data: floats(4).map((value) => 1 + value * value) },
  // Rows of the image are 5 long.
  dense: { shape: [4, 5], data: floats(20) },
  row: { shape: [3], data: floats(3) },
  zero: number(0),
  one: number(1),
  half: number(0.5),
  six: number(6),
  root: number(Math.SQRT2),
  inverse: number(Math.SQRT1_2),
};
const conv = { op: "Conv", inputs: ["image", "conv.weight", "conv.bias"], outputs: ["c"] };
const binary = (op: string, a: string, b: string, y: string): FileNode => ({
  op,
  inputs: [a, b],
  outputs: [y],
});
const norm = (x: string, y: string): FileNode => ({
  op: "BatchNormalization",
  inputs: [x, "gamma", "beta", "mean", "variance"],
  outputs: [y],
});
const rows: FileNode = { op: "Flatten", inputs: ["image"], outputs: ["r"], attributes: { axis: 3 } };
const erf = { op: "Erf", inputs: ["s"], outputs: ["e"] };

const cases: Record<string, Case> = {
  "a convolution and Relu": { nodes: [conv, { op: "Relu", inputs: ["c"], outputs: ["y"] }], left: ["Conv"] },
  "a convolution and Clip": {
    nodes: [conv, { op: "Clip", inputs: ["c", "zero", "six"], outputs: ["y"] }],
    left: ["Conv"],
  },
  "a convolution and Clip without a minimum": {
    nodes: [conv, { op: "Clip", inputs: ["c", "", "half"], outputs: ["y"] }],
    left: ["Conv"],
  },
  "a convolution, its normalisation and Relu": {
    nodes: [conv, norm("c", "n"), { op: "Relu", inputs: ["n"], outputs: ["y"] }],
    left: ["BatchNormalization", "Conv"],
  },
  "a convolution without bias and its normalisation": {
    nodes: [{ ...conv, inputs: ["image", "conv.weight"] }, norm("c", "y")],
    left: ["BatchNormalization", "Conv"],
  },
  "two convolutions of the same weights and their normalisations": {
    nodes: [
      conv,
      { ...conv, outputs: ["d"] },
      norm("c", "n"),
      { ...norm("d", "m"), inputs: ["d", "otherGamma", "beta", "mean", "otherVariance"] },
      binary("Add", "n", "m", "y"),
    ],
    left: ["BatchNormalization", "Conv", "BatchNormalization", "Conv", "Add"],
  },
  "a product and its normalisation": {
    nodes: [
      rows,
      { op: "Gemm", inputs: ["r", "dense", "gamma"], outputs: ["g"], attributes: { transB: 1 } },
      norm("g", "y"),
    ],
    left: ["Flatten", "BatchNormalization", "Gemm"],
  },
  "a convolution whose normalised values others read, too": {
    nodes: [conv, norm("c", "n"), binary("Add", "c", "n", "y")],
    left: ["Conv", "BatchNormalization", "Add"],
  },
  "a convolution that another node reads": {
    nodes: [conv, { op: "Relu", inputs: ["c"], outputs: ["r"] }, binary("Add", "c", "r", "y")],
    left: ["Conv", "Relu", "Add"],
  },
  "a convolution that is an output": {
    nodes: [conv, { op: "Relu", inputs: ["c"], outputs: ["y"] }],
    outputs: ["y", "c"],
    left: ["Conv", "Relu"],
  },
  "Gelu as PyTorch writes it": {
    nodes: [
      binary("Div", "image", "root", "s"),
      erf,
      binary("Add", "e", "one", "a"),
      binary("Mul", "image", "a", "m"),
      binary("Mul", "m", "half", "y"),
    ],
    left: ["Gelu"],
  },
  "Gelu of the halved input": {
    nodes: [
      binary("Mul", "half", "image", "h"),
      binary("Mul", "image", "inverse", "s"),
      erf,
      binary("Add", "one", "e", "a"),
      binary("Mul", "h", "a", "y"),
    ],
    left: ["Gelu"],
  },
  "Gelu with the distribution halved": {
    nodes: [
      binary("Mul", "image", "inverse", "s"),
      erf,
      binary("Add", "e", "one", "a"),
      binary("Mul", "a", "half", "d"),
      binary("Mul", "image", "d", "y"),
    ],
    left: ["Gelu"],
  },
  "what is nearly Gelu": {
    nodes: [
      binary("Div", "image", "root", "s"),
      erf,
      binary("Add", "e", "half", "a"),
      binary("Mul", "image", "a", "m"),
      binary("Mul", "m", "half", "y"),
    ],
    left: ["Div", "Erf", "Add", "Mul", "Mul"],
  },
  "a product and its bias": {
    nodes: [binary("MatMul", "image", "matrix", "p"), binary("Add", "row", "p", "y")],
    left: ["MatMul"],
  },
};

/** A 1 x 1 convolution, whose result is limited; pixels do not meet. */
const pointwise = (limit: FileNode) =>
  onnxFile({
    inputs: { image: ["batch", 1, "height", "width"] },
    outputs: ["y"],
    constants: { ...constants, weight: { shape: [1, 1, 1, 1], data: Float32Array.of(2) } },
    nodes: [{ op: "Conv", inputs: ["image", "weight"], outputs: ["c"] }, limit],
  });

const fileOf = ({ nodes, outputs = ["y"] }: Case) =>
  onnxFile({ inputs: { image: ["batch", 2, "height", 5] }, outputs, constants, nodes });

describe("passes", () => {
  it.each(Object.entries(cases))("%s", (_, each) => {
    const graph = graphOf(decodeModel(fileOf(each), "file"), "file", null);
    expect(withPasses(graph).nodes.map(({ operator }) => operator)).toEqual(each.left);
  });

  it("leave nodes that keep what computes them when their values are renamed", () => {
    const file = fileOf(cases["a convolution and Relu"]!);
    const [node] = withPasses(graphOf(decodeModel(file, "file"), "file", null)).nodes;
    const renamed = node!.with({ outputs: ["z"] });
    expect(definitionOf(renamed)).toBe(definitionOf(node!));
    expect(definitionOf(renamed)).not.toBe(operatorNamed("Conv"));
    expect(definitionOf(renamed.with({ operator: "Identity" }))).toBe(operatorNamed("Identity"));
  });
});

/** The outputs on a tape with gradients, one after the other. */
const recorded = (device: Device, model: OnnxModel, data: Float32Array, shape: number[]) =>
  withTape(device, async (tape) => {
    const outputs = model.forwardAll(tape, { image: tape.constant(data, shape) });
    return Promise.all(model.outputs.map(async ({ name }) => [...(await outputs[name]!.data())]));
  });

function expectClose(got: ArrayLike<number>, wanted: readonly number[]): void {
  expect(got.length).toBe(wanted.length);
  const worst = Math.max(...wanted.map((value, i) => Math.abs(value - got[i]!)));
  expect(worst).toBeLessThan(1e-5);
}

onEachDevice("runs without gradients", (device) => {
  it.each(Object.entries(cases))("compute %s, again and again", async (_, each) => {
    const model = parseOnnx(fileOf(each)).to(device);
    for (const height of [5, 5, 5, 5, 4, 5, 5, 5]) {
      const [data, shape] = [floats(2 * 2 * height * 5), [2, 2, height, 5]];
      const results = await model.run({ image: { data, shape } });
      const wanted = await recorded(device, model, data, shape);
      model.outputs.forEach(({ name }, i) => {
        expectClose(results[name]!.data, wanted[i]!);
      });
    }
    model.release();
  });

  it.each(["a convolution and Relu", "a convolution, its normalisation and Relu"])(
    "follow the parameters of %s",
    async (name) => {
      const model = parseOnnx(fileOf(cases[name]!)).to(device);
      const optimizer = new SGD(model, { learningRate: 0.1, momentum: 0 });
      const [data, shape] = [floats(50), [1, 2, 5, 5]];
      const seen: number[] = [];
      for (let step = 0; step < 3; step++) {
        for (let i = 0; i < 3; i++) {
          const { y } = await model.run({ image: { data, shape } });
          expectClose(y!.data, (await recorded(device, model, data, shape))[0]!);
          if (i === 0) seen.push(y!.data.reduce((sum, value) => sum + value, 0));
        }
        await withTape(device, async (tape) => {
          const y = model.forward(tape, tape.constant(data, shape));
          tape.backward(mean(tape, square(tape, y)));
          optimizer.step();
        });
      }
      expect(new Set(seen).size).toBe(3);
      model.release();
    },
  );

  it("may follow one another without waiting", async () => {
    const model = parseOnnx(fileOf(cases["a convolution and Clip"]!)).to(device);
    const all = Array.from({ length: 5 }, () => floats(50));
    const shape = [1, 2, 5, 5];
    const results = await Promise.all(all.map((data) => model.run({ image: { data, shape } })));
    for (const [i, data] of all.entries()) {
      expectClose(results[i]!.y!.data, (await recorded(device, model, data, shape))[0]!);
    }
    model.release();
  });
});

onEachDevice("limits of a convolution", (device) => {
  it.each<[string, FileNode, number[]]>([
    ["Relu", { op: "Relu", inputs: ["c"], outputs: ["y"] }, [Infinity, 0, Number.NaN, Infinity, 0, 2]],
    [
      "Clip to 6 and below",
      { op: "Clip", inputs: ["c", "", "six"], outputs: ["y"] },
      [6, -Infinity, Number.NaN, 6, -2, 2],
    ],
  ])("leave infinity and NaN as %s does", async (_, limit, wanted) => {
    const model = parseOnnx(pointwise(limit)).to(device);
    const data = Float32Array.of(Infinity, -Infinity, Number.NaN, 3e38, -1, 1);
    for (let i = 0; i < 3; i++) {
      const { y } = await model.run({ image: { data, shape: [1, 1, 2, 3] } });
      expect([...y!.data]).toEqual(wanted);
    }
    model.release();
  });

  it("have the gradient of a following clamp", async () => {
    const [x, weight, factors] = [floats(2 * 6 * 6 * 3), floats(5 * 9 * 3), floats(2 * 4 * 4 * 5)];
    const gradients = (limits: readonly [number, number] | null) =>
      withTape(device, async (tape) => {
        const [a, w] = [tape.constant(x, [2, 6, 6, 3]), tape.constant(weight, [5, 3, 3, 3])];
        tape.watch(a);
        tape.watch(w);
        let y = conv2d(tape, a, w, null, { limits });
        if (!limits) y = unary(tape, "clamp_max", unary(tape, "clamp_min", y, 0), 6);
        tape.backward(mean(tape, mul(tape, y, tape.constant(factors, [2, 4, 4, 5]))));
        return [[...(await tape.gradient(a)!.data())], [...(await tape.gradient(w)!.data())]] as const;
      });
    const [fused, apart] = [await gradients([0, 6]), await gradients(null)];
    fused.forEach((values, i) => {
      expectClose(values, apart[i]!);
    });
    expect(fused[0].some((value) => value !== 0)).toBe(true);
  });
});
