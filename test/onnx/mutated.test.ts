/** Damaged ONNX files: an error or a model, in little time and memory, and no crash. */
import { expect, it } from "vitest";
import { SkeinError } from "../../src/errors.js";
import { onnxFile } from "../../src/onnx/export/file.js";
import { parseOnnx } from "../../src/onnx/index.js";
import { Random } from "../../src/random/philox.js";

/** Files: more of them with SKEIN_MUTATIONS=100000. */
const FILES = Number(process.env.SKEIN_MUTATIONS ?? 4000);
/** Seconds that one file may take. */
const MOST_SECONDS = 2;
/** Bytes beyond the file's. */
const MOST_BYTES = 64 * 2 ** 20;

const integers = (...values: number[]) => ({
  shape: [values.length],
  data: BigInt64Array.from(values, BigInt),
});

const file = onnxFile({
  inputs: { image: ["batch", 2, 8, 8] },
  outputs: ["y"],
  constants: {
    "conv.weight": { shape: [4, 2, 3, 3], data: new Float32Array(72).fill(0.1) },
    shape: integers(1, 4, 8, 8),
    starts: integers(0),
    open: integers(2, -1),
    twice: integers(2),
    ends: integers(9),
    pads: integers(0, 0, 1, 1, 0, 0, 1, 1),
    single: { shape: [], data: BigInt64Array.of(5n) },
    step: { shape: [], data: BigInt64Array.of(1n) },
  },
  nodes: [
    { op: "Range", inputs: ["step", "single", "step"], outputs: ["range"] },
    { op: "ConstantOfShape", inputs: ["shape"], outputs: ["zeros"] },
    { op: "Slice", inputs: ["range", "starts", "ends"], outputs: ["part"] },
    { op: "Expand", inputs: ["single", "shape"], outputs: ["wide"] },
    { op: "Tile", inputs: ["part", "twice"], outputs: ["tiled"] },
    { op: "Concat", inputs: ["part", "tiled"], outputs: ["joined"], attributes: { axis: 0 } },
    { op: "Split", inputs: ["joined"], outputs: ["left", "right"], attributes: { axis: 0 } },
    { op: "Unsqueeze", inputs: ["left", "starts"], outputs: ["deep"] },
    { op: "Reshape", inputs: ["right", "open"], outputs: ["square"] },
    { op: "Identity", inputs: ["conv.weight"], outputs: ["renamed"] },
    {
      op: "Conv",
      inputs: ["image", "renamed"],
      outputs: ["a"],
      attributes: { pads: [1, 1, 1, 1], strides: [1, 1] },
    },
    { op: "Pad", inputs: ["a", "pads"], outputs: ["b"], attributes: { mode: "reflect" } },
    { op: "MaxPool", inputs: ["b"], outputs: ["c"], attributes: { kernel_shape: [2, 2] } },
    { op: "LeakyRelu", inputs: ["c"], outputs: ["y"], attributes: { alpha: { float: 0.1 } } },
  ],
});

parseOnnx(file);

function mutated(random: Random): Uint8Array {
  const bytes = file.slice(0, random.uniform() < 0.1 ? random.integer(file.length) : file.length);
  const changes = 1 + random.integer(4);
  for (let i = 0; i < changes && bytes.length > 0; i++) {
    const at = random.integer(bytes.length);
    const kind = random.integer(3);
    if (kind === 0) bytes[at] = random.integer(256);
    else if (kind === 1) bytes[at]! ^= 1 << random.integer(8);
    else bytes.copyWithin(at, random.integer(bytes.length), bytes.length - random.integer(8));
  }
  return bytes;
}

it(`${FILES} damaged files are refused or read`, { timeout: 600_000 }, () => {
  const random = new Random(13, 0);
  const before = process.memoryUsage().rss;
  const faults: string[] = [];
  let refused = 0;
  for (let i = 0; i < FILES; i++) {
    const bytes = mutated(random);
    const start = performance.now();
    try {
      parseOnnx(bytes).count();
    } catch (error) {
      refused++;
      if (!(error instanceof SkeinError)) faults.push(`file ${i}: ${String(error)}`);
    }
    const seconds = (performance.now() - start) / 1000;
    if (seconds > MOST_SECONDS) faults.push(`file ${i}: ${seconds} s`);
  }
  expect(faults).toEqual([]);
  expect(refused).toBeGreaterThan(FILES / 4);
  expect(refused).toBeLessThan(FILES);
  console.log(
    `${refused} of ${FILES} refused, ${((process.memoryUsage().rss - before) / 2 ** 20).toFixed(0)} MiB`,
  );
  expect(process.memoryUsage().rss - before).toBeLessThan(4 * MOST_BYTES);
});
