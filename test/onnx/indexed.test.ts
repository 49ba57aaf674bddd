/** Einsum, Trilu, ScatterND and GroupNormalization of values on the device, against plain loops in float64. */
import { describe, expect, it } from "vitest";
import { withTape } from "../../src/autograd/index.js";
import { type FileNode, type FileTensor, onnxFile } from "../../src/onnx/export/file.js";
import { parseOnnx } from "../../src/onnx/index.js";
import { mean, square } from "../../src/ops/index.js";
import { Random } from "../../src/random/philox.js";
import { sizeOf } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

const random = new Random(8, 0);
const floats = (count: number) => Float32Array.from({ length: count }, () => random.normal());

interface Given {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const value = (...shape: number[]): Given => ({ shape, data: floats(sizeOf(shape)) });

const modelOf = (
  node: Omit<FileNode, "inputs" | "outputs">,
  inputs: { readonly [name: string]: Given },
  constants: { readonly [name: string]: FileTensor } = {},
  opset = 18,
) =>
  parseOnnx(
    onnxFile({
      opset,
      inputs: Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape])),
      outputs: ["y"],
      constants,
      nodes: [{ ...node, inputs: [...Object.keys(inputs), ...Object.keys(constants)], outputs: ["y"] }],
    }),
  );

/** All positions of labels, each with the extents of the inputs' axes; axes of one element are repeated. */
function einsum(terms: readonly string[], output: string, inputs: readonly Given[]): number[] {
  const labels = [...new Set([...output, ...terms.join("")])];
  const extents = labels.map((label) =>
    Math.max(
      ...terms.flatMap((term, i) =>
        [...term].map((each, axis) => (each === label ? inputs[i]!.shape[axis]! : 1)),
      ),
    ),
  );
  const result = Array<number>(sizeOf([...output].map((label) => extents[labels.indexOf(label)]!))).fill(0);
  for (let at = 0; at < sizeOf(extents); at++) {
    const position = new Map<string, number>();
    let rest = at;
    for (let i = labels.length - 1; i >= 0; i--) {
      position.set(labels[i]!, rest % extents[i]!);
      rest = Math.floor(rest / extents[i]!);
    }
    const place = (term: string, shape: readonly number[]) =>
      [...term].reduce(
        (sum, label, axis) => sum * shape[axis]! + Math.min(position.get(label)!, shape[axis]! - 1),
        0,
      );
    const product = terms.reduce((p, term, i) => p * inputs[i]!.data[place(term, inputs[i]!.shape)]!, 1);
    result[
      place(
        output,
        [...output].map((label) => extents[labels.indexOf(label)]!),
      )
    ]! += product;
  }
  return result;
}

/** Title, equation, the same with a letter for each axis of an ellipsis, and the inputs. */
const equations: [string, string[], string, Given[]][] = [
  ["bhid,bhjd->bhij", ["bhid", "bhjd"], "bhij", [value(2, 3, 4, 5), value(2, 3, 6, 5)]],
  ["bhij,bhjd->bihd", ["bhij", "bhjd"], "bihd", [value(2, 3, 4, 6), value(2, 3, 6, 5)]],
  ["bhwc,hkc->bhwk", ["bhwc", "hkc"], "bhwk", [value(2, 3, 4, 5), value(3, 6, 5)]],
  ["ij,jk,kl->li", ["ij", "jk", "kl"], "li", [value(2, 3), value(3, 4), value(4, 5)]],
  ["i,j->ij", ["i", "j"], "ij", [value(3), value(4)]],
  ["ba,cb", ["ba", "cb"], "ac", [value(3, 4), value(2, 3)]],
  ["ii", ["ii"], "", [value(3, 3)]],
  ["iij", ["iij"], "j", [value(3, 3, 4)]],
  ["...ij,...jk->...ik", ["xyij", "xyjk"], "xyik", [value(2, 3, 4, 5), value(2, 1, 5, 6)]],
  ["... a, a -> ...", ["xya", "a"], "xy", [value(2, 3, 4), value(4)]],
  ["iij->ji", ["iij"], "ji", [value(3, 3, 4)]],
  ["ijk->", ["ijk"], "", [value(2, 3, 4)]],
];

function expectClose(got: ArrayLike<number>, wanted: readonly number[]): void {
  expect(got.length).toBe(wanted.length);
  const worst = Math.max(...wanted.map((each, i) => Math.abs(each - got[i]!)));
  expect(worst).toBeLessThan(1e-5 * Math.max(1, ...wanted.map(Math.abs)));
}

