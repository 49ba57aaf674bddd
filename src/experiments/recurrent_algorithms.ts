/**
 * What each WebGPU algorithm of a recurrent sweep costs on this machine's adapter, beside the one that
 * src/kernels/recurrent_passes.ts chooses: the measurement behind its choices.
 *
 *   node dist/experiments/recurrent_algorithms.js [--cells lstm,gru] [--hidden 64,128] [--batch 1,16] [--steps 28]
 *     [--json FILE]
 *
 * Milliseconds of a sweep: "device" by timestamps where the adapter has them, "whole" per command of a queue that
 * is kept full, Node's part included. Every result is compared with that of `plain`.
 */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Device } from "../device/index.js";
import { openDevice } from "../device/node/index.js";
import { compare, hostArray } from "../kernels/compare.js";
import { gruSweeps } from "../kernels/gru.js";
import type { AdapterTraits, AnyKernel } from "../kernels/kernel.js";
import { loadKernels } from "../kernels/load.js";
import { lstmSweeps } from "../kernels/lstm.js";
import type { RecurrentShape } from "../kernels/recurrent.js";
import { recurrentAlgorithms, recurrentPasses, type Sweep } from "../kernels/recurrent_passes.js";
import { rnnSweeps } from "../kernels/rnn.js";
import { caseInputs } from "../kernels/run_case.js";

const sweepsOf = { lstm: lstmSweeps, gru: gruSweeps, rnn: rnnSweeps };
/** What a queue of one command is timed for, and the least number of commands. */
const [SECONDS, COMMANDS] = [0.15, 3];
const SEED = 20261127;

interface Row {
  readonly kernel: string;
  readonly hidden: number;
  readonly batch: number;
  readonly steps: number;
  readonly algorithm: string;
  readonly chosen: boolean;
  readonly deviceMs: number | null;
  readonly wholeMs: number;
  /** Largest difference from `plain`, in tolerances of the kernel. */
  readonly difference: number;
}

type Slices = Record<string, { buffer: ReturnType<Device["createBuffer"]>; offset: number; bytes: number }>;

class Work {
  readonly #slices: Slices;
  readonly #variants = new Map<AnyKernel["passes"], AnyKernel>();

