/**
 * ResNet-18 trained for two epochs, beside the same in PyTorch: the same first values, images in the same order, Adam
 * and learning rates. What differs is rounding.
 *
 *   npm run experiment:resnet [-- mnist | fashion-mnist] [--seeds 0] [--limit 60000]
 *
 * Prints a Markdown table and keeps it in bench/results/resnet.md.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Tape } from "../autograd/index.js";
import { type ImageSet, take } from "../data/image_set.js";
import { loadFashionMnist, loadMnist, type TrainTest } from "../data/mnist.js";
import type { Device } from "../device/index.js";
import { openDevice } from "../device/node/index.js";
import { ensureFolder, writeFileAtomically } from "../io/atomic_file.js";
import { accuracy } from "../metrics/accuracy.js";
import { ImageBatches } from "../models/batches.js";
import { buildNetwork, type Network } from "../models/index.js";
import { crossEntropy, mean } from "../ops/index.js";
import { Adam, cosine } from "../optim/index.js";
import { Random } from "../random/philox.js";
import { runPython } from "./python.js";

const EPOCHS = 2;
const BATCH = 64;
const SCALE = { mean: 0.1307, std: 0.3081 };
const CLASSES = 10;

/** What both sides train with. */
interface Plan {
  /** Images of all steps, one after another. */
  readonly order: Uint32Array;
  /** The learning rate of each step. */
  readonly rates: Float32Array;
}

interface Outcome {
  readonly accuracy: number;
  readonly seconds: number;
  readonly losses: readonly number[];
}

function planOf(count: number, seed: number): Plan {
  const random = new Random(seed);
  const steps = Math.floor(count / BATCH);
  const epochs = Array.from({ length: EPOCHS }, () => random.permutation(count).subarray(0, steps * BATCH));
  const schedule = cosine(1e-3, EPOCHS * steps);
  return {
    order: Uint32Array.from(epochs.flatMap((epoch) => [...epoch])),
    rates: Float32Array.from({ length: EPOCHS * steps }, (_, step) => schedule(step)),
  };
}

async function train(
  device: Device,
  network: Network,
  { train: images, test }: TrainTest,
  plan: Plan,
): Promise<Outcome> {
  const optimizer = new Adam(network);
  const batches = new ImageBatches(device, images, SCALE);
  const losses: number[] = [];
  const start = performance.now();
  for (const [step, rate] of plan.rates.entries()) {
    const chosen = plan.order.subarray(step * BATCH, (step + 1) * BATCH);
    using tape = new Tape(device, { training: { seed: 0, step } });
    const x = batches.plain(tape, batches.select(tape, chosen));
    const labels = tape.constant(
      Uint32Array.from(chosen, (i) => images.labels![i]!),
      [BATCH],
      "u32",
    );
    const loss = mean(tape, crossEntropy(tape, network.forward(tape, x), labels));
    tape.backward(loss);
    optimizer.step(rate);
    device.submit();
    losses.push((await loss.data())[0]!);
  }
  const seconds = (performance.now() - start) / 1000;
  const found = await predict(device, network, test);
  batches.release();
  optimizer.release();
  return { accuracy: accuracy(test.labels!, found), seconds, losses };
}

async function predict(device: Device, network: Network, images: ImageSet): Promise<Int32Array> {
  const batches = new ImageBatches(device, images, SCALE);
  const found = new Int32Array(images.count);
  for (let first = 0; first < images.count; first += 500) {
    const chosen = Uint32Array.from({ length: Math.min(500, images.count - first) }, (_, i) => first + i);
    using tape = new Tape(device, { gradient: false });
    const logits = await network.forward(tape, batches.plain(tape, batches.select(tape, chosen))).data();
    for (let i = 0; i < chosen.length; i++) {
      const row = [...logits.subarray(i * CLASSES, (i + 1) * CLASSES)];
      found[first + i] = row.indexOf(Math.max(...row));
    }
  }
  batches.release();
  return found;
}