onEachDevice("indexed operators of ONNX", (device) => {
  it.each(equations)("Einsum %s", async (equation, terms, output, given) => {
    const inputs = Object.fromEntries(given.map((each, i) => [`x${i}`, each]));
    const model = modelOf({ op: "Einsum", attributes: { equation } }, inputs).to(device);
    const { y } = await model.run(inputs);
    expectClose(y!.data, einsum(terms, output, given));
    model.release();
  });

  it("Einsum has the gradient of its product", async () => {
    const [a, b] = [value(2, 3), value(3, 4)];
    const model = modelOf({ op: "Einsum", attributes: { equation: "ij,jk->ki" } }, { a, b }).to(device);
    const gradient = await withTape(device, async (tape) => {
      const x = tape.constant(a.data, a.shape);
      tape.watch(x);
      const { y } = model.forwardAll(tape, { a: x, b: tape.constant(b.data, b.shape) });
      tape.backward(mean(tape, square(tape, y!)));
      return tape.gradient(x)!.data();
    });
    // d mean(y²) / da[i, j] = 2 / 8 * sum over k of y[k, i] b[j, k]
    const y = einsum(["ij", "jk"], "ki", [a, b]);
    const wanted = Array.from({ length: 6 }, (_, at) =>
      [0, 1, 2, 3].reduce(
        (sum, k) => sum + (y[k * 2 + Math.floor(at / 3)]! * b.data[(at % 3) * 4 + k]!) / 4,
        0,
      ),
    );
    expectClose(gradient, wanted);
    model.release();
  });

  it.each([
    [1, 0],
    [1, -1],
    [0, 1],
  ])("Trilu with upper %s and diagonal %s leaves nothing beside the triangle", async (upper, k) => {
    const x = value(2, 3, 4);
    x.data.fill(Number.NaN, 0, 12);
    const diagonal = { shape: [], data: BigInt64Array.of(BigInt(k)) };
    const model = modelOf({ op: "Trilu", attributes: { upper } }, { x }, { diagonal }).to(device);
    const { y } = await model.run({ x });
    const wanted = [...x.data].map((each, i) => {
      const offset = (i % 4) - (Math.floor(i / 4) % 3);
      return (upper ? offset >= k : offset <= k) ? each : 0;
    });
    expect([...y!.data]).toEqual(wanted);
    model.release();
  });

  it.each<[string, (a: number, b: number) => number]>([
    ["none", (_, b) => b],
    ["add", (a, b) => a + b],
    ["mul", (a, b) => a * b],
    ["max", Math.max],
    ["min", Math.min],
  ])("ScatterND with the reduction %s changes rows in turn", async (reduction, change) => {
    const [data, updates] = [value(3, 2, 4), value(4, 4)];
    // A row twice, except where the last change would be undefined; negative positions count from the end.
    const last = reduction === "none" ? [0, 1] : [2, 0];
    const positions = [2, 0, 0, 0, -1, 1, ...last];
    const indices = { shape: [4, 2], data: BigInt64Array.from(positions, BigInt) };
    const model = parseOnnx(
      onnxFile({
        opset: 18,
        inputs: { data: data.shape, updates: updates.shape },
        outputs: ["y"],
        constants: { indices },
        nodes: [
          {
            op: "ScatterND",
            inputs: ["data", "indices", "updates"],
            outputs: ["y"],
            attributes: { reduction },
          },
        ],
      }),
    ).to(device);
    const { y } = await model.run({ data, updates });
    const wanted = [...data.data];
    for (let i = 0; i < 4; i++) {
      const row = ((positions[2 * i]! + 3) % 3) * 2 + positions[2 * i + 1]!;
      for (let c = 0; c < 4; c++)
        wanted[row * 4 + c] = change(wanted[row * 4 + c]!, updates.data[i * 4 + c]!);
    }
    expectClose(y!.data, wanted);
    model.release();
  });

  it.each([
    ["each group", 18, 2],
    ["each channel", 21, 6],
  ])("GroupNormalization with scale and bias of %s", async (_, opset, extent) => {
    const x = value(2, 6, 5);
    const [scale, bias] = [value(extent), value(extent)];
    const node = { op: "GroupNormalization", attributes: { num_groups: 2, epsilon: { float: 0.01 } } };
    const model = modelOf(node, { x }, { scale, bias }, opset).to(device);
    const { y } = await model.run({ x });
    const wanted = [...x.data].map((each, i) => {
      const start = Math.floor(i / 15) * 15;
      const group = [...x.data.subarray(start, start + 15)];
      const average = group.reduce((sum, v) => sum + v, 0) / 15;
      const variance = group.reduce((sum, v) => sum + (v - average) ** 2, 0) / 15;
      const channel = Math.floor(i / 5) % 6;
      const at = extent === 2 ? Math.floor(channel / 3) : channel;
      return ((each - average) / Math.sqrt(variance + 0.01)) * scale.data[at]! + bias.data[at]!;
    });
    expectClose(y!.data, wanted);
    model.release();
  });
});

describe("indexed operators of ONNX", () => {
  it.each(["ij,jk->ik->i", "ij->ii", "i$->i", "ij,jk,kl->il"])("refuse the equation %s", (equation) => {
    const node = { op: "Einsum", attributes: { equation } };
    expect(() => modelOf(node, { a: value(2, 2), b: value(2, 2) })).toThrow(
      `Einsum with the equation ${equation}`,
    );
  });

  it("refuse an unknown reduction", () => {
    const node = { op: "ScatterND", attributes: { reduction: "mean" } };
    expect(() => modelOf(node, { a: value(2), b: value(1, 1), c: value(1) })).toThrow(
      "ScatterND with reduction mean",
    );
  });
});
