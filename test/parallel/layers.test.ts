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
import { add, matmul, mean, mul, slice, square } from "../../src/ops/index.js";
import { onWholeBatch } from "../../src/ops/shards.js";
import { alone, BatchShards, type Collectives } from "../../src/parallel/index.js";
import type { Tensor } from "../../src/tensor/index.js";
import { type TestDevice, testDevices } from "../support/devices.js";
import { asRanks } from "./local_group.js";

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

/** Each layer, and the shape of an example. */
const layers: Readonly<
  Record<
    string,
    readonly [make: () => Module & { forward(tape: Tape, x: Tensor): Tensor }, shape: readonly number[]]
  >
> = {
  LayerNorm: [() => new LayerNorm(6), [3, 6]],
  "LayerNorm of vectors": [() => new LayerNorm(6), [6]],
  GroupNorm: [() => new GroupNorm(2, 6), [2, 5, 6]],
  MultiheadSelfAttention: [() => new MultiheadSelfAttention(6, 2, { dropout: 0.2 }), [4, 6]],
  TransformerEncoderLayer: [
    () => new TransformerEncoderLayer(6, 2, { feedForward: 8, normFirst: true }),
    [4, 6],
  ],
  PositionEmbedding: [() => new PositionEmbedding(4, 6), [4, 6]],
  ConvTranspose2d: [() => new ConvTranspose2d(3, 2, 3, { stride: 2 }), [3, 4, 3]],
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
  [make, shape]: (typeof layers)[string],
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

it("names the parameter whose layer has no sums by shards", async () => {
  const layer = [
    () => new Own([8, 6], (tape, x, w) => add(tape, x, slice(tape, w, 0, 0, 4))),
    [4, 6],
  ] as const;
  await expect(gradients("native", layer, alone, SHARDS)).rejects.toThrow(
    "backward: w cannot be trained in shards, as its layer has no sums by shards: set shards to 1, on one process",
  );
});
