/** Training by several processes ends with the bits of one. The processes meet within this one, each with its own device. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openDevice } from "../../src/device/node/index.js";
import { ImageClusterer, type ImageClustererOptions, type Images } from "../../src/models/index.js";
import { alone, type Collectives } from "../../src/parallel/index.js";
import { type TestDevice, testDevices } from "../support/devices.js";
import { digits, head, tiny } from "../support/tiny_model.js";
import { asRanks, localGroup } from "./local_group.js";

const folder = mkdtempSync(join(tmpdir(), "skein-parallel-"));
afterAll(() => rmSync(folder, { recursive: true }));

const images: Images = head(digits, 60);
const small: ImageClustererOptions = { ...tiny, batch: 15, epochs: 2, shards: 4, clusters: 5 };

interface Trained {
  readonly bytes: Uint8Array;
  readonly losses: readonly (readonly number[])[];
}

async function train(
  kind: TestDevice["kind"],
  options: ImageClustererOptions,
  ranks: Collectives,
  further: Parameters<ImageClusterer["fit"]>[1] = {},
): Promise<Trained> {
  using device = await openDevice(kind);
  const clusterer = new ImageClusterer(options, device);
  const losses: (readonly number[])[] = [];
  try {
    await clusterer.fit(images, { collectives: ranks, onLosses: (_, step) => losses.push(step), ...further });
    return { bytes: await clusterer.toBytes(), losses };
  } finally {
    await clusterer.close();
  }
}

/** Cases that differ in what a step computes. */
const cases: Readonly<Record<string, ImageClustererOptions>> = {
  "the default objective": { headRestarts: { every: 4, margin: 0 } },
  "two layers with dropout": { layers: 2, dropout: 0.3, cell: "lstm" },
  "every further term": {
    objective: {
      ...{ contrastive: 0.5, firstTargets: 2, overclustering: { heads: 2, factor: 2 } },
      ...{ neighbours: { count: 3 }, adversarial: { weight: 0.1, from: 0.3, epsilon: "neighbours" } },
    },
    multiCrop: { views: 1 },
    selfLabelling: { from: 0.5, threshold: 0.5 },
  },
};

for (const { kind, skip } of testDevices) {
  describe(`training by several processes [${kind}]`, () => {
    if (skip) {
      it.skip(`ends with the same bits (${skip})`);
      return;
    }
    const sizes = kind === "native" ? [2, 4] : [2];

    it.each(Object.entries(cases))("ends with the bits of one: %s", async (_, options) => {
      const all = { ...small, ...options };
      const one = await train(kind, all, alone);
      expect(one.losses.length).toBe(8);
      for (const size of sizes) {
        for (const { bytes, losses } of await asRanks(size, (ranks) => train(kind, all, ranks))) {
          expect(losses).toEqual(one.losses);
          expect(Buffer.from(bytes).equals(one.bytes)).toBe(true);
        }
      }
    });

    it("learns from links as one does", async () => {
      const links = {
        must: [
          [0, 1],
          [2, 3],
        ],
        cannot: [[0, 2]],
      } as const;
      const one = await train(kind, small, alone, { links });
      for (const { losses } of await asRanks(2, (ranks) => train(kind, small, ranks, { links }))) {
        expect(losses).toEqual(one.losses);
      }
    });

    it("differs from training without shards by rounding alone", async () => {
      const [cut, whole] = [
        await train(kind, small, alone),
        await train(kind, { ...small, shards: 1 }, alone),
      ];
      expect(cut.losses).not.toEqual(whole.losses);
      for (const head of [0, 1]) expect(cut.losses[3]![head]).toBeCloseTo(whole.losses[3]![head]!, 4);
    });

    it("goes on from a checkpoint of another number of processes", async () => {
      const whole = await train(kind, small, alone);
      const checkpoint = join(folder, `${kind}.safetensors`);
      const stops = localGroup(2).map((ranks) => {
        const stop = new AbortController();
        // One process alone is told to stop.
        const onLosses = (step: number) => ranks.rank === 1 && step === 3 && stop.abort();
        return train(kind, small, ranks, { checkpoint, signal: stop.signal, onLosses });
      });
      await Promise.all(stops);
      const resumed = await asRanks(4, (ranks) => train(kind, small, ranks, { resume: checkpoint }));
      for (const { bytes } of resumed) expect(Buffer.from(bytes).equals(whole.bytes)).toBe(true);
    });
  });
}

describe("training on several processes", () => {
  it("refuses a number of processes that does not divide the shards", async () => {
    await expect(asRanks(3, (ranks) => train("native", small, ranks))).rejects.toThrow(
      "3 processes cannot share 4 shards evenly: start 2 or 4 processes",
    );
  });

  it("refuses checkpoints that differ, or that one process alone is given", async () => {
    const path = (name: string) => join(folder, `${name}.safetensors`);
    const stop = new AbortController();
    for (const name of ["three", "four"]) {
      const steps = name === "three" ? 3 : 4;
      const onLosses = (step: number) => step === steps && stop.abort();
      await train("native", small, alone, { checkpoint: path(name), onLosses, signal: stop.signal });
    }
    const results = (options: (rank: number) => Parameters<ImageClusterer["fit"]>[1]) =>
      Promise.allSettled(localGroup(2).map((ranks) => train("native", small, ranks, options(ranks.rank))));
    for (const [options, message] of [
      [(rank: number) => (rank === 0 ? { checkpoint: path("own") } : {}), /differ in their checkpoint: /],
      [(rank: number) => (rank === 0 ? { resume: path("four") } : {}), /differ in their resume: /],
      [
        (rank: number) => ({ resume: path(rank === 0 ? "three" : "four") }),
        /differ in their checkpoint to resume: /,
      ],
    ] as const) {
      for (const result of await results(options)) {
        expect(String((result as PromiseRejectedResult).reason)).toMatch(message);
      }
    }
  });

  it("tells all processes where the first one cannot write its checkpoint", async () => {
    const checkpoint = join(folder, "missing", "a.safetensors");
    const all = await Promise.allSettled(
      localGroup(2).map((ranks) => train("native", small, ranks, { checkpoint })),
    );
    expect(all.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(String((all[1] as PromiseRejectedResult).reason)).toMatch(/^ParallelError: rank 0 failed: /);
  });
});
