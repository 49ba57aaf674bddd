/** Callbacks that write files: the log of epochs, and checkpoints of a trainer. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { ModelFileError } from "../../src/errors.js";
import { checkpointFile, csvLog, resumeFrom } from "../../src/models/index.js";
import { Linear } from "../../src/nn/index.js";
import { mean, square } from "../../src/ops/index.js";
import { Adam, WeightAverage } from "../../src/optim/index.js";
import { bestWeights, type Callback, type Task, Trainer } from "../../src/train/index.js";

const folder = mkdtempSync(join(tmpdir(), "skein-callbacks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("callbacks of files [native]", () => {
  let device: Device;
  beforeAll(async () => {
    device = await openDevice("native");
  });
  afterAll(() => device?.close());

  /** Shrinks the outputs of a linear layer. Three steps an epoch. */
  function setUp(module: Linear) {
    const task: Task = {
      module,
      count: 6,
      step: ({ tape, indices }) => {
        const x = tape.constant(Float32Array.from(indices), [indices.length, 1]);
        return { loss: mean(tape, square(tape, module.forward(tape, x))) };
      },
      evaluate: async () => ({ valLoss: (await module.stateDict()).get("weight")!.data[0]! ** 2 }),
    };
    const optimizer = new Adam(module, { learningRate: 0.1 });
    const weightAverage = new WeightAverage(module, { decay: 0.5 });
    const trainer = new Trainer(task, { optimizer, weightAverage, epochs: 4, batchSize: 2 });
    const release = () => {
      for (const owner of [optimizer, weightAverage]) owner.release();
    };
    return { trainer, release };
  }

  async function train(name: string, stopAfter: number | null) {
    const path = join(folder, `${name}.checkpoint`);
    const log = join(folder, `${name}.csv`);
    const module = new Linear(1, 1).to(device, { seed: 1 });
    const stop = new AbortController();
    const onReport = (step: number) => step === stopAfter && stop.abort();
    const callbacks = (): Callback[] => [bestWeights(), csvLog(log), checkpointFile(path), { onReport }];
    const first = setUp(module);
    const finished = await first.trainer.run({ callbacks: callbacks(), signal: stop.signal });
    first.release();
    if (!finished) {
      const second = setUp(module);
      await resumeFrom(path, second.trainer);
      await second.trainer.run({ callbacks: callbacks() });
      second.release();
    }
    const weights = await module.stateDict();
    module.release();
    const rows = readFileSync(log, "utf8").trimEnd().split("\n");
    return { finished, weights, rows: rows.map((row) => row.split(",").slice(0, 4)), path };
  }

  it("a trainer goes on from its file with the same bits, and the log has every epoch", async () => {
    const whole = await train("whole", null);
    expect(whole.rows[0]).toEqual(["epoch", "loss", "valLoss", "learningRate"]);
    expect(whole.rows.slice(1).map(([epoch]) => epoch)).toEqual(["1", "2", "3", "4"]);
    expect(whole.finished).toBe(true);
    for (const step of [3, 6]) {
      const { finished, weights, rows } = await train(`after ${step}`, step);
      expect(finished).toBe(false);
      expect(weights).toEqual(whole.weights);
      expect(rows).toEqual(whole.rows);
    }
  });

  it("refuses the checkpoint of another module", async () => {
    const { path } = await train("other", null);
    const module = new Linear(3, 2).to(device);
    const { trainer, release } = setUp(module);
    await expect(resumeFrom(path, trainer)).rejects.toThrow(ModelFileError);
    await expect(resumeFrom(path, trainer)).rejects.toThrow("weight is [1, 1], expected [2, 3]");
    release();
    module.release();
  });
});
