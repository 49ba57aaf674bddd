/** A classifier that several processes train ends with the bits of one. The processes meet within this one, each with its own device. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { take } from "../../src/data/image_set.js";
import { loadMnist } from "../../src/data/mnist.js";
import { nativeSimdLevels, openDevice } from "../../src/device/node/index.js";
import {
  type ClassifierFitOptions,
  ImageClassifier,
  type ImageClassifierOptions,
  ImageClusterer,
} from "../../src/models/index.js";
import { alone, type Collectives } from "../../src/parallel/index.js";
import { type TestDevice, testDevices } from "../support/devices.js";
import { asRanks, localGroup } from "./local_group.js";

const folder = mkdtempSync(join(tmpdir(), "skein-parallel-classifier-"));
afterAll(() => rmSync(folder, { recursive: true }));

const digits = take((await loadMnist()).train, 60);

/** Of 48 images that are trained on, so that the last batch of an epoch has fewer examples than four processes share. */
const small: ImageClassifierOptions = {
  ...{ network: "rowLstm", networkOptions: { hidden: 8 }, shards: 4 },
  ...{ epochs: 2, batch: 15, validationSplit: 0.2, learningRate: 1e-2, seed: 1 },
};

const stemRnn = { stem: [{ channels: 4, kernel: 3, stride: 2 }], hidden: 6 };

interface Trained {
  readonly bytes: Uint8Array;
  readonly logs: readonly object[];
  readonly losses: readonly number[];
}

async function train(
  kind: TestDevice["kind"],
  options: ImageClassifierOptions,
  ranks: Collectives,
  { from, ...further }: ClassifierFitOptions & { readonly from?: string } = {},
  simd?: string,
): Promise<Trained> {
  using device = await openDevice(kind, { ...(simd && { simd }) });
  const classifier =
    from === undefined
      ? new ImageClassifier(options, device)
      : await ImageClassifier.fromPretrained(from, options, device);
  const losses: number[] = [];
  const report = { onReport: (_: number, [loss]: readonly Float32Array[]) => void losses.push(loss![0]!) };
  try {
    const { callbacks = [], ...others } = further;
    const { history } = await classifier.fit(digits, digits.labels!, {
      ...{ collectives: ranks, callbacks: [report, ...callbacks], ...others },
    });
    const logs = history.map(({ seconds: _, ...log }) => log);
    return { bytes: await classifier.toBytes(), logs, losses };
  } finally {
    await classifier.close();
  }
}

/** Networks, and what a step may compute beside them. */
const cases: Readonly<Record<string, ImageClassifierOptions>> = {
  "an LSTM over rows": {},
  "the default network, changed images, an average and a limit": {
    ...{ network: "cnnRnn", networkOptions: { hidden: 8 }, augmentation: {}, weightAverage: 0.9 },
    ...{ clipNorm: 1, classWeights: "balanced", labelSmoothing: 0.1, optimizer: "adamw", weightDecay: 0.01 },
  },
  "two bidirectional layers with dropout over cells": {
    network: "biRnn",
    networkOptions: {
      ...{ cell: "gru", hidden: 6, layers: 2, dropout: 0.3, normalize: "sum" },
      sequence: { kind: "cells", size: 7, order: "spiral" },
    },
  },
  "attention, and images that are changed against it": {
    ...{ network: "attentionRnn", networkOptions: { hidden: 6, attention: 6 }, adversarial: { weight: 0.5 } },
    // One image for each of four processes.
    batch: 4,
  },
  "sweeps over patches": { network: "reNet", networkOptions: { hidden: 4, dense: 8 }, epochs: 1 },
  "a residual network": { network: "resnet18", networkOptions: { width: 2 }, epochs: 1 },
  "the clusterer's network": { network: "stemRnn", networkOptions: stemRnn, epochs: 1 },
  "the clusterer's network, all but its head and the layer before it frozen": {
    ...{ network: "stemRnn", networkOptions: stemRnn, trainFrom: "encoder.norm", epochs: 1 },
  },
};

