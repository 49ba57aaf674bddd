/** Layers: PyTorch's names and shapes, inference against training, and what each refuses. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import type { Device } from "../../src/device/index.js";
import { Random } from "../../src/kernels/philox.js";
import {
  BatchNorm,
  Conv2d,
  flatten,
  LayerNorm,
  Linear,
  ParameterStore,
  Recurrent,
} from "../../src/layers/index.js";
import { type Cell, recurrent } from "../../src/ops/index.js";
import type { Shape } from "../../src/tensor/index.js";
import { testDevices } from "../support/devices.js";

const normal = (seed: number, shape: Shape) => {
  const random = new Random(seed);
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal());
};

for (const { kind, skip, open } of testDevices) {
  describe.skipIf(skip)(`layers [${kind}]${skip ? ` (${skip})` : ""}`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await open();
    });
    afterAll(() => device?.close());

    /** Declares layers, and gives them memory for the length of a test. */
    async function withStore<L>(
      declare: (store: ParameterStore) => L,
      test: (layer: L, tape: Tape, store: ParameterStore) => Promise<void> | void,
    ): Promise<void> {
      const store = new ParameterStore();
      const layer = declare(store);
      store.allocate(device, 1);
      try {
        using tape = new Tape(device);
        await test(layer, tape, store);
      } finally {
        store.release();
      }
    }

    const names: [string, (store: ParameterStore) => unknown, Record<string, Shape>][] = [
      ["linear", (s) => new Linear(s, "fc", 5, 3), { "fc.weight": [3, 5], "fc.bias": [3] }],
      ["linear without bias", (s) => new Linear(s, "fc", 5, 3, { bias: false }), { "fc.weight": [3, 5] }],
      ["conv2d", (s) => new Conv2d(s, "c", 2, 4, 3), { "c.weight": [4, 3, 3, 2], "c.bias": [4] }],
      ["layer norm", (s) => new LayerNorm(s, "ln", 6), { "ln.weight": [6], "ln.bias": [6] }],
      [
        "batch norm",
        (s) => new BatchNorm(s, "bn", 6),
        { "bn.weight": [6], "bn.bias": [6], "bn.running_mean": [6], "bn.running_var": [6] },
      ],
      [
        "bidirectional lstm of two layers",
        (s) => new Recurrent(s, "rnn", "lstm", 5, 3, { layers: 2, bidirectional: true }),
        Object.fromEntries(
          ["_l0", "_l0_reverse", "_l1", "_l1_reverse"].flatMap((suffix) => [
            [`rnn.weight_ih${suffix}`, [12, suffix.startsWith("_l0") ? 5 : 6]],
            [`rnn.weight_hh${suffix}`, [12, 3]],
            [`rnn.bias_ih${suffix}`, [12]],
            [`rnn.bias_hh${suffix}`, [12]],
          ]),
        ),
      ],
      [
        "gru",
        (s) => new Recurrent(s, "gru", "gru", 5, 3),
        {
          "gru.weight_ih_l0": [9, 5],
          "gru.weight_hh_l0": [9, 3],
          "gru.bias_ih_l0": [9],
          "gru.bias_hh_l0": [9],
        },
      ],
    ];
    it.each(names)("%s has PyTorch's names and shapes", async (_, declare, want) => {
      await withStore(declare, async (__, ___, store) => {
        const state = await store.stateDict();
        expect(Object.fromEntries([...state].map(([name, { shape }]) => [name, shape]))).toEqual(want);
      });
    });

    it("first values lie within PyTorch's bounds and fill them", async () => {
      await withStore(
        (store) => [
          new Linear(store, "fc", 16, 50),
          new Conv2d(store, "conv", 4, 8, 3),
          new Recurrent(store, "gru", "gru", 3, 25, { bidirectional: true }),
        ],
        async (_, __, store) => {
          const bounds = { fc: 1 / 4, conv: 1 / 6, gru: 1 / 5 };
          for (const [name, { data }] of await store.stateDict()) {
            const bound = bounds[name.split(".")[0] as keyof typeof bounds];
            const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
            expect(largest, name).toBeLessThanOrEqual(bound);
            expect(largest, name).toBeGreaterThan(0.5 * bound);
          }
        },
      );
    });

    describe.each(["rnn", "lstm", "gru"] as const)("%s", (cell: Cell) => {
      const states = cell === "lstm" ? 2 : 1;
      const [batch, steps, inputs, hidden] = [3, 4, 5, 6];
      const x = normal(2, [batch, steps, inputs]);

      it("a stack gives the last layer's outputs and states", async () => {
        await withStore(
          (store) => new Recurrent(store, "r", cell, inputs, hidden, { layers: 3, bidirectional: true }),
          (layer, tape) => {
            const { y, final } = layer.forward(tape, tape.constant(x, [batch, steps, inputs]));
            expect(y.shape).toEqual([batch, steps, 2 * hidden]);
            expect(final.shape).toEqual([states, 2, batch, hidden]);
            expect(layer.directions).toBe(2);
          },
        );
      });

      it("a stack of two is one layer on the outputs of another", async () => {
        await withStore(
          (store) => new Recurrent(store, "r", cell, inputs, hidden, { layers: 2, bidirectional: true }),
          async (layer, tape, store) => {
            const stack = layer.forward(tape, tape.constant(x, [batch, steps, inputs]));
            const state = await store.stateDict();
            const both = (kind: string, index: number) => {
              const parts = ["", "_reverse"].map((suffix) => state.get(`r.${kind}_l${index}${suffix}`)!);
              const data = Float32Array.from(parts.flatMap((part) => [...part.data]));
              return tape.constant(data, [2, ...parts[0]!.shape]);
            };
            let input = tape.constant(x, [batch, steps, inputs]);
            let final = input;
            for (const index of [0, 1]) {
              ({ y: input, final } = recurrent(tape, cell, input, {
                weightIh: both("weight_ih", index),
                weightHh: both("weight_hh", index),
                biasIh: both("bias_ih", index),
                biasHh: both("bias_hh", index),
              }));
            }
            expect(await stack.y.data()).toEqual(await input.data());
            expect(await stack.final.data()).toEqual(await final.data());
          },
        );
      });

      it("drops outputs between layers in training only, by the random source", async () => {
        await withStore(
          (store) => new Recurrent(store, "r", cell, inputs, hidden, { layers: 2, dropout: 0.5 }),
          async (layer, tape) => {
            const input = tape.constant(x, [batch, steps, inputs]);
            const run = async (offset?: number) => {
              const random = offset === undefined ? null : { seed: 1, stream: 2, offset };
              return [...(await layer.forward(tape, input, {}, random).y.data())];
            };
            const [kept, first, again, other] = [await run(), await run(3), await run(3), await run(4)];
            expect(first).toEqual(again);
            expect(first).not.toEqual(kept);
            expect(first).not.toEqual(other);
            expect(await run()).toEqual(kept);
          },
        );
      });

      it("refuses initial states for a stack, and no layers at all", async () => {
        await withStore(
          (store) => new Recurrent(store, "r", cell, inputs, hidden, { layers: 2 }),
          (layer, tape) => {
            const initial = tape.zeros([states, 1, batch, hidden]);
            const input = tape.constant(x, [batch, steps, inputs]);
            expect(() => layer.forward(tape, input, { initial })).toThrow("initial states for 2 layers");
          },
        );
        expect(() => new Recurrent(new ParameterStore(), "r", cell, 2, 3, { layers: 0 })).toThrow(
          `${cell}: layers is 0: give a whole number from 1 to 1000`,
        );
      });
    });

    describe("batch norm", () => {
      // Column 0 has mean 2 and biased variance 2; column 1 is constant.
      const x = Float32Array.of(0, 5, 2, 5, 2, 5, 4, 5);
      const near = (got: Iterable<number>, want: number[]) => {
        for (const [i, value] of [...got].entries()) expect(value, `element ${i}`).toBeCloseTo(want[i]!, 4);
      };

      it("normalises by the batch in training, by running statistics in inference", async () => {
        await withStore(
          (store) => new BatchNorm(store, "bn", 2),
          async (layer, tape, store) => {
            const input = tape.constant(x, [4, 2]);
            const inference = async () => await layer.forward(tape, input, null).data();
            near(await inference(), [...x]);
            const trained = layer.forward(tape, input, { trackStatistics: true });
            near(await trained.data(), [-Math.SQRT2, 0, 0, 0, 0, 0, Math.SQRT2, 0]);
            const state = await store.stateDict();
            // A tenth of the batch: its mean, and its unbiased variance 8 / 3.
            near(state.get("bn.running_mean")!.data, [0.2, 0.5]);
            near(state.get("bn.running_var")!.data, [0.9 + 0.8 / 3, 0.9]);
            near(
              await inference(),
              [...x].map((value, i) =>
                i % 2 === 0 ? (value - 0.2) / Math.sqrt(0.9 + 0.8 / 3) : (value - 0.5) / Math.sqrt(0.9),
              ),
            );
          },
        );
      });

      it("leaves the running statistics alone where they are not tracked", async () => {
        await withStore(
          (store) => new BatchNorm(store, "bn", 2),
          async (layer, tape, store) => {
            const input = tape.constant(x, [4, 2]);
            const y = layer.forward(tape, input, { trackStatistics: false });
            near(await y.data(), [-Math.SQRT2, 0, 0, 0, 0, 0, Math.SQRT2, 0]);
            const state = await store.stateDict();
            expect([...state.get("bn.running_mean")!.data]).toEqual([0, 0]);
            expect([...state.get("bn.running_var")!.data]).toEqual([1, 1]);
          },
        );
      });
    });

    it("flatten keeps the first axis", async () => {
      using tape = new Tape(device);
      expect(flatten(tape, tape.zeros([4, 2, 3, 5])).shape).toEqual([4, 30]);
      expect(flatten(tape, tape.zeros([4])).shape).toEqual([4, 1]);
    });
  });
}
