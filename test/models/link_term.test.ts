/** The link term: its formula in float64, its gradient, which pairs it draws, and what a training makes of links. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { gradCheck, Tape } from "../../src/autograd/index.js";
import { type ImageSet, take } from "../../src/data/image_set.js";
import { loadMnist } from "../../src/data/mnist.js";
import { DataError } from "../../src/errors.js";
import { linkedRows, linksOfClasses, type Pair } from "../../src/estimators/links.js";
import { clusteringAccuracy } from "../../src/metrics/accuracy.js";
import { drawLinks, linkTerm } from "../../src/models/image_clusterer/link_term.js";
import { imagesAt } from "../../src/models/images.js";
import { ImageClusterer, type ImageClustererOptions } from "../../src/models/index.js";
import { mean } from "../../src/ops/index.js";
import { Random } from "../../src/random/philox.js";
import { onEachDevice } from "../support/devices.js";

const [pairs, heads, clusters] = [5, 3, 4];
const shape = [2 * pairs, heads, clusters];
const random = new Random(7);
const logits = Float32Array.from({ length: 2 * pairs * heads * clusters }, () => 2 * random.normal());
const same = [true, false, true, true, false];

/** -log of the probability that the pairs are what they are to be, by head, in float64. */
function expected(values: ArrayLike<number>): number[] {
  const probabilities = (image: number, head: number) => {
    const row = Array.from({ length: clusters }, (_, k) =>
      Math.exp(values[(image * heads + head) * clusters + k]!),
    );
    return row.map((value) => value / row.reduce((sum, x) => sum + x, 0));
  };
  return Array.from({ length: heads }, (_, head) => {
    const parts = same.map((one, pair) => {
      const [p, q] = [probabilities(pair, head), probabilities(pairs + pair, head)];
      const alike = p.reduce((sum, x, k) => sum + x * q[k]!, 0);
      return one ? -Math.log(alike) / clusters : -Math.log(1 - alike) * (1 - 1 / clusters);
    });
    return (2 * parts.reduce((sum, part) => sum + part, 0)) / pairs;
  });
}

