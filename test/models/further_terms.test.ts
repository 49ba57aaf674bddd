/** Over-clustering heads, neighbours, self-labelling and multi-crop: their formulas in float64, and in training. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { gradCheck, Tape } from "../../src/autograd/index.js";
import { take } from "../../src/data/image_set.js";
import { loadMnist } from "../../src/data/mnist.js";
import { ModelFileError } from "../../src/errors.js";
import { Hog } from "../../src/features/hog.js";
import { readSafetensors, writeSafetensors } from "../../src/io/safetensors.js";
import { firstTargets } from "../../src/models/image_clusterer/first_targets.js";
import { partConsistency } from "../../src/models/image_clusterer/multi_crop.js";
import {
  agreed,
  type NeighbourGraphOptions,
  neighbourGraph,
} from "../../src/models/image_clusterer/neighbour_graph.js";
import { drawNeighbours, neighbourTerm } from "../../src/models/image_clusterer/neighbour_term.js";
import { selfLabelling } from "../../src/models/image_clusterer/self_labelling.js";
import { ShapeRows } from "../../src/models/image_clusterer/shape_rows.js";
import { ImageClusterer, type ImageClustererOptions, type Images } from "../../src/models/index.js";
import { Random } from "../../src/random/philox.js";
import type { Tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

const digits = take((await loadMnist()).train, 200);
const folder = mkdtempSync(join(tmpdir(), "skein-terms-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [images, heads, clusters] = [8, 3, 4];
const shape = [images, heads, clusters];
const random = new Random(7);
const draw = (spread: number) =>
  Float32Array.from({ length: images * heads * clusters }, () => spread * random.normal());
const [plain, other] = [draw(3), draw(1)];

/** Probabilities of an image's classes by a head, in float64. */
function probabilities(logits: Float32Array, image: number, head: number): number[] {
  const from = (image * heads + head) * clusters;
  const row = [...logits.subarray(from, from + clusters)].map(Math.exp);
  return row.map((value) => value / row.reduce((sum, x) => sum + x, 0));
}

const rows = Array.from({ length: images }, (_, image) => image);
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
const overHeads = (head: (at: number) => number) => mean(Array.from({ length: heads }, (_, at) => head(at)));

const THRESHOLD = 0.8;
const labelLoss = (head: number) => {
  const sure = rows.flatMap((image) => {
    const label = probabilities(plain, image, head).findIndex((p) => p > THRESHOLD);
    return label < 0 ? [] : [{ label, loss: -Math.log(probabilities(other, image, head)[label]!) }];
  });
  const labels = [...new Set(sure.map(({ label }) => label))];
  return mean(labels.map((k) => mean(sure.filter(({ label }) => label === k).map(({ loss }) => loss))));
};

interface Formula {
  readonly name: string;
  readonly term: (tape: Tape, plain: Tensor, other: Tensor) => Tensor;
  readonly head: (head: number) => number;
}

const formulas: readonly Formula[] = [
  {
    name: "neighbours",
    term: neighbourTerm,
    head: (head) =>
      mean(
        rows.map((image) => {
          const [p, q] = [probabilities(plain, image, head), probabilities(other, image, head)];
          return -Math.log(p.reduce((sum, x, k) => sum + x * q[k]!, 0));
        }),
      ),
  },
  {
    name: "self-labelling",
    term: (tape, a, b) => selfLabelling(tape, a, b, THRESHOLD),
    head: labelLoss,
  },
  {
    name: "multi-crop",
    term: partConsistency,
    head: (head) =>
      mean(
        rows.map((image) => {
          const [p, q] = [probabilities(plain, image, head), probabilities(other, image, head)];
          return p.reduce((sum, x, k) => sum + x * Math.log(x / q[k]!), 0);
        }),
      ),
  },
];

