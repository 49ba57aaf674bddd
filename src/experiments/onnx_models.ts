/**
 * `npm run experiment:onnx`: three networks that PyTorch exports with random weights, beside ONNX Runtime on two threads: the
 * largest difference of their outputs, and the time of a batch. Needs `npm run bench:peers:setup`.
 */
import "../platform/node.js";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PYTHON_ENV, peerPython } from "../bench/peers.js";
import { openDevice } from "../device/node/index.js";
import { readOnnx } from "../onnx/node/read.js";
import type { OnnxRuntime } from "../onnx/node/runtime.js";
import { Random } from "../random/philox.js";

const root = new URL("../../", import.meta.url);
const THREADS = 2;
const BATCHES = [1, 16, 64];
/** Repetitions of a batch: the fastest of them counts. */
const repetitions = (batch: number) => (batch === 1 ? 30 : 5);

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
  const logs: number[] = [];
  for (const [name, file] of Object.entries(exportedModels())) {
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
      const times = { own: Infinity, other: Infinity };
      for (let i = 0; i < repetitions(batch); i++) {
        times.own = Math.min(times.own, await milliseconds(own));
        times.other = Math.min(times.other, await milliseconds(other));
      }
      logs.push(Math.log(times.own / times.other));
      console.log(
        `${name}, batch ${batch}: difference ${(worst / largest).toExponential(1)}, Skein ${times.own.toFixed(1)} ms, ONNX Runtime ${times.other.toFixed(1)} ms, ratio ${(times.own / times.other).toFixed(2)}`,
      );
    }
    model.release();
    await session.release();
  }
  const mean = Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
  console.log(`geometric mean of the ratios ${mean.toFixed(2)}`);
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