const folder = mkdtempSync(join(tmpdir(), "skein-links-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const digits = take((await loadMnist()).train, 200);
const small: ImageClustererOptions = {
  stem: [{ channels: 8, kernel: 5, stride: 4 }],
  ...{ hidden: 8, heads: 2, batch: 50, epochs: 3, seed: 1, clusters: 4 },
  objective: { prior: "uniform" },
};
const links = {
  must: [
    [0, 7],
    [7, 30],
  ] as Pair[],
  cannot: [
    [0, 2],
    [4, 9],
  ] as Pair[],
};

onEachDevice("the link term", (device, kind) => {
  it("is the mean of -log of the probability of each pair, for each head", async () => {
    using tape = new Tape(device);
    const losses = await linkTerm(tape, tape.constant(logits, shape), same).data();
    expect(losses).toHaveLength(heads);
    for (const [head, loss] of expected(logits).entries()) expect(losses[head]).toBeCloseTo(loss, 4);
  });

  it("has the gradient of finite differences", async () => {
    const { error, worst } = await gradCheck(device, [shape], (tape, [x]) =>
      mean(tape, linkTerm(tape, x!, same)),
    );
    expect(error, worst).toBeLessThan(3e-3);
  });

  it("is finite, and so is its gradient, where heads are sure of what is wrong", async () => {
    using tape = new Tape(device);
    const sure = Float32Array.from({ length: 2 * 2 * 2 }, (_, i) => [60, -60, 60, -60, -60, 60, 60, -60][i]!);
    const x = tape.constant(sure, [4, 1, 2]);
    tape.watch(x);
    const loss = tape.keep(mean(tape, linkTerm(tape, x, [true, false])));
    tape.backward(loss);
    expect((await loss.data())[0]).toBeGreaterThan(5);
    expect([...(await tape.gradient(x)!.data())].every(Number.isFinite)).toBe(true);
  });

  async function train(name: string, options: object, interruptAfter?: number) {
    const [model, checkpoint] = [
      join(folder, `${kind}-${name}.model`),
      join(folder, `${kind}-${name}.checkpoint`),
    ];
    const stop = new AbortController();
    const clusterer = new ImageClusterer(small, device);
    await clusterer.fit(digits, {
      ...{ ...options, checkpoint, signal: stop.signal },
      onLosses: (step) => step === interruptAfter && stop.abort(),
    });
    if (interruptAfter !== undefined) {
      await clusterer.fit(digits, { ...options, checkpoint, resume: checkpoint });
    }
    await clusterer.save(model);
    await clusterer.close();
    return { checkpoint, bytes: readFileSync(model) };
  }

  it("changes what is learned, to the same bits when interrupted; no links change none", async () => {
    const live = device.memory.liveBuffers;
    const without = await train("without", {});
    expect((await train("none", { links: { must: [], cannot: [] } })).bytes).toEqual(without.bytes);
    const whole = await train("whole", { links });
    expect(whole.bytes.equals(without.bytes)).toBe(false);
    expect((await train("resumed", { links }, 5)).bytes.equals(whole.bytes)).toBe(true);
    expect(device.memory.liveBuffers, "buffers left behind").toBe(live);
  });

  it("is not resumed with other links", async () => {
    const { checkpoint } = await train("first", { links }, 5);
    const clusterer = new ImageClusterer(small, device);
    const others = { must: links.must, cannot: links.cannot.slice(1) };
    for (const given of [others, undefined]) {
      await expect(clusterer.fit(digits, { links: given, resume: checkpoint })).rejects.toThrow(DataError);
      await expect(clusterer.fit(digits, { links: given, resume: checkpoint })).rejects.toThrow(
        /with other images, labels or links: resume with the same, or start again/,
      );
    }
    await clusterer.close();
  });
});

describe("pairs of a step", () => {
  const linked = linkedRows(
    "fit",
    {
      must: [
        [9, 3],
        [3, 5],
        [20, 21],
      ],
      cannot: [
        [5, 20],
        [30, 31],
      ],
    },
    40,
  )!;
  const drawn = (step: number, seed = 1) => drawLinks(linked, 200, seed, step);

  it("are must-links and cannot-links, each with what follows from it", () => {
    const { images, same } = drawn(3);
    const seen = { must: new Set<string>(), cannot: new Set<string>() };
    for (const [i, one] of same.entries()) {
      const pair = [images[i]!, images[200 + i]!].sort((a, b) => a - b).join("-");
      seen[one ? "must" : "cannot"].add(pair);
    }
    expect(seen.must).toEqual(new Set(["3-5", "3-9", "5-9", "20-21"]));
    const across = [3, 5, 9].flatMap((a) => [20, 21].map((b) => `${a}-${b}`));
    expect(seen.cannot).toEqual(new Set([...across, "30-31"]));
    expect(same.filter(Boolean)).toHaveLength(100);
  });

  it("are those of seed and step", () => {
    expect(drawn(3)).toEqual(drawn(3));
    expect(drawn(3)).not.toEqual(drawn(4));
    expect(drawn(3)).not.toEqual(drawn(3, 2));
  });

  it("are of one kind where there is only one", () => {
    expect(drawLinks(linkedRows("fit", { must: [[1, 2]] }, 3)!, 4, 0, 1)).toEqual({
      images: expect.any(Uint32Array),
      same: [true, true, true, true],
    });
    expect(drawLinks(linkedRows("fit", { cannot: [[1, 2]] }, 3)!, 2, 0, 1).same).toEqual([false, false]);
  });
});

it("links of a few digits are kept after a small training, and help the other digits [native]", async () => {
  const images = take((await loadMnist()).train, 600);
  const options: ImageClustererOptions = {
    stem: [
      { channels: 8, kernel: 5, stride: 2 },
      { channels: 16, kernel: 3, stride: 2 },
    ],
    ...{ clusters: 5, epochs: 120, batch: 50, hidden: 32, heads: 2, seed: 3, earlyStop: { checks: 0 } },
  };
  const few = imagesOf(images, 5);
  const rows = Array.from({ length: 40 }, (_, i) => 7 * i);
  const classes = rows.map((row) => few.labels[row]!);
  const trained = async (given: boolean) => {
    const clusterer = new ImageClusterer(options, "native");
    await clusterer.fit(few, given ? { links: linksOfClasses(rows, classes) } : {});
    const found = await clusterer.predict(few);
    await clusterer.close();
    let [right, all] = [0, 0];
    for (const [i, a] of rows.entries()) {
      for (const [j, b] of rows.slice(0, i).entries()) {
        all++;
        if ((found[a] === found[b]) === (classes[i] === classes[j])) right++;
      }
    }
    const others = [...few.labels.keys()].filter((row) => !rows.includes(row));
    const of = (labels: Int32Array) => Int32Array.from(others, (row) => labels[row]!);
    return { kept: right / all, accuracy: clusteringAccuracy(of(few.labels), of(found)).accuracy };
  };
  const [without, withLinks] = [await trained(false), await trained(true)];
  expect(withLinks.kept).toBeGreaterThan(0.99);
  expect(withLinks.kept).toBeGreaterThan(without.kept);
  expect(withLinks.accuracy).toBeGreaterThan(without.accuracy + 0.05);
});

/** The digits below `classes`. */
function imagesOf(set: ImageSet, classes: number) {
  const labels = set.labels!;
  const rows = [...labels.keys()].filter((row) => labels[row]! < classes);
  return { ...imagesAt(set, rows), labels: Int32Array.from(rows, (row) => labels[row]!) };
}
