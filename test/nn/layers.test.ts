/** Layers: PyTorch's names and shapes, inference against training, and what each refuses. */
import { describe, expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import {
  BatchNorm,
  Conv2d,
  Dropout,
  flatten,
  GRU,
  LayerNorm,
  Linear,
  LSTM,
  type Module,
  Recurrent,
  type RecurrentLayerOptions,
  randomSource,
  Sequential,
} from "../../src/nn/index.js";
import { type Cell, recurrent } from "../../src/ops/index.js";
import type { Shape } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";
import { expectDropout, modulesOn, normal } from "./on_tape.js";

onEachDevice("layers", (device) => {
  const withModule = modulesOn(device);

  const names: [string, () => Module, Record<string, Shape>][] = [
    ["linear", () => new Linear(5, 3), { weight: [3, 5], bias: [3] }],
    ["linear without bias", () => new Linear(5, 3, { bias: false }), { weight: [3, 5] }],
    ["conv2d", () => new Conv2d(2, 4, 3), { weight: [4, 3, 3, 2], bias: [4] }],
    ["layer norm", () => new LayerNorm(6), { weight: [6], bias: [6] }],
    ["batch norm", () => new BatchNorm(6), { weight: [6], bias: [6], running_mean: [6], running_var: [6] }],
    [
      "bidirectional lstm of two layers",
      () => new LSTM(5, 3, { layers: 2, bidirectional: true }),
      Object.fromEntries(
        ["_l0", "_l0_reverse", "_l1", "_l1_reverse"].flatMap((suffix) => [
          [`weight_ih${suffix}`, [12, suffix.startsWith("_l0") ? 5 : 6]],
          [`weight_hh${suffix}`, [12, 3]],
          [`bias_ih${suffix}`, [12]],
          [`bias_hh${suffix}`, [12]],
        ]),
      ),
    ],
    [
      "gru",
      () => new GRU(5, 3),
      { weight_ih_l0: [9, 5], weight_hh_l0: [9, 3], bias_ih_l0: [9], bias_hh_l0: [9] },
    ],
  ];
  it.each(names)("%s has PyTorch's names and shapes", async (_, make, want) => {
    await withModule(make(), async (module) => {
      const state = await module.stateDict();
      expect(Object.fromEntries([...state].map(([name, { shape }]) => [name, shape]))).toEqual(want);
    });
  });

  it("first values lie within PyTorch's bounds and fill them", async () => {
    const layers: [Module, number][] = [
      [new Linear(16, 50), 1 / 4],
      [new Conv2d(4, 8, 3), 1 / 6],
      [new GRU(3, 25, { bidirectional: true }), 1 / 5],
    ];
    for (const [layer, bound] of layers) {
      await withModule(layer, async () => {
        for (const [name, { data }] of await layer.stateDict()) {
          const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
          expect(largest, name).toBeLessThanOrEqual(bound);
          expect(largest, name).toBeGreaterThan(0.5 * bound);
        }
      });
    }
  });

  it("linear maps the last axis of any tensor", async () => {
    await withModule(new Linear(3, 2), async (layer, tape) => {
      const x = tape.constant(normal(1, [4, 5, 3]), [4, 5, 3]);
      const y = layer.forward(tape, x);
      expect(y.shape).toEqual([4, 5, 2]);
      expect(await y.data()).toEqual(await layer.forward(tape, x.view([20, 3])).data());
    });
  });

  describe.each(["rnn", "lstm", "gru"] as const)("%s", (cell: Cell) => {
    const states = cell === "lstm" ? 2 : 1;
    const [batch, steps, inputs, hidden] = [3, 4, 5, 6];
    const x = normal(2, [batch, steps, inputs]);
    const make = (options: RecurrentLayerOptions) => new Recurrent(cell, inputs, hidden, options);

    it("a stack gives the last layer's outputs, and every layer's states", async () => {
      await withModule(make({ layers: 3, bidirectional: true }), async (layer, tape) => {
        const input = tape.constant(x, [batch, steps, inputs]);
        const { outputs, states: final } = layer.run(tape, input);
        expect(outputs.shape).toEqual([batch, steps, 2 * hidden]);
        expect(final.map(({ shape }) => shape)).toEqual(Array(3).fill([states, 2, batch, hidden]));
        expect([layer.directions, layer.features]).toEqual([2, 2 * hidden]);
        // The last hidden state: forwards at the last step, backwards at the first.
        const [last, all] = [await layer.forward(tape, input).data(), await outputs.data()];
        const at = (row: number, step: number, unit: number) => all[(row * steps + step) * 2 * hidden + unit];
        for (let row = 0; row < batch; row++) {
          for (let unit = 0; unit < hidden; unit++) {
            expect(last[row * 2 * hidden + unit]).toBe(at(row, steps - 1, unit));
            expect(last[(row * 2 + 1) * hidden + unit]).toBe(at(row, 0, hidden + unit));
          }
        }
      });
      await withModule(make({ returnSequences: true }), (layer, tape) => {
        const input = tape.constant(x, [batch, steps, inputs]);
        expect(layer.forward(tape, input).shape).toEqual([batch, steps, hidden]);
      });
    });

    it("a stack of two is one layer on the outputs of another, initial states included", async () => {
      await withModule(make({ layers: 2, bidirectional: true }), async (layer, tape) => {
        const shape = [states, 2, batch, hidden];
        const initial = [5, 6].map((seed) => tape.constant(normal(seed, shape), shape));
        const stack = layer.run(tape, tape.constant(x, [batch, steps, inputs]), { initial });
        const state = await layer.stateDict();
        const both = (kind: string, index: number) => {
          const parts = ["", "_reverse"].map((suffix) => state.get(`${kind}_l${index}${suffix}`)!);
          const data = Float32Array.from(parts.flatMap((part) => [...part.data]));
          return tape.constant(data, [2, ...parts[0]!.shape]);
        };
        let input = tape.constant(x, [batch, steps, inputs]);
        for (const index of [0, 1]) {
          const weights = {
            weightIh: both("weight_ih", index),
            weightHh: both("weight_hh", index),
            biasIh: both("bias_ih", index),
            biasHh: both("bias_hh", index),
          };
          const { y, final } = recurrent(tape, cell, input, weights, { initial: initial[index]! });
          expect(await stack.states[index]!.data()).toEqual(await final.data());
          input = y;
        }
        expect(await stack.outputs.data()).toEqual(await input.data());
      });
    });

    it("drops outputs between layers in training only, by seed and step", async () => {
      await withModule(make({ layers: 2, dropout: 0.5 }), async (layer, tape) => {
        const input = tape.constant(x, [batch, steps, inputs]);
        await expectDropout(tape, () => layer.forward(tape, input));
      });
    });

    it("refuses initial states for some layers, and no layers at all", async () => {
      await withModule(make({ layers: 2 }), (layer, tape) => {
        const input = tape.constant(x, [batch, steps, inputs]);
        expect(() => layer.run(tape, input, { initial: [null] })).toThrow("initial states for 1 of 2 layers");
      });
      expect(() => make({ layers: 0 })).toThrow(`${cell}: layers is 0: give a whole number from 1 to 1000`);
    });
  });

  it("dropout draws by its place in the model", async () => {
    const model = new Sequential(new Dropout(0.5), new Dropout(0.5)).to(device);
    using tape = new Tape(device);
    const ones = tape.constant(new Float32Array(64).fill(1), [64]);
    const mode = { seed: 1, step: 2 };
    const [first, second] = await Promise.all(
      model.layers.map((layer) => tape.inMode(mode, () => (layer as Dropout).forward(tape, ones)).data()),
    );
    expect(first).not.toEqual(second);
    expect(new Set(first)).toEqual(new Set([0, 2]));
    expect(model.forward(tape, ones)).toBe(ones);
    expect(() => randomSource(tape, "x")).toThrow("the tape is in inference mode");
  });

  describe("batch norm", () => {
    // Column 0 has mean 2 and biased variance 2; column 1 is constant.
    const x = Float32Array.of(0, 5, 2, 5, 2, 5, 4, 5);
    const near = (got: Iterable<number>, want: number[]) => {
      for (const [i, value] of [...got].entries()) expect(value, `element ${i}`).toBeCloseTo(want[i]!, 4);
    };
    const normalized = [-Math.SQRT2, 0, 0, 0, 0, 0, Math.SQRT2, 0];
    const mode = { seed: 0, step: 0 };

    it("normalises by the batch in training, by running statistics in inference", async () => {
      await withModule(new BatchNorm(2), async (layer, tape) => {
        const input = tape.constant(x, [4, 2]);
        const inference = async () => await layer.forward(tape, input).data();
        near(await inference(), [...x]);
        near(await tape.inMode(mode, () => layer.forward(tape, input)).data(), normalized);
        const state = await layer.stateDict();
        // A tenth of the batch: its mean, and its unbiased variance 8 / 3.
        near(state.get("running_mean")!.data, [0.2, 0.5]);
        near(state.get("running_var")!.data, [0.9 + 0.8 / 3, 0.9]);
        near(
          await inference(),
          [...x].map((value, i) =>
            i % 2 === 0 ? (value - 0.2) / Math.sqrt(0.9 + 0.8 / 3) : (value - 0.5) / Math.sqrt(0.9),
          ),
        );
      });
    });

    it("leaves the running statistics alone where the mode says so", async () => {
      await withModule(new BatchNorm(2), async (layer, tape) => {
        const input = tape.constant(x, [4, 2]);
        const other = { ...mode, updateStatistics: false };
        near(await tape.inMode(other, () => layer.forward(tape, input)).data(), normalized);
        const state = await layer.stateDict();
        expect([...state.get("running_mean")!.data]).toEqual([0, 0]);
        expect([...state.get("running_var")!.data]).toEqual([1, 1]);
      });
    });

    it("normalises by the running statistics where it is frozen", async () => {
      await withModule(
        new BatchNorm(2),
        async (layer, tape) => {
          layer.freeze();
          near(await layer.forward(tape, tape.constant(x, [4, 2])).data(), [...x]);
        },
        { training: mode },
      );
    });
  });

  it("flatten keeps the first axis", async () => {
    using tape = new Tape(device);
    expect(flatten(tape, tape.zeros([4, 2, 3, 5])).shape).toEqual([4, 30]);
    expect(flatten(tape, tape.zeros([4])).shape).toEqual([4, 1]);
  });
});
