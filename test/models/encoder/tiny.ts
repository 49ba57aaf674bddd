/** A classifier of images as small as can be, as an ONNX file, and its features in float64. */
import { type FileNode, onnxFile } from "../../../src/onnx/export/file.js";
import { Random } from "../../../src/random/philox.js";

export const TINY = { channels: 3, filters: 4, classes: 2 };

const random = new Random(7, 0);
const drawn = (count: number) => Float32Array.from({ length: count }, () => 0.5 * random.normal());
/** [filters, channels, 3, 3] */
export const weight = drawn(TINY.filters * TINY.channels * 9);
export const bias = drawn(TINY.filters);
const head = drawn(TINY.classes * TINY.filters);

/** Convolution, relu ("map"), mean ("pooled"), "flat", a product and probabilities. */
export function tinyOnnx({
  side = 8 as number | string,
  batch = "batch" as number | string,
  channels = TINY.channels,
  last = [] as readonly FileNode[],
} = {}): Uint8Array {
  const nodes: FileNode[] = [
    { op: "Conv", inputs: ["x", "w", "b"], outputs: ["conv"], attributes: { pads: [1, 1, 1, 1] } },
    { op: "Relu", inputs: ["conv"], outputs: ["map"] },
    { op: "GlobalAveragePool", inputs: ["map"], outputs: ["pooled"] },
    { op: "Flatten", inputs: ["pooled"], outputs: ["flat"] },
    { op: "Gemm", inputs: ["flat", "head"], outputs: ["logits"], attributes: { transB: 1 } },
    { op: "Softmax", inputs: ["logits"], outputs: ["classes"] },
    ...last,
  ];
  return onnxFile({
    inputs: { x: [batch, channels, side, side] },
    outputs: [nodes.at(-1)!.outputs[0]!],
    constants: {
      w: { shape: [TINY.filters, channels, 3, 3], data: weight.slice(0, TINY.filters * channels * 9) },
      b: { shape: [TINY.filters], data: bias },
      head: { shape: [TINY.classes, TINY.filters], data: head },
    },
    nodes,
  });
}

/** The map [side, side, filters] of an image [side, side, 3] of normalised values. */
export function tinyMap(image: ArrayLike<number>, side: number): Float64Array {
  const { channels, filters } = TINY;
  const map = new Float64Array(side * side * filters);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (let f = 0; f < filters; f++) {
        let sum = bias[f]!;
        for (let c = 0; c < channels; c++) {
          for (let dy = -1; dy <= 1; dy++) {
            for (let dx = -1; dx <= 1; dx++) {
              if (y + dy < 0 || x + dx < 0 || y + dy >= side || x + dx >= side) continue;
              const pixel = image[((y + dy) * side + x + dx) * channels + c]!;
              sum += pixel * weight[((f * channels + c) * 3 + dy + 1) * 3 + dx + 1]!;
            }
          }
        }
        map[(y * side + x) * filters + f] = Math.max(0, sum);
      }
    }
  }
  return map;
}

/** Bytes [count, side, side, channels] of a seed. */
export function drawnImages(count: number, side: number, channels = TINY.channels, seed = 1) {
  const values = new Random(seed, 0);
  const pixels = Uint8Array.from({ length: count * side * side * channels }, () =>
    Math.floor(256 * values.uniform()),
  );
  return { count, height: side, width: side, channels, pixels };
}