onEachDevice("terms of the objective", (device, kind) => {
  it.each(formulas)("$name: the formula", async ({ term, head }) => {
    using tape = new Tape(device);
    const [loss] = await term(tape, tape.constant(plain, shape), tape.constant(other, shape)).data();
    expect(loss).toBeCloseTo(overHeads(head), 5);
  });

  it.each(formulas)("$name: the gradient", async ({ term }) => {
    const { error, worst } = await gradCheck(device, [shape], (tape, [x]) =>
      term(tape, tape.constant(plain, shape), x!),
    );
    expect(error, worst).toBeLessThan(3e-3);
  });

  it.each(formulas)("$name: what flows into the plain images", async ({ name, term }) => {
    using tape = new Tape(device);
    const [a, b] = [tape.constant(plain, shape), tape.constant(other, shape)];
    for (const x of [a, b]) tape.watch(x);
    tape.backward(term(tape, a, b));
    // Both neighbours learn; a label and the class of a whole are fixed.
    expect(tape.gradient(a) === null).toBe(name !== "neighbours");
    expect(tape.gradient(b)).not.toBeNull();
  });

  it("self-labelling: 0, without a gradient, where no head is sure", async () => {
    using tape = new Tape(device);
    const [a, b] = [tape.constant(new Float32Array(plain.length), shape), tape.constant(other, shape)];
    tape.watch(b);
    const loss = tape.keep(selfLabelling(tape, a, b, 0.5));
    tape.backward(loss);
    expect((await loss.data())[0]).toBeCloseTo(0, 12);
    expect([...(await tape.gradient(b)!.data())].every((value) => value === 0)).toBe(true);
  });

  const small: ImageClustererOptions = {
    stem: [{ channels: 8, kernel: 5, stride: 4 }],
    ...{ hidden: 8, heads: 2, batch: 50, epochs: 2, seed: 1, dropout: 0.1, layers: 2, clusters: 4 },
    headRestarts: { every: 5, margin: 0.001 },
    objective: { prior: "uniform" },
  };
  const every: ImageClustererOptions = {
    ...small,
    objective: {
      ...{ prior: "uniform", contrastive: 0.3, firstTargets: 1 },
      overclustering: { heads: 2, factor: 3 },
      neighbours: { count: 3 },
    },
    selfLabelling: { from: 0.5, threshold: 0.5 },
    multiCrop: { views: 2 },
  };

  async function train(name: string, options: ImageClustererOptions, interruptAfter?: number) {
    const [model, checkpoint] = [
      join(folder, `${kind}-${name}.model`),
      join(folder, `${kind}-${name}.checkpoint`),
    ];
    const stop = new AbortController();
    const clusterer = new ImageClusterer(options, device);
    await clusterer.fit(digits, {
      ...{ checkpoint, signal: stop.signal },
      onLosses: (step) => step === interruptAfter && stop.abort(),
    });
    if (interruptAfter !== undefined) await clusterer.fit(digits, { checkpoint, resume: checkpoint });
    await clusterer.save(model);
    const state = await clusterer.network.stateDict();
    await clusterer.close();
    return { model, checkpoint, state };
  }
  let without: ReturnType<typeof train> | undefined;
  /** The training without the terms, which several tests compare with. */
  const withoutTerms = () => (without ??= train("plain", small));

  it("all together train to the same bits when interrupted, and leave only the network that predicts", async () => {
    const live = device.memory.liveBuffers;
    const whole = await train("whole", every);
    const resumed = await train("resumed", every, 5);
    expect(readFileSync(resumed.model).equals(readFileSync(whole.model)), "a resumed run differs").toBe(true);
    const names = async (path: string) => [...(await readSafetensors(path)).tensors.keys()];
    const { model } = await withoutTerms();
    expect(await names(whole.model)).toEqual(await names(model));
    expect((await names(whole.checkpoint)).filter((name) => /^finerHeads\./.test(name))).toHaveLength(2);
    const loaded = await ImageClusterer.load(whole.checkpoint, device);
    expect(await loaded.predict(digits)).toHaveLength(200);
    await loaded.close();
    expect(device.memory.liveBuffers, "buffers left behind").toBe(live);
  });

  it.each<[string, ImageClustererOptions]>([
    ["over-clustering heads", { objective: { prior: "uniform", overclustering: { heads: 2 } } }],
    ["neighbours", { objective: { prior: "uniform", neighbours: { count: 3 } } }],
    ["self-labelling", { selfLabelling: { from: 0.4, threshold: 0.5 } }],
    ["multi-crop", { multiCrop: { views: 1 } }],
  ])("%s change what the encoder learns", async (name, options) => {
    const withTerm = await train(name, { ...small, ...options });
    const bias = "encoder.norm.bias";
    expect(withTerm.state.get(bias)).not.toEqual((await withoutTerms()).state.get(bias));
  });

  it("weights of 0 leave the bits of a training without the terms", async () => {
    const weightless = await train("weightless", {
      ...small,
      objective: { prior: "uniform", neighbours: { count: 3, weight: 0 } },
      selfLabelling: { from: 0.4, weight: 0 },
      multiCrop: { views: 1, weight: 0 },
    });
    expect(weightless.state).toEqual((await withoutTerms()).state);
  });
});