for (const { kind, skip } of testDevices) {
  describe(`a classifier of several processes [${kind}]`, { timeout: 300_000 }, () => {
    if (skip) {
      it.skip(`ends with the same bits (${skip})`);
      return;
    }
    const sizes = kind === "native" ? [2, 4] : [2];
    const tried = kind === "native" ? cases : Object.fromEntries(Object.entries(cases).slice(0, 2));

    it.each(Object.entries(tried))("ends with the bits of one: %s", async (_, options) => {
      const all = { ...small, ...options };
      const one = await train(kind, all, alone);
      expect(one.losses.length).toBe(Math.ceil(48 / all.batch!) * all.epochs!);
      for (const size of sizes) {
        for (const { bytes, logs, losses } of await asRanks(size, (ranks) => train(kind, all, ranks))) {
          expect(losses).toEqual(one.losses);
          expect(logs).toEqual(one.logs);
          expect(Buffer.from(bytes).equals(one.bytes)).toBe(true);
        }
      }
    });

    it.each([0, "all"] as const)("begins with a clusterer's network, %s of it frozen", async (freeze) => {
      const from = join(folder, `${kind}-clusterer.safetensors`);
      using device = await openDevice(kind);
      const clusterer = new ImageClusterer({ clusters: 4, epochs: 1, ...stemRnn, seed: 2 }, device);
      await clusterer.fit(digits);
      await clusterer.save(from);
      await clusterer.close();
      const { network: _, networkOptions: __, ...others } = small;
      const options = { ...others, freeze, epochs: 1 };
      const one = await train(kind, options, alone, { from });
      for (const { bytes, losses } of await asRanks(2, (ranks) => train(kind, options, ranks, { from }))) {
        expect(losses).toEqual(one.losses);
        expect(Buffer.from(bytes).equals(one.bytes)).toBe(true);
      }
    });

    const levels = kind === "native" ? nativeSimdLevels() : [];
    it.each(levels)("ends with the bits of one where processes have a single image, %s", async (simd) => {
      // The last batch of 5 is cut into 2 + 1 + 1 + 1.
      const all: ImageClassifierOptions = { ...small, batch: 43, epochs: 1 };
      const one = await train(kind, all, alone, {}, simd);
      for (const { bytes, losses } of await asRanks(4, (ranks) => train(kind, all, ranks, {}, simd))) {
        expect(losses).toEqual(one.losses);
        expect(Buffer.from(bytes).equals(one.bytes)).toBe(true);
      }
    });

    it("differs from training without shards by rounding alone", async () => {
      const [cut, whole] = [
        await train(kind, { ...small, ...cases["a residual network"] }, alone),
        await train(kind, { ...small, ...cases["a residual network"], shards: 1 }, alone),
      ];
      expect(cut.losses).not.toEqual(whole.losses);
      for (const [step, loss] of cut.losses.entries()) expect(loss).toBeCloseTo(whole.losses[step]!, 3);
    });

    it("goes on from a checkpoint of another number of processes", async () => {
      const whole = await train(kind, { ...small, epochs: 4 }, alone);
      const checkpoint = join(folder, `${kind}.safetensors`);
      const stops = localGroup(2).map((ranks) => {
        const stop = new AbortController();
        // One process alone is told to stop.
        const onReport = (step: number) => void (ranks.rank === 1 && step === 9 && stop.abort());
        const further = { checkpoint, signal: stop.signal, callbacks: [{ onReport }] };
        return train(kind, { ...small, epochs: 4 }, ranks, further);
      });
      for (const { losses } of await Promise.all(stops)) expect(losses.length).toBeLessThan(16);
      const resumed = await asRanks(4, (ranks) =>
        train(kind, { ...small, epochs: 4 }, ranks, { resume: checkpoint }),
      );
      for (const { bytes } of resumed) expect(Buffer.from(bytes).equals(whole.bytes)).toBe(true);
    });
  });
}

describe("a classifier of several processes", { timeout: 120_000 }, () => {
  const refusal = async (options: ImageClassifierOptions, size = 2) => {
    const all = await Promise.allSettled(
      localGroup(size).map((ranks) => train("native", { ...small, ...options }, ranks)),
    );
    return all.map((result) => String((result as PromiseRejectedResult).reason));
  };

  it("refuses a number of processes that does not divide the shards", async () => {
    for (const reason of await refusal({}, 3)) {
      expect(reason).toContain("3 processes cannot share 4 shards evenly: start 2 or 4 processes");
    }
  });

  it("refuses batches with fewer images than processes", async () => {
    for (const reason of await refusal({ batch: 3 }, 4)) {
      expect(reason).toContain(
        "a batch of 3 images cannot be shared by 4 processes: use 2 processes or larger batches",
      );
    }
  });

  it("names the rank whose images cannot be used", async () => {
    const all = await Promise.allSettled(
      localGroup(2).map(async (ranks) => {
        const classifier = new ImageClassifier(small, "native");
        const labels = ranks.rank === 1 ? digits.labels!.slice(1) : digits.labels!;
        return classifier.fit(digits, labels, { collectives: ranks }).finally(() => classifier.close());
      }),
    );
    for (const result of all) {
      expect(String((result as PromiseRejectedResult).reason)).toContain(
        "rank 1 failed: 59 labels for 60 images: give one for each",
      );
    }
  });

  /** What each of four processes says, of which the second gets something else to fit. */
  const differing = async (given: (rank: number) => ClassifierFitOptions) => {
    const steps: number[] = [];
    const onReport = (step: number) => void steps.push(step);
    const all = await Promise.allSettled(
      localGroup(4).map(async (ranks) => {
        using device = await openDevice("native");
        const classifier = new ImageClassifier({ ...small, validationSplit: null, epochs: 1 }, device);
        const options = { collectives: ranks, callbacks: [{ onReport }], ...given(ranks.rank) };
        await classifier.fit(digits, digits.labels!, options).finally(() => classifier.close());
      }),
    );
    expect(steps).toEqual([]);
    return all.map((result) => String((result as PromiseRejectedResult).reason));
  };

  it("names the rank whose validation images are others, before the first step", async () => {
    const held = take(digits, 10);
    const pixels = held.pixels.with(3, 99);
    for (const other of [
      { images: { ...held, pixels }, labels: held.labels! },
      { images: held, labels: [...held.labels!.slice(0, 9), held.labels![0]!] },
    ]) {
      const reasons = await differing((rank) => ({
        validation: rank === 1 ? other : { images: held, labels: held.labels! },
      }));
      for (const reason of reasons) {
        expect(reason).toMatch(
          /the ranks of the job differ in their validation images: rank 1 has \w+, the others/,
        );
      }
    }
    const none = await differing((rank) =>
      rank === 1 ? {} : { validation: { images: held, labels: held.labels! } },
    );
    for (const reason of none) expect(reason).toContain("validation images: rank 1 has none, the others");
  });

  it("names the rank whose labels have other names, before the first step", async () => {
    const names = Array.from({ length: 10 }, (_, i) => `digit ${i}`);
    const reasons = await differing((rank) => ({
      labelNames: rank === 1 ? names.with(9, "nine") : names,
    }));
    for (const reason of reasons) {
      expect(reason).toMatch(
        /the ranks of the job differ in their names of labels: rank 1 has \["digit 0",.*"nine"\], the others \["digit 0",.*"digit 9"\]/,
      );
    }
  });
});