/** Null where no Python has PyTorch. */
async function inPyTorch(
  data: TrainTest,
  state: Awaited<ReturnType<Network["stateDict"]>>,
  plan: Plan,
  threads: number,
) {
  const folder = await mkdtemp(join(tmpdir(), "skein-resnet-"));
  const file = async (name: string, values: NodeJS.ArrayBufferView) => {
    await writeFile(join(folder, name), values);
    return join(folder, name);
  };
  const part = async (name: "train" | "test") => ({
    pixels: await file(`${name}-pixels`, data[name].pixels),
    labels: await file(`${name}-labels`, data[name].labels!),
  });
  try {
    const values: Record<string, unknown> = {};
    for (const [name, { shape, data: own }] of state) {
      values[name] = { file: await file(name, own as Float32Array), shape };
    }
    return (await runPython("torch_resnet.py", {
      ...{ train: await part("train"), test: await part("test"), state: values },
      order: await file("order", Int32Array.from(plan.order)),
      rates: await file("rates", plan.rates),
      ...{ side: data.train.height, batch: BATCH, threads, ...SCALE },
    })) as (Outcome & { version: string }) | null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: "string", default: "0" }, limit: { type: "string", default: "60000" } },
});
const name = positionals[0] ?? "mnist";
const sets = { mnist: loadMnist, "fashion-mnist": loadFashionMnist };
if (!(name in sets))
  throw new Error(`data set ${name} is unknown: choose one of ${Object.keys(sets).join(", ")}`);
const whole = await sets[name as keyof typeof sets]();
const data: TrainTest = { train: take(whole.train, Number(values.limit)), test: whole.test };
const device = await openDevice();
const threads = Number(device.info.details.threads ?? 1);
const lines: string[] = [];
let peer = "PyTorch (not found)";
for (const seed of values.seeds.split(",").map(Number)) {
  const { height, width } = data.train;
  const network = buildNetwork("resnet18", { height, width, channels: 1 }, CLASSES, { stem: "imagenet" });
  network.to(device, { seed });
  const plan = planOf(data.train.count, seed);
  const state = await network.stateDict();
  const theirs = await inPyTorch(data, state, plan, threads);
  if (theirs) peer = `PyTorch ${theirs.version}`;
  const own = await train(device, network, data, plan);
  network.release();
  const cells = [
    seed,
    own.accuracy.toFixed(4),
    theirs?.accuracy.toFixed(4) ?? "-",
    theirs ? (own.accuracy - theirs.accuracy).toFixed(4) : "-",
    ...[0, 2].flatMap((step) => [own, theirs].map((side) => side?.losses[step]?.toFixed(6) ?? "-")),
    ...[own, theirs].map((side) => side?.seconds.toFixed(0) ?? "-"),
  ];
  lines.push(`| ${cells.join(" | ")} |`);
  console.log(lines.at(-1));
}
const heads = [
  "seed",
  "Skein",
  "PyTorch",
  "difference",
  "loss of step 1, Skein",
  "PyTorch",
  "loss of step 3, Skein",
  "PyTorch",
  "seconds, Skein",
  "PyTorch",
];
const text = [
  `# ResNet-18 on ${name}, ${EPOCHS} epochs`,
  "",
  `\`npm run experiment:resnet -- ${name}\`, ${new Date().toISOString().slice(0, 10)}, ${device.info.kind}, ` +
    `${cpus()[0]?.model.trim()}, ${threads} threads, Node ${process.version}, ${peer}. ${data.train.count} training images ` +
    `of ${data.train.height} x ${data.train.width}, batches of ${BATCH}, Adam with half a cosine from 1e-3; accuracy on ` +
    `${data.test.count} test images. Both begin with the same values and see the same batches.`,
  "",
  `| ${heads.join(" | ")} |`,
  `| ${heads.map(() => "---").join(" | ")} |`,
  ...lines,
  "",
].join("\n");
device.close();
console.log(text);
const folder = fileURLToPath(new URL("../../bench/results/", import.meta.url));
await ensureFolder(folder);
await writeFileAtomically(`${folder}resnet.md`, text);