describe("neighbours", () => {
  it("are those that most clusterings have in one class, repeated; itself where there are none", () => {
    const indices = Int32Array.of(1, 2, 3, 0, 2, 3, 0, 1, 3, 0, 1, 2);
    const targets = [Int32Array.of(0, 0, 0, 1), Int32Array.of(0, 1, 0, 1), Int32Array.of(0, 0, 1, 2)];
    expect([...agreed(indices, 3, targets)]).toEqual([1, 2, 1, 0, 0, 0, 0, 0, 0, 3, 3, 3]);
    expect([...agreed(indices, 3, [])]).toEqual([...indices]);
  });

  it("are drawn by seed and step, each from its image's", () => {
    const near = { count: 2, indices: Uint32Array.of(10, 11, 20, 21, 30, 31) };
    const wanted = Uint32Array.from({ length: 60 }, (_, i) => i % 3);
    const drawn = drawNeighbours(near, wanted, 1, 4);
    for (const [i, image] of wanted.entries()) {
      expect([...near.indices.subarray(2 * image, 2 * image + 2)]).toContain(drawn[i]);
    }
    expect(new Set(drawn).size).toBe(6);
    expect(drawNeighbours(near, wanted, 1, 4)).toEqual(drawn);
    expect(drawNeighbours(near, wanted, 1, 5)).not.toEqual(drawn);
    expect(drawNeighbours(near, wanted, 2, 4)).not.toEqual(drawn);
  });

  describe("in checkpoints", () => {
    const checkpoint = join(folder, "neighbours.checkpoint");
    const few = take(digits, 40);
    const options: ImageClustererOptions = {
      ...{ stem: [], hidden: 4, heads: 1, clusters: 2, batch: 20, epochs: 1 },
      objective: { prior: "uniform", firstTargets: 1, neighbours: { count: 3 } },
    };
    const clusterer = new ImageClusterer(options, "native");
    beforeAll(async () => {
      await clusterer.fit(few, { checkpoint });
    });
    afterAll(() => clusterer.close());

    it("are arrays, as first targets are: a file's header of JSON is limited", async () => {
      const { tensors, metadata } = await readSafetensors(checkpoint);
      expect(tensors.get("estimator:neighbours")).toMatchObject({ dtype: "U32", shape: [40, 3] });
      expect(tensors.get("estimator:targets")).toMatchObject({ dtype: "I32", shape: [1, 40] });
      expect(JSON.parse(metadata.training!).task.known).toEqual({
        shares: null,
        targets: 1,
        neighbours: 3,
        radii: false,
      });
    });

    type Tensors = Awaited<ReturnType<typeof readSafetensors>>["tensors"];
    it.each<[string, (tensors: Tensors) => unknown]>([
      ["lacks them", (tensors) => tensors.delete("estimator:neighbours")],
      ["lacks first targets", (tensors) => tensors.delete("estimator:targets")],
      [
        "has a number that no image has",
        (tensors) => tensors.get("estimator:neighbours")!.data.fill(40 as never),
      ],
      ["has a class that there is not", (tensors) => tensors.get("estimator:targets")!.data.fill(2 as never)],
      [
        "has too few",
        (tensors) => {
          const data = new Uint32Array(40);
          tensors.set("estimator:neighbours", { dtype: "U32", shape: [40, 1], data });
        },
      ],
      [
        "has them in another type",
        (tensors) => {
          const data = new Float32Array(120);
          tensors.set("estimator:neighbours", { dtype: "F32", shape: [40, 3], data });
        },
      ],
    ])("refuses one that %s, naming the file", async (_, damage) => {
      const { tensors, metadata } = await readSafetensors(checkpoint);
      damage(tensors);
      const damaged = join(folder, "damaged.checkpoint");
      await writeSafetensors(damaged, tensors, metadata);
      await expect(clusterer.fit(few, { resume: damaged })).rejects.toThrow(
        new ModelFileError(
          `${damaged}: its training state cannot be read: copy the file again, or train again`,
        ),
      );
    });
  });
});

