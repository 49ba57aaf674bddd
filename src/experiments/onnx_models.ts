/**
 * `npm run experiment:onnx`: three networks that PyTorch exports with random weights, beside ONNX Runtime on two threads: the
 * largest difference of their outputs, and the time of a batch, by the clock and of the processor. The two take turns, and each
 * is measured while the other sleeps: ONNX Runtime's threads wait for further work without sleeping, for some milliseconds
 * after a run, and would take a processor from what runs next. Needs `npm run bench:peers:setup`.
 *
 * `npm run experiment:onnx -- mobilenet_v2 vit_tiny` measures these alone.
 */
import "../platform/node.js";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { PYTHON_ENV, peerPython } from "../bench/peers.js";
import { openDevice } from "../device/node/index.js";
import { readOnnx } from "../onnx/node/read.js";
import type { OnnxRuntime } from "../onnx/node/runtime.js";
import { Random } from "../random/philox.js";

const root = new URL("../../", import.meta.url);
const THREADS = 2;
const BATCHES = [1, 16, 64];
/** Turns of each library, and measured runs in a turn: the fastest of all counts. */
const TURNS = 3;
const runsOf = (batch: number) => (batch === 1 ? 10 : 2);
/** What the other library's threads need to fall asleep. */
const REST = 50;

/** The networks' files; written by PyTorch when they are first asked for. */
export function exportedModels(): { [name: string]: string } {
  const folder = fileURLToPath(new URL(".cache/onnx-models/torch/", root));
  const names = ["resnet18", "mobilenet_v2", "vit_tiny"];
  const files = Object.fromEntries(names.map((name) => [name, join(folder, `${name}.onnx`)]));
  if (!Object.values(files).every((file) => existsSync(file))) {
    mkdirSync(folder, { recursive: true });
    const script = fileURLToPath(new URL("bench/peers/torch_onnx.py", root));
    execFileSync(peerPython(), [script, folder], { env: { ...PYTHON_ENV, ...process.env }, stdio: "pipe" });
  }
  return files;
}

/** ONNX Runtime of bench/peers. */
export const peerRuntime = (): OnnxRuntime =>
  createRequire(new URL("bench/peers/package.json", root))("onnxruntime-node");

async function main(): Promise<void> {
  process.env.SKEIN_THREADS ??= String(THREADS);
  const runtime = peerRuntime();
  using device = await openDevice("native");
  const random = new Random(1, 0);
  const [clocks, processors]: [number[], number[]] = [[], []];
  const wanted = process.argv.slice(2);
  for (const [name, file] of Object.entries(exportedModels())) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const model = (await readOnnx(file)).to(device);
    const session = await runtime.InferenceSession.create(file, {
      executionProviders: ["cpu"],
      intraOpNumThreads: THREADS,
      interOpNumThreads: 1,
    });
    for (const batch of BATCHES) {
      const shape = [batch, 3, 224, 224];
      const data = Float32Array.from({ length: batch * 3 * 224 * 224 }, () => random.normal());
      const image = new runtime.Tensor("float32", data as never, shape);
      const own = () => model.run({ image: { data, shape } });
      const other = () => session.run({ image });
      const [{ logits }, { logits: expected }] = await Promise.all([own(), other()]);
      const largest = Math.max(...Array.from(expected!.data, (value) => Math.abs(Number(value))));
      const worst = Math.max(...logits!.data.map((value, i) => Math.abs(value - Number(expected!.data[i]))));
      const times = { own: new Fastest(), other: new Fastest() };
      for (let turn = 0; turn < TURNS; turn++) {
        await times.own.take(own, runsOf(batch));
        await times.other.take(other, runsOf(batch));
      }
      const clock = times.own.clock / times.other.clock;
      const processor = times.own.processor / times.other.processor;
      clocks.push(Math.log(clock));
      processors.push(Math.log(processor));
      console.log(
        `${name}, batch ${batch}: difference ${(worst / largest).toExponential(1)}, Skein ${times.own}, ONNX Runtime ${times.other}, ratio ${clock.toFixed(2)} (processor ${processor.toFixed(2)})`,
      );
    }
    model.release();
    await session.release();
  }
  const mean = (logs: number[]) => Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length).toFixed(2);
  console.log(`geometric mean of the ratios ${mean(clocks)} (processor ${mean(processors)})`);
}

/** The least time of a run, in ms: by the clock, and of all threads of the process. */
class Fastest {
  clock = Number.POSITIVE_INFINITY;
  processor = Number.POSITIVE_INFINITY;

  /** Runs `work` once to warm up, then `runs` times. */
  async take(work: () => Promise<unknown>, runs: number): Promise<void> {
    await setTimeout(REST);
    await work();
    for (let i = 0; i < runs; i++) {
      const [used, start] = [process.cpuUsage(), performance.now()];
      await work();
      this.clock = Math.min(this.clock, performance.now() - start);
      const { user, system } = process.cpuUsage(used);
      this.processor = Math.min(this.processor, (user + system) / 1000);
    }
  }

  toString(): string {
    return `${this.clock.toFixed(1)} ms`;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
