/** A training ends where the classes no longer change, interrupted or not. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { take } from "../../src/data/image_set.js";
import { loadMnist } from "../../src/data/mnist.js";
import { readSafetensors, writeSafetensors } from "../../src/io/safetensors.js";
import { ImageClusterer, type ImageClustererOptions } from "../../src/models/index.js";

const digits = take((await loadMnist()).train, 400);
const folder = mkdtempSync(join(tmpdir(), "skein-early-stop-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const small: ImageClustererOptions = {
  stem: [{ channels: 8, kernel: 5, stride: 4 }],
  hidden: 16,
  heads: 2,
  batch: 100,
  epochs: 10,
  seed: 3,
  augmentation: { eraseUntil: 0.2 },
};
/** Nothing is learned, so that nothing changes but the running statistics. */
const resting: ImageClustererOptions = { ...small, learningRate: 1e-12, earlyStop: { checks: 2, change: 1 } };

async function train(options: ImageClustererOptions, interruptAfter?: number) {
  const checkpoint = join(folder, "checkpoint");
  const stop = new AbortController();
  let clusterer = new ImageClusterer(options, "native");
  const onLosses = (step: number) => step === interruptAfter && stop.abort();
  let { finished, history } = await clusterer.fit(digits, { checkpoint, signal: stop.signal, onLosses });
  if (!finished) {
    await clusterer.close();
    clusterer = new ImageClusterer(options, "native");
    ({ finished, history } = await clusterer.fit(digits, { checkpoint, resume: checkpoint }));
  }
  const path = join(folder, "model");
  await clusterer.save(path);
  await clusterer.close();
  return { finished, epochs: history.map(({ epoch }) => epoch), model: readFileSync(path), checkpoint };
}

describe("earlyStop", () => {
  it("ends a training at rest, and says that it is finished", async () => {
    // The first check, after erasing, has nothing to compare with.
    expect(await train(resting)).toMatchObject({ finished: true, epochs: [1, 2, 3, 4] });
  });

  it("ends a resumed training where the other one ended, with the same bits", async () => {
    const { model } = await train(resting);
    const resumed = await train(resting, 14);
    expect(resumed.epochs).toEqual([1, 2, 3, 4]);
    expect(resumed.model.equals(model), "a resumed run differs").toBe(true);
  });

  it("waits until heads label images themselves", async () => {
    const { epochs } = await train({ ...resting, selfLabelling: { from: 0.6 } });
    expect(epochs).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("does not end one that still learns, nor with checks of 0", async () => {
    const epochs = Array.from({ length: 10 }, (_, i) => i + 1);
    expect((await train({ ...small, earlyStop: { checks: 1, change: 0 } })).epochs).toEqual(epochs);
    expect((await train({ ...resting, earlyStop: { checks: 0, change: 1 } })).epochs).toEqual(epochs);
  });

  it("refuses a checkpoint whose early stop was written over", async () => {
    const { checkpoint } = await train(resting);
    const { tensors, metadata } = await readSafetensors(checkpoint);
    const broken = JSON.stringify(metadata).replaceAll('\\"quiet\\":', '\\"noise\\":');
    expect(broken).not.toBe(JSON.stringify(metadata));
    await writeSafetensors(checkpoint, tensors, JSON.parse(broken));
    const clusterer = new ImageClusterer(resting, "native");
    await expect(clusterer.fit(digits, { resume: checkpoint })).rejects.toThrow(
      "its early stop cannot be read",
    );
    await clusterer.close();
  });
});
