/** `compareLearners`: a process for each learner, and what becomes of those that fail or are stopped. */
import { readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { type CompareOptions, compareLearners } from "../../src/compare/index.js";
import { createImageSet } from "../../src/data/image_set.js";
import { temporaryFolder } from "../cli/skein.js";
import { runNode } from "../support/child.js";
import { noWebGpu } from "../support/devices.js";
import { shapes } from "../support/shapes.js";

const sets = { train: shapes(60, 1), test: shapes(30, 2) };
const own = { device: "native", epochs: 4, batch: 10, seed: 3 } as const;
const folder = temporaryFolder();
afterAll(folder.remove);
// Nobody else's folders are looked at.
process.env.TMPDIR = folder.path;
/** Folders of images that were handed to processes. */
const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith("skein-compare-"));

describe("compareLearners [native]", () => {
  it("has a row for each learner, and one that fails does not stop the others", async () => {
    const before = left();
    const seen: string[] = [];
    const comparison = await compareLearners(sets, {
      ...own,
      learners: ["rowLstm", "alexNet", "kmeans"],
      onStart: ({ name }, place, count) => seen.push(`start ${name} ${place} of ${count}`),
      onRow: ({ learner }) => seen.push(`row ${learner}`),
    });
    expect(seen).toEqual([
      ...["start rowLstm 0 of 3", "row rowLstm", "start alexNet 1 of 3", "row alexNet"],
      ...["start kmeans 2 of 3", "row kmeans"],
    ]);
    const [rowLstm, alexNet, kmeans] = comparison.rows;
    expect(rowLstm).toMatchObject({ learner: "rowLstm", supervised: true, failure: null });
    expect(rowLstm!.result!.rates!.map(({ rate }) => rate)).toEqual([0.0001, 0.001, 0.01]);
    expect(rowLstm!.result!.memory.growth).toBeGreaterThan(2 ** 20);
    expect(rowLstm!.result!.trainedOn).toBe(60);
    expect(alexNet).toMatchObject({ result: null, failure: expect.stringContaining("63 x 63 or more") });
    expect(kmeans).toMatchObject({ supervised: false, result: { parameters: 3 * 64, rates: null } });
    const { rows: _, ...rest } = comparison;
    expect(rest).toMatchObject({
      ...{ source: "shapes", heldOut: "test images", finished: true },
      images: { train: 60, test: 30, height: 8, width: 8, channels: 1 },
      classes: ["lying", "standing", "square"],
      ...{ seed: 3, epochs: 4, batch: 10, device: expect.stringMatching(/^native CPU, /) },
    });
    // All of it is plain data.
    expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
    expect(left()).toEqual(before);
  });

  it("gives the same scores for the same seed, and others for another", async () => {
    const scores = async (seed: number) => {
      const short = { ...own, epochs: 1, batch: 30, learners: ["rowLstm"], rates: 1, seed } as const;
      const { rows } = await compareLearners(sets, short);
      expect(rows[0]!.result!.rates).toHaveLength(1);
      return JSON.stringify(rows[0]!.result!.scores);
    };
    const first = await scores(3);
    expect(await scores(3)).toBe(first);
    expect(new Set([first, await scores(4), await scores(5)]).size).toBeGreaterThan(1);
  });

  it("ends with the rows so far when it is stopped, in the middle of a training", async () => {
    const before = left();
    const stop = new AbortController();
    const start = performance.now();
    const comparison = await compareLearners(sets, {
      ...{ device: "native", learners: ["kmeans", "rowLstm", "cnnRnn"], signal: stop.signal },
      // Hours, if nobody stopped it.
      epochs: 1_000_000,
      onStart: ({ name }) => {
        if (name === "rowLstm") setTimeout(() => stop.abort(), 1500);
      },
    });
    expect(comparison.rows.map(({ learner }) => learner)).toEqual(["kmeans"]);
    expect(comparison.finished).toBe(false);
    expect(performance.now() - start).toBeLessThan(30_000);
    expect(left()).toEqual(before);
    const none = await compareLearners(sets, { ...own, learners: ["kmeans"], signal: AbortSignal.abort() });
    expect(none).toMatchObject({ rows: [], finished: false });
  });

  it.each<[object, CompareOptions, string]>([
    [sets, { learners: ["perceptron"] }, "perceptron is no known learner"],
    [sets, { learners: [] }, "no learner is named"],
    [sets, { epochs: 0 }, "compareLearners.epochs is 0: give a whole number from 1"],
    [sets, { batch: 1.5 }, "compareLearners.batch is 1.5"],
    [sets, { seed: -1 }, "compareLearners.seed is -1"],
    [sets, { rates: 2 as 3 }, "compareLearners.rates is 2: give 1 or 3"],
    [sets, { rate: 3 } as object, "compareLearners: rate is unknown"],
    [sets, { device: "gpu" as "native" }, "device gpu is unknown"],
    [{ train: createImageSet({ ...sets.train, labels: null }) }, {}, "give a file of labels"],
  ])("refuses wrong input before it begins %#", async (given, options, sentence) => {
    const before = left();
    const begun: string[] = [];
    const onStart = ({ name }: { name: string }) => begun.push(name);
    await expect(compareLearners(given as typeof sets, { ...own, onStart, ...options })).rejects.toThrow(
      sentence,
    );
    expect(begun).toEqual([]);
    expect(left()).toEqual(before);
  });
});

