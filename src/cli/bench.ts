/** `skein bench`: how fast this machine does Skein's work, beside other libraries where asked. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import {
  type BenchDevice,
  type BenchResult,
  compareRuns,
  families,
  parseShape,
  peerDefinitions,
  readResult,
  renderReport,
  runBench,
  select,
} from "../bench/index.js";
import { ArgumentError } from "../errors.js";
import { writeFileAtomically } from "../io/atomic_file.js";
import { commandLine } from "./about.js";
import { EXIT } from "./exit_codes.js";
import { InterruptListener } from "./interrupt.js";
import type { Output } from "./output.js";
import { table } from "./table.js";

export interface BenchOptions {
  readonly filter?: string;
  readonly shape?: string;
  readonly device: BenchDevice | "all";
  readonly threads?: number;
  readonly simd?: string;
  readonly seconds?: number;
  readonly quick?: boolean;
  readonly scaling?: boolean;
  readonly float16?: boolean;
  readonly subgroupMatrix?: boolean;
  readonly list?: boolean;
  /** True for all, or names. */
  readonly peers?: true | string;
  readonly json?: string;
  readonly results?: string;
  readonly compare?: string;
  readonly regression: number;
  readonly quiet?: boolean;
}

export async function bench(options: BenchOptions, out: Output): Promise<number> {
  const { filter, quick, scaling, device, threads, simd, seconds, float16, subgroupMatrix } = options;
  const shape = options.shape === undefined ? undefined : parseShape(options.shape);
  const selected = select(families, { filter, shape, quick });
  if (options.list) {
    const rows = selected.map(({ family: { work, about }, sizes, growth }) => {
      return [work, String(sizes.length), growth?.by ?? "", about];
    });
    await out.result(table(["<work", "shapes", "<growth", "<what"], rows));
    return EXIT.success;
  }
  // Read first: a wrong path shall not be found out after an hour.
  const before = options.compare === undefined ? null : await readResult(options.compare);
  const peers = peersFor(options.peers);
  using interrupt = new InterruptListener(out);
  interrupt.message = "Stopping after this row; what is measured is kept. Ctrl-C again ends at once.";
  const result = await runBench({
    selected,
    devices: device === "all" ? ["native", "webgpu"] : [device],
    peers,
    threads,
    simd,
    seconds,
    scaling,
    optIns: { float16, subgroupMatrix },
    quick,
    command: commandLine(process.argv.slice(2)),
    onProgress: (line) => out.note(line),
    signal: interrupt.signal,
  });
  const compared = before && compareRuns(result, before, options.regression);
  await out.result(renderReport(result, compared));
  if (options.json !== undefined) await writeJson(options.json, result);
  if (options.results !== undefined) await writeResults(options.results, result, out);
  interrupt.signal.throwIfAborted();
  return verdict(result, (compared?.regressions.length ?? 0) > 0, out);
}

function peersFor(asked: BenchOptions["peers"]): typeof peerDefinitions {
  if (asked === undefined) return [];
  if (asked === true) return peerDefinitions;
  const names = asked.split(",");
  for (const name of names) {
    if (peerDefinitions.some((peer) => peer.name === name)) continue;
    throw new ArgumentError(
      `--peers ${name} is unknown: choose from ${peerDefinitions.map((peer) => peer.name).join(", ")}`,
    );
  }
  return peerDefinitions.filter(({ name }) => names.includes(name));
}

/** One pair of files per device, named after it and its instruction set. */
async function writeResults(folder: string, result: BenchResult, out: Output): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const device of result.devices) {
    const own = <T extends { device: string }>(all: T[]) => all.filter((each) => each.device === device.kind);
    const part = {
      ...result,
      devices: [device],
      rows: own(result.rows),
      growth: own(result.growth),
      failures: own(result.failures),
    };
    const level = device.kind === "native" ? `-${device.details.simd}` : "";
    const name = `${device.kind}-${device.name}${level}`
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/-$/, "");
    const path = join(folder, name);
    await writeJson(`${path}.json`, part);
    await writeFileAtomically(`${path}.md`, renderReport(part));
    out.note(`wrote ${path}.md and .json`);
  }
}

async function writeJson(path: string, result: BenchResult): Promise<void> {
  await writeFileAtomically(path, `${JSON.stringify(result, null, 1)}\n`);
}

/** Failure: nothing could be measured, something failed, results differ, or a time regressed. */
function verdict({ devices, rows, failures }: BenchResult, regressed: boolean, out: Output): number {
  const differing = rows.filter(({ peers }) => peers.some(({ agrees }) => !agrees));
  if (devices.length === 0) out.warn("No device could be opened: see skein devices.");
  if (failures.length > 0) out.warn(`${failures.length} cases could not be measured.`);
  for (const { work, peers } of differing) {
    for (const { name, agrees, difference } of peers) {
      if (!agrees) out.warn(`${work}: ${name}'s result differs by ${difference?.toExponential(1)}.`);
    }
  }
  if (regressed) out.warn("Some rows are slower than --regression allows.");
  const well = devices.length > 0 && failures.length === 0 && differing.length === 0 && !regressed;
  return well ? EXIT.success : EXIT.failure;
}
