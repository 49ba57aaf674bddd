/** Gradients of layers over a batch that is cut: the bits of one process on several, and those of the whole batch up to rounding. */
import { describe, expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import { openDevice } from "../../src/device/node/index.js";
import {
  ConvTranspose2d,
  GroupNorm,
  LayerNorm,
  Module,
  MultiheadSelfAttention,
  normalInit,
  Parameter,
  PositionEmbedding,
  TransformerEncoderLayer,
} from "../../src/nn/index.js";
import {
  add,
  batchNorm,
  conv2d,
  convTranspose2d,
  dropout,
  groupNorm,
  layerNorm,
  linear,
  matmul,
  mean,
  mul,
  recurrent,
  reshape,
  slice,
  square,
  tanh,
} from "../../src/ops/index.js";
import { onWholeBatch } from "../../src/ops/shards.js";
import { alone, BatchShards, type Collectives } from "../../src/parallel/index.js";
import type { Tensor } from "../../src/tensor/index.js";
import { type TestDevice, testDevices } from "../support/devices.js";
import { asRanks, localGroup } from "./local_group.js";

/** Not a multiple of the shards. */
const EXAMPLES = 11;
const SHARDS = 4;

/** A layer of one's own, with a parameter w. */
class Own extends Module {
  readonly w: Parameter;
  readonly #run: (tape: Tape, x: Tensor, w: Tensor) => Tensor;

  constructor(shape: readonly number[], run: (tape: Tape, x: Tensor, w: Tensor) => Tensor) {
    super();
    this.w = new Parameter(shape, normalInit(1));
    this.#run = run;
  }

  forward(tape: Tape, x: Tensor): Tensor {
    return this.#run(tape, x, this.w.on(tape));
  }
}

/** What each part of an image gives: x is [B, parts, H, W, C]. */
function ofParts(tape: Tape, x: Tensor, run: (parts: Tensor) => Tensor): Tensor {
  const [batch, parts, ...size] = x.shape as [number, number, ...number[]];
  const y = run(reshape(tape, x, [batch * parts, ...size]));
  return reshape(tape, y, [batch, y.size / batch]);
}

/** A layer, and the shape of an example. */
type Layer = readonly [
  make: () => Module & { forward(tape: Tape, x: Tensor): Tensor },
  shape: readonly number[],
];

const layers: Readonly<Record<string, Layer>> = {
  LayerNorm: [() => new LayerNorm(6), [3, 6]],
  "LayerNorm of vectors": [() => new LayerNorm(6), [6]],
  GroupNorm: [() => new GroupNorm(2, 6), [2, 5, 6]],
  MultiheadSelfAttention: [() => new MultiheadSelfAttention(6, 2, { dropout: 0.2 }), [4, 6]],
  TransformerEncoderLayer: [
    () => new TransformerEncoderLayer(6, 2, { feedForward: 8, normFirst: true }),
    [4, 6],
  ],
  PositionEmbedding: [() => new PositionEmbedding(4, 6), [4, 6]],
  "PositionEmbedding of longer sequences": [() => new PositionEmbedding(9, 6), [4, 6]],
  ConvTranspose2d: [() => new ConvTranspose2d(3, 2, 3, { stride: 2 }), [3, 4, 3]],
  "a convolution of an image's parts": [
    () => new Own([2, 3, 3, 3], (tape, x, w) => ofParts(tape, x, (parts) => conv2d(tape, parts, w))),
    [2, 3, 4, 3],
  ],
  "a transposed convolution of an image's parts": [
    () => new Own([3, 3, 3, 2], (tape, x, w) => ofParts(tape, x, (parts) => convTranspose2d(tape, parts, w))),
    [2, 3, 4, 3],
  ],
  "a factor of each channel": [() => new Own([6], mul), [2, 5, 6]],
  "one factor": [() => new Own([1], (tape, x, w) => mul(tape, w, x)), [2, 6]],
  "a plane that is added": [() => new Own([2, 1, 6], add), [2, 5, 6]],
  "a product with a matrix": [() => new Own([6, 3], matmul), [4, 6]],
  "a product with a transposed matrix": [
    () => new Own([3, 6], (tape, x, w) => matmul(tape, x, w, { transposeB: true })),
    [4, 6],
  ],
  "a product with a vector": [() => new Own([6], matmul), [4, 6]],
};

/** Gradients of the layer's parameters and of this process's part of the batch. */
async function gradients(
  kind: TestDevice["kind"],
  [make, shape]: Layer,
  ranks: Collectives,
  shards: number | null,
) {
  using device = await openDevice(kind);
  const module = make().to(device, { seed: 1 });
  const cut = shards === null ? null : new BatchShards(ranks, shards, EXAMPLES);
  const size = shape.reduce((product, extent) => product * extent, 1);
  const all = Float32Array.from({ length: EXAMPLES * size }, (_, i) => Math.sin(i * i));
  const { first, own } = cut ?? { first: 0, own: { examples: EXAMPLES } };
  using tape = new Tape(device, { training: { seed: 1, step: 0 } });
  const x = tape.constant(all.subarray(first * size, (first + own.examples) * size), [
    own.examples,
    ...shape,
  ]);
  tape.watch(x);
  const y = tape.inShards(cut, () => onWholeBatch(tape, module.forward(tape, x), (whole) => whole));
  tape.backward(mean(tape, square(tape, y)));
  const reads = module.parameters().map((parameter) => parameter.gradient!.data());
  const values = await Promise.all([tape.gradient(x)!.data(), ...reads]);
  module.release();
  return { x: values[0] as Float32Array, parameters: values.slice(1) as Float32Array[] };
}

for (const { kind, skip } of testDevices) {
  describe(`layers over shards [${kind}]`, { timeout: 120_000 }, () => {
    if (skip) {
      it.skip(`have the same gradients (${skip})`);
      return;
    }
    it.each(Object.entries(layers))("%s", async (_, layer) => {
      const whole = await gradients(kind, layer, alone, null);
      const one = await gradients(kind, layer, alone, SHARDS);
      expect(one.parameters.length).toBeGreaterThan(0);
      for (const [p, values] of one.parameters.entries()) {
        const scale = Math.max(...whole.parameters[p]!.map(Math.abs));
        expect(scale).toBeGreaterThan(1e-4);
        for (const [i, value] of values.entries()) {
          // Rounding of sums of some hundred float32 products.
          expect(Math.abs(value - whole.parameters[p]![i]!)).toBeLessThan(2e-6 * Math.max(1, scale));
        }
      }
      expect(one.x).toEqual(whole.x);
      for (const size of kind === "native" ? [2, 4] : [2]) {
        const ranks = await asRanks(size, (each) => gradients(kind, layer, each, SHARDS));
        for (const { parameters } of ranks) expect(parameters).toEqual(one.parameters);
        expect(ranks.flatMap(({ x }) => [...x])).toEqual([...one.x]);
      }
    });
  });
}

/** Adds what a layer makes of constants, [4, 6], to each example. */
const beside = (shape: readonly number[], make: (tape: Tape, w: Tensor) => Tensor): Layer => [
  () => new Own(shape, (tape, x, w) => add(tape, x, reshape(tape, make(tape, w), [4, 6]))),
  [4, 6],
];

const table = (tape: Tape, shape: readonly number[]) => {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return tape.constant(
    Float32Array.from({ length: size }, (_, i) => Math.cos(3 * i)),
    shape,
  );
};

/** Layers whose parameter has no sums by shards: what it meets is not the batch's. */
const unshared: Readonly<Record<string, Layer>> = {
  "a part of a parameter": beside([8, 6], (tape, w) => slice(tape, w, 0, 0, 4)),
  "a parameter in another shape": beside([24], (tape, w) => reshape(tape, w, [4, 6])),
  "dropout of a parameter": beside([4, 6], (tape, w) =>
    dropout(tape, w, 0.4, { seed: 1, stream: 2, offset: 0 }),
  ),
  "a product of a table": beside([3, 6], (tape, w) => matmul(tape, table(tape, [4, 3]), w)),
  "a linear map of a table": beside([6, 3], (tape, w) => linear(tape, table(tape, [4, 3]), w)),
  "a factor of a table": beside([6], (tape, w) => mul(tape, table(tape, [4, 6]), w)),
  "layer normalisation of a table": beside([6], (tape, w) =>
    layerNorm(tape, table(tape, [4, 6]), w, tape.zeros([6])),
  ),
  "group normalisation of a table": beside([6], (tape, w) =>
    groupNorm(tape, table(tape, [4, 6]), 2, w, tape.zeros([6])),
  ),
  "batch normalisation of a table": beside([6], (tape, w) =>
    batchNorm(tape, table(tape, [4, 6]), w, tape.zeros([6]), table(tape, [2, 6]), { training: true }),
  ),
  "a convolution of an image that stays": beside([6, 1, 1, 3], (tape, w) =>
    conv2d(tape, table(tape, [1, 2, 2, 3]), w),
  ),
  "a transposed convolution of an image that stays": beside([3, 1, 1, 6], (tape, w) =>
    convTranspose2d(tape, table(tape, [1, 2, 2, 3]), w),
  ),
  "a recurrent layer over a table": beside([1, 6, 3], (tape, weightIh) => {
    const [weightHh, biasIh, biasHh] = [table(tape, [1, 6, 6]), tape.zeros([1, 6]), tape.zeros([1, 6])];
    return recurrent(tape, "rnn", table(tape, [4, 1, 3]), { weightIh, weightHh, biasIh, biasHh }).y;
  }),
};

/** Of a layer whose weight is computed. */
const computed: Layer = [() => new Own([3, 6], (tape, x, w) => linear(tape, x, tanh(tape, w))), [6]];

describe("layers without sums by shards", { timeout: 60_000 }, () => {
  it.each(Object.entries({ ...unshared, "a computed weight": computed }))(
    "are trained on one process: %s",
    async (_, layer) => {
      const whole = await gradients("native", layer, alone, null);
      const cut = await gradients("native", layer, alone, SHARDS);
      expect(Math.max(...cut.parameters[0]!.map(Math.abs))).toBeGreaterThan(1e-4);
      for (const [i, value] of cut.parameters[0]!.entries()) {
        expect(value).toBeCloseTo(whole.parameters[0]![i]!, 5);
      }
      expect(cut.x).toEqual(whole.x);
    },
  );

  it.each(Object.entries(unshared))(
    "are refused on several, by the parameter's name: %s",
    async (_, layer) => {
      const all = await Promise.allSettled(
        localGroup(2).map((ranks) => gradients("native", layer, ranks, SHARDS)),
      );
      for (const result of all) {
        expect(String((result as PromiseRejectedResult).reason)).toContain(
          "backward: w cannot be trained by several processes, as its layer has no sums by shards: train on one process",
        );
      }
    },
  );

  it("are refused on several where a weight is computed", async () => {
    const all = await Promise.allSettled(
      localGroup(2).map((ranks) => gradients("native", computed, ranks, SHARDS)),
    );
    for (const result of all) {
      expect(String((result as PromiseRejectedResult).reason)).toContain(
        "backward: a weight that is computed cannot be trained by several processes: train on one process",
      );
    }
  });
});