onEachDevice("neighbourGraph", (device) => {
  const same = (near: { count: number; indices: Uint32Array }, labels: Int32Array) =>
    mean([...near.indices].map((other, i) => Number(labels[other] === labels[Math.floor(i / near.count)])));

  async function neighboursOf(images: Images, options: NeighbourGraphOptions) {
    using rows = new ShapeRows(device, images);
    return await neighbourGraph(rows, options);
  }

  it("finds images that look alike, of classes that the targets agree on", async () => {
    const live = device.memory.liveBuffers;
    const near = (await neighboursOf(digits, { count: 5, targets: [] }))!;
    const chosen = (await neighboursOf(digits, { count: 5, targets: [digits.labels!] }))!;
    expect(near.indices).toHaveLength(1000);
    expect(same(near, digits.labels!)).toBeGreaterThan(0.6);
    expect(same(chosen, digits.labels!)).toBe(1);
    expect(device.memory.liveBuffers, "buffers left behind").toBe(live);
  });

  it("takes the rows of the first targets where images are grey", async () => {
    const fits = vi.spyOn(Hog.prototype, "fit");
    using rows = new ShapeRows(device, digits);
    await firstTargets(rows, { clusters: 2, number: 1, seed: 0 });
    const after = fits.mock.calls.length;
    expect(after).toBeGreaterThan(0);
    await neighbourGraph(rows, { count: 3, targets: [] });
    expect(fits).toHaveBeenCalledTimes(after);
    fits.mockRestore();
  });

  it("looks at colours where shapes are the same", async () => {
    const side = 12;
    const colours = [
      [250, 20, 20],
      [20, 250, 20],
    ];
    const pixels = Uint8Array.from({ length: 20 * side * side * 3 }, (_, i) => {
      const [image, place] = [Math.floor(i / (3 * side * side)), Math.floor(i / 3) % (side * side)];
      const bar = place % side === 2 + (Math.floor(image / 2) % 8);
      return bar ? 255 : colours[image % 2]![i % 3]!;
    });
    const set: Images = { count: 20, height: side, width: side, channels: 3, pixels };
    const near = (await neighboursOf(set, { count: 2, targets: [] }))!;
    expect(
      same(
        near,
        Int32Array.from({ length: 20 }, (_, i) => i % 2),
      ),
    ).toBeGreaterThan(0.9);
  });

  it.each<[string, Images]>([
    [
      "images are too small for shapes",
      { count: 9, height: 2, width: 2, channels: 1, pixels: new Uint8Array(36) },
    ],
    ["there is one image", take(digits, 1)],
  ])("is none where %s", async (_, set) => {
    expect(await neighboursOf(set, { count: 5, targets: [] })).toBeNull();
  });
});
