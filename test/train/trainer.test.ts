/** The training loop apart from any model: order, schedule, callbacks, checks, and resumption. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { Dropout, Linear, Sequential, type StateDict } from "../../src/nn/index.js";
import { mean, square, sub } from "../../src/ops/index.js";
import { Adam, SGD, WeightAverage } from "../../src/optim/index.js";
import {
  bestWeights,
  type Callback,
  earlyStopping,
  type StepContext,
  type Task,
  Trainer,
  type TrainerOptions,
  type TrainerState,
} from "../../src/train/index.js";
import { BatchOrder } from "../../src/train/order.js";
import { testDevices } from "../support/devices.js";

describe("BatchOrder", () => {
  const order = (options: object = {}) =>
    new BatchOrder({ count: 10, batchSize: 4, seed: 1, shuffle: true, dropLast: false, ...options });
  const epoch = (of: BatchOrder, number: number) =>
    Array.from({ length: of.stepsPerEpoch }, (_, i) => [...of.at(number * of.stepsPerEpoch + i)]);

  it("each epoch is another permutation, the same for a seed", () => {
    const [first, second] = [epoch(order(), 0), epoch(order(), 1)];
    expect(first.map(({ length }) => length)).toEqual([4, 4, 2]);
    expect(first.flat().sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(second.flat()).not.toEqual(first.flat());
    expect(epoch(order(), 0)).toEqual(first);
    expect(epoch(order({ seed: 2 }), 0)).not.toEqual(first);
  });

  it("leaves out what does not fill a batch, keeps the order, and takes all where there are fewer", () => {
    expect(epoch(order({ dropLast: true }), 0).map(({ length }) => length)).toEqual([4, 4]);
    expect(epoch(order({ shuffle: false }), 3)).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
    expect(epoch(order({ batchSize: 64, dropLast: true }), 0)).toHaveLength(1);
  });
});

for (const { kind, skip, open } of testDevices) {
  describe.skipIf(skip)(`Trainer [${kind}]${skip ? ` (${skip})` : ""}`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await open();
    });
    afterAll(() => device?.close());

    /** Learns y = 2 a - b from eleven points; `scale` of 1e30 makes the loss overflow. */
    class Plane implements Task {
      readonly module = new Sequential(new Linear(2, 4), new Dropout(0.1), new Linear(4, 1)).to(device, {
        seed: 3,
      });
      readonly count = 11;
      readonly seen: number[][] = [];
      constructor(
        readonly scale = 1,
        readonly evaluate: () => Promise<Record<string, number>> = async () => ({}),
      ) {}

      step({ tape, indices }: StepContext) {
        const points = [...indices].flatMap((i) => [Math.sin(i), Math.cos(2 * i)]);
        const x = tape.constant(Float32Array.from(points), [indices.length, 2]);
        const wanted = [...indices].map((i) => this.scale * (2 * Math.sin(i) - Math.cos(2 * i)));
        const y = tape.constant(Float32Array.from(wanted), [indices.length, 1]);
        return { loss: mean(tape, square(tape, sub(tape, this.module.forward(tape, x), y))) };
      }

      observe(step: number, _: readonly Float32Array[], indices: Uint32Array) {
        this.seen.push([step, indices.length]);
      }
    }

    async function train(task: Plane, options: Partial<TrainerOptions> = {}, callbacks: Callback[] = []) {
      const optimizer = new Adam(task.module, { learningRate: 0.05 });
      const trainer = new Trainer(task, { optimizer, epochs: 5, batchSize: 4, ...options });
      try {
        await trainer.run({ callbacks });
        return { trainer, state: await task.module.stateDict() };
      } finally {
        optimizer.release();
        task.module.release();
      }
    }

    it("tells the task of every step in order, and logs each epoch", async () => {
      const live = device.memory.liveBuffers;
      const task = new Plane();
      const { trainer } = await train(task, { epochs: 20 });
      expect(task.seen.map(([step]) => step)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
      expect(task.seen.slice(0, 3).map(([, size]) => size)).toEqual([4, 4, 3]);
      expect(trainer.history.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
      expect(trainer.history.at(-1)!.loss).toBeLessThan(trainer.history[0]!.loss / 2);
      expect(device.memory.liveBuffers).toBe(live);
    });

    it("follows the schedule, and clips gradients after they were handed on", async () => {
      const rates: number[] = [];
      let handed = 0;
      const task = new Plane();
      const optimizer = new SGD(task.module, { momentum: 0 });
      const { step } = optimizer;
      optimizer.step = (rate) => {
        rates.push(rate!);
        step.call(optimizer, rate);
      };
      await train(task, {
        optimizer,
        epochs: 1,
        schedule: (steps) => (at) => 0.1 * (steps - at),
        clipNorm: 1e-3,
        onGradients: () => void handed++,
      });
      expect(rates.map((rate) => Number(rate.toFixed(3)))).toEqual([0.3, 0.2, 0.1]);
      expect(handed).toBe(3);
      optimizer.release();
    });

    it("puts the best epoch's weights back, and stops where nothing improves", async () => {
      const scores = [3, 1, 2, 2, 2, 2, 2];
      const states: unknown[] = [];
      const task = new Plane(1, async () => ({ valLoss: scores.shift()! }));
      const record: Callback = {
        onEpochEnd: async () => {
          states.push(await task.module.stateDict());
          return undefined;
        },
      };
      const callbacks = [record, bestWeights(), earlyStopping({ patience: 3 })];
      const { trainer, state } = await train(task, { epochs: 7 }, callbacks);
      expect(trainer.history).toHaveLength(5);
      expect(state).toEqual(states[1]);
    });

    it("takes a metric that is not a number for no improvement, and keeps nothing of an earlier training", async () => {
      const judged = (...scores: number[]) => new Plane(1, async () => ({ valAccuracy: scores.shift()! }));
      const monitor = "valAccuracy";
      const stopping = earlyStopping({ patience: 2, monitor });
      const first = await train(judged(Number.NaN, 0.1, 0.2, 0.3), { epochs: 4 }, [stopping]);
      expect(first.trainer.history).toHaveLength(4);

      const states: unknown[] = [];
      const best = bestWeights({ monitor });
      for (const scores of [[Number.NaN, 0.1, 0.9, Number.NaN], [0.2]]) {
        const task = judged(...scores);
        const record: Callback = {
          onEpochEnd: async () => {
            states.push(await task.module.stateDict());
            return undefined;
          },
        };
        const { state } = await train(task, { epochs: scores.length }, [record, best]);
        expect(state).toEqual(scores.length === 4 ? states[2] : states[4]);
      }
    });

    it("ends with the step's number where the loss is not finite", async () => {
      await expect(train(new Plane(1e30))).rejects.toThrow(
        "the loss is not a finite number at step 1: train again",
      );
    });

    it.each([1, 4, 7])("goes on from its state after step %i with the same bits", async (at) => {
      const whole = await train(new Plane());
      const task = new Plane();
      const make = () => new Adam(task.module, { learningRate: 0.05 });
      const optimizer = make();
      const first = new Trainer(task, { optimizer, epochs: 5, batchSize: 4 });
      // The optimizer is asked once a step.
      const stop = new AbortController();
      const { step } = optimizer;
      let steps = 0;
      optimizer.step = (rate) => {
        step.call(optimizer, rate);
        if (++steps === at) stop.abort();
      };
      expect(await first.run({ signal: stop.signal })).toBe(false);
      const state = await first.state();
      expect(state.step).toBe(at);
      const second = new Trainer(task, { optimizer: make(), epochs: 5, batchSize: 4 });
      second.restore(state);
      await second.run();
      expect(await task.module.stateDict()).toEqual(whole.state);
      const logs = ({ history }: Trainer) => history.map(({ seconds: _, ...log }) => log);
      expect(logs(second)).toEqual(logs(whole.trainer));
      task.module.release();
    });

    /** Averages, best weights and early stopping: in one go, or stopped after step `at` and gone on with. */
    async function trainWithCallbacks(decay: number | null, at: number | null) {
      // Epoch 2 is the best one, and two worse ones after it are enough to stop.
      const scores = [3, 1, 2, 5, 4];
      const judged: unknown[] = [];
      const task: Plane = new Plane(1, async () => {
        judged.push(await task.module.stateDict());
        return { valLoss: scores[judged.length - 1]! };
      });
      const run = async (state: TrainerState | null, stopAt: number | null) => {
        const optimizer = new Adam(task.module, { learningRate: 0.05 });
        const weightAverage = decay === null ? null : new WeightAverage(task.module, { decay });
        const stop = new AbortController();
        const trainer = new Trainer(task, {
          ...{ optimizer, weightAverage, epochs: 5, batchSize: 4 },
          onGradients: () => trainer.stepsDone + 1 === stopAt && stop.abort(),
        });
        let kept: { state: TrainerState; weights: StateDict } | null = null;
        const keep: Callback = {
          onCheckpoint: async () => {
            kept = { state: await trainer.state(), weights: await task.module.stateDict() };
          },
        };
        if (state) trainer.restore(state);
        const callbacks = [bestWeights(), earlyStopping({ patience: 2 }), keep];
        const finished = await trainer.run({ callbacks, signal: stop.signal });
        optimizer.release();
        weightAverage?.release();
        const history = trainer.history.map(({ seconds: _, ...log }) => log);
        return { finished, history, kept: kept! as { state: TrainerState; weights: StateDict } };
      };
      let result = await run(null, at);
      if (at !== null) {
        expect(result.finished).toBe(false);
        task.module.loadStateDict(result.kept.weights);
        result = await run(result.kept.state, null);
      }
      const weights = await task.module.stateDict();
      task.module.release();
      return { history: result.history, judged, weights };
    }

    it.each([
      [null, 4],
      [null, 8],
      [0.9, 1],
      [0.9, 4],
      [0.9, 6],
      [0.9, 10],
    ])(
      "with averages of %d, best weights and early stopping goes on after step %d alike",
      async (decay, at) => {
        const whole = await trainWithCallbacks(decay, null);
        expect(whole.history).toHaveLength(4);
        expect(whole.weights).toEqual(whole.judged[1]);
        expect(await trainWithCallbacks(decay, at)).toEqual(whole);
      },
    );

    it("judges averages, goes on from the weights, and leaves the averages", async () => {
      const plain = new Plane();
      const judged: unknown[] = [];
      const averaged: Plane = new Plane(1, async () => {
        judged.push(await averaged.module.stateDict());
        return {};
      });
      const weightAverage = new WeightAverage(averaged.module, { decay: 0.9 });
      const { state, trainer } = await train(averaged, { weightAverage });
      const { state: last, trainer: other } = await train(plain);
      const losses = ({ history }: Trainer) => history.map(({ loss }) => loss);
      expect(losses(trainer)).toEqual(losses(other));
      expect(state).toEqual(judged.at(-1));
      expect(state).not.toEqual(last);
      expect(() => trainer.step()).toThrow("Trainer: the weights are averages now: make another Trainer");
      weightAverage.release();
    });

    it("refuses the state of a training with other averages, and two states of one name", async () => {
      const task = new Plane();
      const optimizer = new Adam(task.module);
      const weightAverage = new WeightAverage(task.module);
      const options = { optimizer, epochs: 1, batchSize: 4 };
      const state = await new Trainer(task, options).state();
      expect(() => new Trainer(task, { ...options, weightAverage }).restore(state)).toThrow(
        "only one of checkpoint and training averages weights: resume with the same weightAverage",
      );
      const best = [bestWeights(), bestWeights()];
      await expect(new Trainer(task, options).run({ callbacks: best })).rejects.toThrow(
        'two callbacks are named "bestWeights": rename one',
      );
      for (const owner of [optimizer, weightAverage, task.module]) owner.release();
    });

    it.each([
      [{ epochs: 0 }, "Trainer: epochs is 0"],
      [{ batchSize: 1.5 }, "Trainer: batchSize is 1.5"],
      [{ seed: -1 }, "Trainer: seed is -1"],
      [{ clipNorm: Number.NaN }, "Trainer: clipNorm is NaN"],
    ])("refuses %j", async (options, message) => {
      await expect(train(new Plane(), options)).rejects.toThrow(message);
    });
  });
}
