/** The contrastive term against PyTorch and against finite differences, and in training. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { gradCheck, Tape } from "../../src/autograd/index.js";
import { take } from "../../src/data/image_set.js";
import { loadMnist } from "../../src/data/mnist.js";
import { readSafetensors } from "../../src/io/safetensors.js";
import { contrast, Projection } from "../../src/models/image_clusterer/contrastive.js";
import { ImageClusterer, type ImageClustererOptions } from "../../src/models/index.js";
import { onEachDevice } from "../support/devices.js";

const digits = take((await loadMnist()).train, 600);
const folder = mkdtempSync(join(tmpdir(), "skein-contrastive-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/*
 * import torch
 * from torch.nn.functional import cross_entropy, normalize
 * a = normalize(torch.sin(torch.arange(20, dtype=torch.float64)).view(5, 4)).requires_grad_()
 * b = normalize(torch.cos(2.0 * torch.arange(20, dtype=torch.float64)).view(5, 4))
 * s = a @ b.T / 0.2
 * loss = (cross_entropy(s, torch.arange(5)) + cross_entropy(s.T, torch.arange(5))) / 2
 * loss.backward()
 * print(loss.item(), a.grad[0])
 */
const GOLDEN = { loss: 2.66834859, gradient: [-1.03080407, 0.48159643, 0.62997441, -1.00592015] };

onEachDevice("the contrastive term", (device, kind) => {
  const unit = (values: number[]) => {
    const rows = Array.from({ length: 5 }, (_, row) => values.slice(4 * row, 4 * row + 4));
    return Float32Array.from(rows.flatMap((row) => row.map((x) => x / Math.hypot(...row))));
  };
  const range = Array.from({ length: 20 }, (_, i) => i);

  it("is PyTorch's symmetric cross entropy of similarities", async () => {
    using tape = new Tape(device);
    const a = tape.constant(unit(range.map(Math.sin)), [5, 4]);
    const b = tape.constant(unit(range.map((i) => Math.cos(2 * i))), [5, 4]);
    tape.watch(a);
    const loss = tape.keep(contrast(tape, a, b, 0.2));
    tape.backward(loss);
    expect((await loss.data())[0]).toBeCloseTo(GOLDEN.loss, 5);
    const gradient = await tape.gradient(a)!.data();
    for (const [i, value] of GOLDEN.gradient.entries()) expect(gradient[i]).toBeCloseTo(value, 5);
  });

  it("has the gradient of finite differences, through the projection too", async () => {
    const projection = new Projection(6).to(device, { seed: 2 });
    const { error, worst } = await gradCheck(
      device,
      [
        [5, 6],
        [5, 6],
      ],
      (tape, [a, b]) => contrast(tape, projection.forward(tape, a!), projection.forward(tape, b!), 0.5),
    );
    projection.release();
    expect(error, worst).toBeLessThan(5e-3);
  });

  const options: ImageClustererOptions = {
    stem: [{ channels: 8, kernel: 5, stride: 4 }],
    ...{ hidden: 16, heads: 3, batch: 60, epochs: 2, seed: 1 },
    headRestarts: { every: 5, margin: 0.001 },
    objective: { contrastive: 0.3 },
  };

  it("trains to the same bits when interrupted; the projection is in the checkpoint, not in the model", async () => {
    const live = device.memory.liveBuffers;
    const train = async (name: string, interruptAfter?: number) => {
      const [model, checkpoint] = [
        join(folder, `${kind}-${name}.model`),
        join(folder, `${kind}-${name}.checkpoint`),
      ];
      const stop = new AbortController();
      const started = new ImageClusterer(options, device);
      await started.fit(digits, {
        ...{ checkpoint, signal: stop.signal },
        onLosses: (step) => step === interruptAfter && stop.abort(),
      });
      if (interruptAfter !== undefined) await started.fit(digits, { checkpoint, resume: checkpoint });
      const classes = await started.predict(digits);
      await started.save(model);
      await started.close();
      return { model, checkpoint, classes };
    };
    const whole = await train("whole");
    const resumed = await train("resumed", 7);
    expect(readFileSync(resumed.model).equals(readFileSync(whole.model)), "a resumed run differs").toBe(true);
    const names = async (path: string) => [...(await readSafetensors(path)).tensors.keys()];
    expect((await names(whole.checkpoint)).filter((name) => name.startsWith("projection."))).toHaveLength(4);
    expect((await names(whole.model)).filter((name) => name.includes("projection."))).toEqual([]);
    for (const path of [whole.model, whole.checkpoint]) {
      const loaded = await ImageClusterer.load(path, device);
      expect(await loaded.predict(digits)).toEqual(whole.classes);
      await loaded.close();
    }
    expect(device.memory.liveBuffers, "buffers left behind").toBe(live);
  });

  it("learns from the first step, and the heads' targets stay fixed", async () => {
    // Before `symmetricFrom` the heads get a gradient from the augmented view alone: the same as without the term.
    const heads = async (contrastive: number) => {
      const clusterer = new ImageClusterer(
        { ...options, batch: 600, epochs: 1, objective: { contrastive, symmetricFrom: 1 } },
        device,
      );
      await clusterer.fit(digits);
      const state = await clusterer.network.stateDict();
      await clusterer.close();
      return state;
    };
    const [without, withTerm] = [await heads(0), await heads(0.3)];
    expect(withTerm.get("heads.weight")).toEqual(without.get("heads.weight"));
    expect(withTerm.get("encoder.norm.bias")).not.toEqual(without.get("encoder.norm.bias"));
  });
});