it.skipIf(noWebGpu)("hands the device on to the processes [webgpu]", async () => {
  const options = { ...own, device: "webgpu", learners: ["rowLstm", "kmeans"], rates: 1 } as const;
  const { rows, device } = await compareLearners(sets, options);
  expect(device).toMatch(/^WebGPU, /);
  for (const { result, failure } of rows) {
    expect(failure).toBe(null);
    expect(result!.scores.accuracy).toBeGreaterThan(0.6);
  }
});

it("runs learners of a program's own, and explains a process that dies [native]", async () => {
  const library = new URL("../../dist/index.js", import.meta.url).href;
  const learner = (name: string, fit: string) =>
    `registerLearner({ name: "${name}", about: "a test", supervised: true, learningRate: null, create: async () => ({
      parameters: 1, async fit() { ${fit} }, predict: async (images) => new Int32Array(images.count), async close() {},
    }) });`;
  const module = join(folder.path, "own.mjs");
  writeFileSync(
    module,
    `import { registerLearner } from ${JSON.stringify(library)};
    ${learner("always0", "")} ${learner("defect", 'throw new TypeError("x is undefined")')}
    ${learner("dies", 'console.error("the last word"); process.exit(3)')}`,
  );
  const program = join(folder.path, "program.mjs");
  writeFileSync(
    program,
    `import { compareLearners, createImageSet } from ${JSON.stringify(library)};
    const pixels = Uint8Array.from({ length: 10 * 16 }, (_, i) => i);
    const labels = Int32Array.from({ length: 10 }, (_, i) => i % 2);
    const train = createImageSet({ count: 10, height: 4, width: 4, channels: 1, pixels, labels, source: "x" });
    const learners = ["always0", "defect", "dies", "kmeans"];
    const modules = [${JSON.stringify(pathToFileURL(module).href)}];
    const { rows } = await compareLearners({ train }, { learners, modules, device: "native" });
    console.log(JSON.stringify(rows.map(({ result, failure }) => failure ?? result.scores.accuracy)));`,
  );
  const { code, stdout, stderr } = await runNode([program], { timeout: 60_000 });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const [always0, defect, dies, kmeans] = JSON.parse(stdout);
  expect(always0).toBe(0.5);
  expect(defect).toBe("defect failed: x is undefined");
  expect(dies).toBe("dies: its process ended (exit code 3): the last word");
  expect(kmeans).toBeTypeOf("number");
});
