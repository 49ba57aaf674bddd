/** Attention, positions, ReNet, group normalisation and shortcuts. PyTorch's values and gradients are in test/golden. */
import { expect, it } from "vitest";
import { gradCheck, type Tape } from "../../src/autograd/index.js";
import {
  AttentionPooling,
  Conv2d,
  GroupNorm,
  Linear,
  type Module,
  MultiheadSelfAttention,
  PositionEmbedding,
  ReNet,
  Residual,
  Sequential,
  SinusoidalPositions,
  sinusoidalPositions,
  TransformerEncoderLayer,
} from "../../src/nn/index.js";
import { relu, tanh } from "../../src/ops/index.js";
import type { Shape, Tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";
import { expectDropout, modulesOn, normal } from "./on_tape.js";

it("sinusoidal positions are the paper's", () => {
  const [steps, width] = [50, 7];
  const values = sinusoidalPositions(steps, width);
  for (let p = 0; p < steps; p++) {
    for (let i = 0; 2 * i < width; i++) {
      const angle = p / 10000 ** ((2 * i) / width);
      expect(values[p * width + 2 * i]).toBeCloseTo(Math.sin(angle), 6);
      if (2 * i + 1 < width) expect(values[p * width + 2 * i + 1]).toBeCloseTo(Math.cos(angle), 6);
    }
  }
  expect(() => sinusoidalPositions(0, 4)).toThrow("sinusoidalPositions: steps is 0");
});

it("refuses sizes that do not divide", () => {
  expect(() => new GroupNorm(4, 6)).toThrow("GroupNorm: groups is 4: give a divisor of 6 channels");
  expect(() => new MultiheadSelfAttention(8, 3)).toThrow(
    "MultiheadSelfAttention: heads is 3: give a divisor of 8, the width",
  );
  expect(() => new MultiheadSelfAttention(8, 2, { dropout: 1 })).toThrow("dropout is 1");
  expect(() => new TransformerEncoderLayer(8, 2, { activation: "tanh" as "relu" })).toThrow(
    "TransformerEncoderLayer: activation is tanh: give relu, gelu",
  );
  expect(() => new ReNet(3, 4, { patch: 0 })).toThrow("ReNet: patch is 0");
});

onEachDevice("blocks", (device) => {
  const withModule = modulesOn(device);
  const place = (tape: Tape, seed: number, shape: Shape) => tape.constant(normal(seed, shape), shape);

  it("self-attention has PyTorch's names, shapes and first values", async () => {
    await withModule(new MultiheadSelfAttention(32, 4), async (layer) => {
      const state = await layer.stateDict();
      expect(Object.fromEntries([...state].map(([name, { shape }]) => [name, shape]))).toEqual({
        in_proj_weight: [96, 32],
        in_proj_bias: [96],
        "out_proj.weight": [32, 32],
        "out_proj.bias": [32],
      });
      const largest = (name: string) => Math.max(...state.get(name)!.data.map(Math.abs));
      // xavier_uniform_ of all three projections together, and Linear's bound.
      for (const [name, bound] of [
        ["in_proj_weight", Math.sqrt(6 / 128)],
        ["out_proj.weight", 1 / Math.sqrt(32)],
      ] as const) {
        expect(largest(name), name).toBeLessThanOrEqual(bound);
        expect(largest(name), name).toBeGreaterThan(0.95 * bound);
      }
      expect([largest("in_proj_bias"), largest("out_proj.bias")]).toEqual([0, 0]);
    });
  });

  it("self-attention drops weights in training only, by seed and step", async () => {
    await withModule(new MultiheadSelfAttention(8, 2, { dropout: 0.5 }), async (layer, tape) => {
      const x = place(tape, 1, [2, 5, 8]);
      await expectDropout(tape, () => layer.forward(tape, x));
    });
  });

  it("a mask hides padding, as if it were not there", async () => {
    const [batch, steps, seen, width] = [2, 6, 4, 8];
    const values = normal(2, [batch, steps, width]);
    const rows = (count: number) =>
      Float32Array.from({ length: batch * count * width }, (_, i) => {
        const [sample, rest] = [Math.floor(i / (count * width)), i % (count * width)];
        return values[sample * steps * width + rest]!;
      });
    const hidden = Float32Array.from({ length: batch * steps }, (_, i) => (i % steps < seen ? 0 : -Infinity));
    await withModule(new MultiheadSelfAttention(width, 2), async (layer, tape) => {
      const mask = tape.constant(hidden, [batch, 1, 1, steps]);
      const all = await layer.run(tape, tape.constant(values, [batch, steps, width]), { mask }).data();
      const short = await layer.forward(tape, tape.constant(rows(seen), [batch, seen, width])).data();
      for (const [i, want] of short.entries()) {
        const [sample, rest] = [Math.floor(i / (seen * width)), i % (seen * width)];
        expect(all[sample * steps * width + rest]).toBeCloseTo(want, 5);
      }
    });
    await withModule(new AttentionPooling(width), async (layer, tape) => {
      const mask = tape.constant(hidden, [batch, steps]);
      const x = tape.constant(values, [batch, steps, width]);
      const { pooled, weights } = layer.run(tape, x, { mask });
      expect(weights.shape).toEqual([batch, steps]);
      const short = layer.forward(tape, tape.constant(rows(seen), [batch, seen, width]));
      expect(short.shape).toEqual([batch, width]);
      const [got, want] = [await pooled.data(), await short.data()];
      for (const [i, value] of want.entries()) expect(got[i]).toBeCloseTo(value, 5);
      const shares = (await weights.data()) as Float32Array;
      for (let sample = 0; sample < batch; sample++) {
        const row = shares.slice(sample * steps, (sample + 1) * steps);
        expect([...row.slice(seen)]).toEqual([0, 0]);
        expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
      }
    });
  });

  it("learned positions are added to the steps that there are, and get their gradient alone", async () => {
    await withModule(new PositionEmbedding(5, 4), async (layer, tape) => {
      const table = (await layer.stateDict()).get("weight")!.data;
      const x = place(tape, 3, [2, 3, 4]);
      const y = tape.keep(layer.forward(tape, x));
      const [values, got] = [await x.data(), await y.data()];
      for (let i = 0; i < 24; i++) expect(got[i]).toBeCloseTo(values[i]! + table[i % 12]!, 6);
      const dy = normal(4, [2, 3, 4]);
      tape.backwardFrom([y], [tape.constant(dy, [2, 3, 4])]);
      const gradient = await layer.weight.gradient!.data();
      for (let i = 0; i < 20; i++) {
        expect(gradient[i]).toBeCloseTo(i < 12 ? dy[i]! + dy[12 + i]! : 0, 6);
      }
      expect(() => layer.forward(tape, place(tape, 3, [2, 6, 4]))).toThrow(
        "PositionEmbedding: x is [2, 6, 4], the layer takes [batch, 1 to 5 steps, 4]",
      );
    });
  });

  it("sinusoidal positions are added for any number of steps", async () => {
    await withModule(new SinusoidalPositions(), async (layer, tape) => {
      for (const steps of [3, 9, 3]) {
        const y = await layer.forward(tape, tape.zeros([2, steps, 6])).data();
        const want = sinusoidalPositions(steps, 6);
        expect([...y]).toEqual([...want, ...want]);
      }
    });
  });

  it("every position of a ReNet layer sees all of the map", async () => {
    await withModule(new ReNet(2, 3), async (layer, tape) => {
      const values = normal(5, [1, 4, 6, 2]);
      const run = (x: Float32Array) => layer.forward(tape, tape.constant(x, [1, 4, 6, 2]));
      const before = run(values);
      expect(before.shape).toEqual([1, 2, 3, 6]);
      const plain = await before.data();
      for (const at of [0, 47]) {
        const changed = values.slice();
        changed[at]! += 5;
        const after = await run(changed).data();
        for (let position = 0; position < 6; position++) {
          const unit = (data: ArrayLike<number>) => Array.from(data).slice(position * 6, (position + 1) * 6);
          expect(unit(after), `position ${position}`).not.toEqual(unit(plain));
        }
      }
      expect(() => layer.forward(tape, tape.zeros([1, 5, 6, 2]))).toThrow(
        "ReNet: x is [1, 5, 6, 2], patch is 2: give",
      );
    });
  });

  it("a residual block adds what went past the body", async () => {
    const body = () => new Sequential(new Linear(4, 4), relu);
    await withModule(new Residual(body()), async (block, tape) => {
      expect([...(await block.stateDict()).keys()]).toEqual(["body.0.weight", "body.0.bias"]);
      const x = place(tape, 6, [3, 4]);
      const [y, past, got] = await Promise.all(
        [(block.body as Module).forward(tape, x), x, block.forward(tape, x)].map((each) => each.data()),
      );
      for (const [i, value] of got!.entries()) expect(value).toBeCloseTo(y![i]! + past![i]!, 6);
    });
    await withModule(new Residual(new Linear(4, 6), new Linear(4, 6)), async (block, tape) => {
      expect([...(await block.stateDict()).keys()]).toContain("shortcut.bias");
      expect(block.forward(tape, place(tape, 6, [3, 4])).shape).toEqual([3, 6]);
    });
    await withModule(new Residual(new Linear(4, 1)), (block, tape) => {
      expect(() => block.forward(tape, place(tape, 6, [3, 4]))).toThrow(
        "Residual: the body gives [3, 1], the shortcut [3, 4]: give a shortcut of the body's shape",
      );
    });
  });

  it("refuses sequences of another width", async () => {
    for (const layer of [new MultiheadSelfAttention(8, 2), new AttentionPooling(8)]) {
      await withModule(layer as Module, (made, tape) => {
        const { name } = made.constructor;
        expect(() => made.forward(tape, tape.zeros([2, 3, 4]))).toThrow(
          `${name}: x is [2, 3, 4], the layer takes [batch, steps, 8]`,
        );
        expect(() => made.forward(tape, tape.zeros([2, 8]))).toThrow(
          `${name}: x is [2, 8]: give 3 dimensions`,
        );
      });
    }
  });

  const training = { seed: 1, step: 2 };
  const blocks: [string, () => Module, Shape][] = [
    ["residual", () => new Residual(new Sequential(new Linear(5, 5), tanh)), [3, 5]],
    ["residual with a shortcut", () => new Residual(new Conv2d(2, 3, 1), new Conv2d(2, 3, 1)), [2, 3, 3, 2]],
    ["group norm", () => new GroupNorm(2, 6), [2, 5, 6]],
    ["position embedding", () => new PositionEmbedding(7, 4), [2, 5, 4]],
    ["sinusoidal positions", () => new SinusoidalPositions(), [2, 5, 4]],
    ["attention pooling", () => new AttentionPooling(6, { hidden: 4 }), [2, 5, 6]],
    ["ReNet", () => new ReNet(2, 3), [2, 4, 4, 2]],
    [
      "encoder layer with dropout",
      () => new TransformerEncoderLayer(4, 2, { feedForward: 6, dropout: 0.3, activation: "gelu" }),
      [2, 4, 4],
    ],
  ];
  it.each(blocks)("%s in training: gradient by x against finite differences", async (_, make, shape) => {
    await withModule(make(), async (module) => {
      const op = (tape: Tape, [x]: Tensor[]) => tape.inMode(training, () => module.forward(tape, x!));
      const { error, worst } = await gradCheck(device, [shape], op);
      expect(error, worst).toBeLessThan(3e-3);
    });
  });
});
