/**
 * Programs in comments of src/, which the reference shows: each is run as it stands, with the names that it takes for
 * granted given small values.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as skein from "../../src/index.js";

const root = new URL("../../src/", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "skein-comments-"));
const start = process.cwd();
let device: skein.Device;

/** Parts of a program of the reader's, or work of minutes: not run. */
const NOT_RUN = new Map([
  ["compare/compare.ts", "trains in processes of its own: test/compare"],
  ["optim/schedules.ts", "an option, not a program"],
  ["optim/weight_average.ts", "parts of a training loop"],
  ["data/web/images.ts", "takes what a page's visitor chose: test/docs/browser.test.ts"],
  [
    "models/encoder/encode_files.ts",
    "needs a network's file and a folder: test/models/encoder/files.test.ts",
  ],
  ["models/recurrent_clusterer/recurrent_clusterer.ts", "needs a network's file: its own test"],
  ["review/fit/index.ts", "needs the folder of a run: test/review/fit"],
  ["models/pretrained.ts", "needs torchvision's file: test/models/pretrained.test.ts"],
]);

interface Snippet {
  readonly file: string;
  readonly code: string;
}

const snippets: Snippet[] = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .sort()
  .flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text]) => ({
      file,
      code: text!.replace(/^ *\* ?/gm, ""),
    })),
  );

const random = new skein.Random(1);
const normal = (count: number) => Float32Array.from({ length: count }, () => random.normal());
const rows = (count: number, columns: number) =>
  skein.tensor(device, normal(count * columns), [count, columns]);
/** Noise around as many bright squares as there are labels. */
function imageSet(count: number, side = 16, channels: 1 | 3 = 1) {
  const labels = Int32Array.from({ length: count }, (_, i) => i % 10);
  const pixels = Uint8Array.from({ length: count * side * side * channels }, (_, at) => {
    const i = Math.floor(at / (side * side * channels));
    return 60 * random.uniform() + (Math.floor(at / (side * channels)) % side < labels[i]! + 2 ? 180 : 0);
  });
  return skein.createImageSet({
    count,
    height: side,
    width: side,
    channels,
    pixels,
    labels,
    source: "drawn",
  });
}
const floats = (side: number, channels: number) =>
  skein.tensor(
    device,
    Float32Array.from({ length: 12 * side * side * channels }, () => random.uniform()),
    [12, side, side, channels],
  );

/** A trained model of each kind that a program begins with. */
async function classifier() {
  const model = new skein.ImageClassifier({ network: "rowLstm", epochs: 1 }, device);
  const images = imageSet(40);
  await model.fit(images, images.labels!);
  return model;
}

/** Trainings in place of those of minutes: the same programs, with fewer steps. */
const shorter = {
  Temi: class extends skein.Temi {
    constructor(options: skein.TemiOptions) {
      super({ ...options, epochs: 2 });
    }
  },
  Turtle: class extends skein.Turtle {
    constructor(options: skein.TurtleOptions) {
      super({ ...options, steps: 20 });
    }
  },
  ImageClusterer: class extends skein.ImageClusterer {
    constructor(options: skein.ImageClustererOptions) {
      super({ ...options, epochs: 1, batch: 60 }, "native");
    }
  },
};

/** Names that programs of these files take for granted. */
async function given(file: string, code: string): Promise<Record<string, unknown>> {
  if (file.startsWith("clustering/")) {
    const labels = Int32Array.from({ length: 300 }, (_, i) => i % 10);
    const clustered = { labels };
    const names = { x: rows(300, 8), y: rows(300, 6), queries: rows(5, 8), batches: [rows(100, 8)] };
    const kmeans = new skein.MiniBatchKMeans({ clusters: 10 });
    return {
      ...names,
      kmeans: file.includes("consensus") ? clustered : kmeans,
      ward: clustered,
      hdbscan: clustered,
    };
  }
  if (/features\/(pca|umap|standard|normal)/.test(file)) return { x: rows(80, 60) };
  if (file.startsWith("features/")) return { images: floats(32, file.includes("colour") ? 3 : 1) };
  if (file === "io/coco.ts")
    return { mask: new Uint8Array(64).fill(1, 20, 30), height: 8, width: 8, writeFile };
  if (file === "io/keys.ts") return { passphrase: "four words of chance", model: await classifier() };
  if (file === "models/batches.ts") {
    return { images: imageSet(6), step: 3, tape: new skein.Tape(device, { gradient: false }) };
  }
  if (file === "models/model.ts") {
    const data = { shape: [64, 28, 28], data: normal(64 * 28 * 28) };
    const labels = { shape: [64], data: Int32Array.from({ length: 64 }, (_, i) => i % 10) };
    return { x: data, y: labels, xTest: data, yTest: labels };
  }
  if (file === "models/zoo/network.ts") {
    const size = { height: 32, width: 32, channels: 3 };
    const trunk = new Map();
    return { size, trunk };
  }
  if (file === "onnx/export/export.ts") return { classifier: await classifier() };
  if (file.startsWith("onnx/")) {
    const count = file.endsWith("read.ts") ? 8 : 1;
    const output = count === 8 ? "features" : "logits";
    const size = { height: 224, width: 224, channels: 3 };
    const network = new skein.Sequential(new skein.Conv2d(3, 4, 7, { stride: 16 }), skein.ops.relu);
    network.to(device, { seed: 0 });
    const outputs = { [output]: (tape: skein.Tape, x: skein.Tensor) => network.forward(tape, x) };
    const name = count === 8 ? "encoder.onnx" : "resnet18.onnx";
    await writeFile(name, await skein.exportOnnx(network, { size, outputs }));
    return { data: normal(count * 3 * 224 * 224) };
  }
  if (code.includes("dinov2-small")) {
    const size = { height: 16, width: 16, channels: 3 };
    const network = skein.buildNetwork("cnnRnn", size, 10).to(device, { seed: 0 });
    mkdirSync("dinov2-small", { recursive: true });
    await writeFile("dinov2-small/model.onnx", await skein.exportOnnx(network, { size }));
    const images = imageSet(60, 16, 3);
    return { images, newImages: imageSet(4, 16, 3), labels: images.labels };
  }
  const images = imageSet(60, 28);
  const sets = {
    images,
    newImages: imageSet(10, 28),
    train: images,
    test: imageSet(20, 28),
    clothes: images,
  };
  if (code.includes("robustness(")) return { test: imageSet(2), model: await classifier() };
  return { ...sets, clusterer: { predict: () => Int32Array.from(images.labels!) } };
}

beforeAll(async () => {
  process.chdir(folder);
  process.env.SKEIN_CACHE = join(folder, "cache");
  device = await skein.openDevice("native");
});
afterAll(async () => {
  device.close();
  process.chdir(start);
  await rm(folder, { recursive: true, force: true });
});

it.each(snippets.filter(({ file }) => !NOT_RUN.has(file)))(
  "$file [native]",
  { timeout: 300_000 },
  async ({ file, code }) => {
    const names: Record<string, unknown> = {
      ...skein,
      ...skein.ops,
      flatten: skein.flatten,
      ...shorter,
      device,
    };
    Object.assign(names, await given(file, code));
    const { outputText } = ts.transpileModule(`const run = async () => {\n${code}\n};`, {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    const program = new Function(...Object.keys(names), `${outputText}\nreturn run;`);
    await program(...Object.values(names))();
  },
);

it("files whose programs are not run are there", () => {
  const files = new Set(snippets.map(({ file }) => file));
  for (const file of NOT_RUN.keys()) expect(files).toContain(file);
  expect(snippets.length).toBeGreaterThan(40);
});