  constructor(
    readonly device: Device,
    readonly kernel: AnyKernel,
    readonly params: Readonly<Record<string, number>>,
    readonly inputs: ReturnType<typeof caseInputs>,
  ) {
    this.#slices = Object.fromEntries(
      Object.entries(inputs).map(([name, values]) => {
        const slice = { buffer: device.createBuffer(values.byteLength), offset: 0, bytes: values.byteLength };
        return [name, slice];
      }),
    );
  }

  write(): void {
    for (const [name, values] of Object.entries(this.inputs)) this.device.write(this.#slices[name]!, values);
  }

  /** The kernel with other passes: one object for each, by which the device knows its pipelines. */
  record(passes: AnyKernel["passes"]): void {
    const kernel = this.#variants.get(passes) ?? { ...this.kernel, passes };
    this.#variants.set(passes, kernel);
    this.device.record(kernel, this.#slices as never, this.params);
  }

  /** Everything that the kernel writes. */
  async results(): Promise<Record<string, ArrayLike<number>>> {
    const written = this.kernel.bindingList.filter(
      ([, { access }]) => access === "write" || access === "readWrite",
    );
    const results: Record<string, ArrayLike<number>> = {};
    for (const [name, { dtype }] of written) {
      results[name] = hostArray(dtype, await this.device.read(this.#slices[name]!));
    }
    return results;
  }

  release(): void {
    for (const { buffer } of Object.values(this.#slices)) buffer.release();
  }
}

async function time(
  work: Work,
  passes: AnyKernel["passes"],
): Promise<{ device: number | null; whole: number }> {
  const { device } = work;
  const run = async (commands: number) => {
    const start = performance.now();
    for (let i = 0; i < commands; i++) {
      work.record(passes);
      device.submit();
    }
    await device.sync();
    return performance.now() - start;
  };
  await run(1);
  const once = await run(1);
  const commands = Math.max(COMMANDS, Math.min(200, Math.ceil((SECONDS * 1000) / once)));
  const whole = (await run(commands)) / commands;
  if (!(device.info.details.features as string[]).includes("timestamp-query")) return { device: null, whole };
  const entries = await device.profile(() => {
    for (let i = 0; i < COMMANDS; i++) work.record(passes);
  });
  const times = entries.map(({ duration }) => duration).sort((a, b) => a - b);
  return { device: times[Math.floor(times.length / 2)] ?? null, whole };
}

async function measure(
  device: Device,
  sweep: Sweep,
  kernel: AnyKernel,
  shape: RecurrentShape,
): Promise<Row[]> {
  const params = { ...shape, reversed: 0, has_lengths: 0, whole: 0, step: 0 };
  const work = new Work(device, kernel, params, caseInputs(kernel, { params }, SEED));
  const rows: Row[] = [];
  const seen: { traits: AdapterTraits | null } = { traits: null };
  // The adapter's traits are the backend's own; a pass list gets them.
  work.write();
  work.record((p, traits) => {
    seen.traits = traits;
    return recurrentAlgorithms.plain(sweep, p as never, traits)!;
  });
  const want = await work.results();
  const traits = seen.traits!;
  const chosen = JSON.stringify(recurrentPasses(sweep)(shape, traits));
  for (const [algorithm, make] of Object.entries(recurrentAlgorithms)) {
    const passes = make(sweep, shape, traits);
    if (!passes) continue;
    work.write();
    const only = () => passes;
    work.record(only);
    const got = await work.results();
    const difference = Math.max(
      ...Object.entries(want).map(
        ([name, values]) =>
          compare(got[name] as never, Float64Array.from(values), kernel.tolerance).worstRatio,
      ),
    );
    // Run over and over, a backward sweep takes its own results for gates: they need not stay finite.
    const { device: deviceMs, whole: wholeMs } = await time(work, only);
    const { hidden, batch, steps } = shape;
    const row = { kernel: kernel.name, hidden, batch, steps, algorithm, deviceMs, wholeMs, difference };
    rows.push({ ...row, chosen: JSON.stringify(passes) === chosen });
    print(rows.at(-1)!);
  }
  work.release();
  return rows;
}

function print({
  kernel,
  hidden,
  batch,
  steps,
  algorithm,
  chosen,
  deviceMs,
  wholeMs,
  difference,
}: Row): void {
  const ms = (value: number | null) => (value === null ? "-" : value.toFixed(3));
  const cells = [kernel, `H ${hidden}`, `B ${batch}`, `T ${steps}`, algorithm + (chosen ? " (chosen)" : "")];
  console.log(
    [...cells, `device ${ms(deviceMs)}`, `whole ${ms(wholeMs)}`, `difference ${difference.toFixed(2)}`].join(
      ", ",
    ),
  );
}

const { values } = parseArgs({
  options: {
    cells: { type: "string", default: "lstm,gru" },
    hidden: { type: "string", default: "64,128,256,512" },
    batch: { type: "string", default: "1,16,128,256" },
    steps: { type: "string", default: "28" },
    json: { type: "string" },
  },
});
const numbers = (text: string) => text.split(",").map(Number);
const kernels = await loadKernels();
const device = await openDevice("webgpu");
console.log(device.info.name);
const rows: Row[] = [];
for (const cell of values.cells.split(",") as (keyof typeof sweepsOf)[]) {
  for (const sweep of Object.values(sweepsOf[cell])) {
    for (const hidden of numbers(values.hidden)) {
      for (const batch of numbers(values.batch)) {
        for (const steps of numbers(values.steps)) {
          const shape = { batch, steps, hidden, directions: 1 };
          rows.push(...(await measure(device, sweep, kernels.get(sweep.kernel)!, shape)));
        }
      }
    }
  }
}
if (values.json)
  await writeFile(values.json, `${JSON.stringify({ device: device.info.name, rows }, null, 1)}\n`);
device.close();
