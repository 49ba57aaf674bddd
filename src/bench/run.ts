/** Runs the benchmark: opens devices, starts peers, has the cases measured. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Device, WebGpuOptIns } from "../device/index.js";
import { openDevice } from "../device/node/index.js";
import { DeviceError } from "../errors.js";
import type { Family, GrowthSeries, Sizes } from "./case.js";
import { CaseRunner, type OpenDevice } from "./case_runner.js";
import { describeMachine, versions } from "./machine.js";
import { FULL_PACE, PEER_PACE, QUICK_PACE } from "./measure.js";
import { describeFacts, type PeerFacts, type PeerSetting } from "./peer_check.js";
import { Peer, type PeerDefinition, PeerError } from "./peers.js";
import type { BenchResult, DeviceEntry } from "./result.js";
import { measureRoofline } from "./roofline.js";

export type BenchDevice = "native" | "webgpu";

/** A family and the sizes of it to measure. */
export interface Selected {
  readonly family: Family;
  readonly sizes: readonly Sizes[];
  readonly growth?: GrowthSeries;
}

export interface RunOptions {
  readonly selected: readonly Selected[];
  readonly devices: readonly BenchDevice[];
  /** Peers to compare with. */
  readonly peers: readonly PeerDefinition[];
  /** Threads of the native device, and of each peer beside one thread; default: the native device's own. */
  readonly threads?: number;
  /** Instruction set of the native device and of the peers that can be held to one; default: the device's own. */
  readonly simd?: string;
  /** Of measurement, for each case and contestant. Default 1, beside peers 0.5. */
  readonly seconds?: number;
  /** Time the native device with one thread, too, where a family asks for it. */
  readonly scaling?: boolean;
  /** What the WebGPU device is opened with. */
  readonly optIns?: WebGpuOptIns;
  /** A few runs of each case, to see that it works. */
  readonly quick?: boolean;
  /** What the header says was typed. */
  readonly command: string;
  /** What is being done. */
  onProgress?: (line: string) => void;
  /** Ends the run after the row under way; what is measured is kept, but for half a growth series. */
  readonly signal?: AbortSignal;
}

export async function runBench(options: RunOptions): Promise<BenchResult> {
  const { quick = false, threads, simd } = options;
  const usual = quick ? QUICK_PACE : options.peers.length > 0 ? PEER_PACE : FULL_PACE;
  const seconds = quick ? 0 : (options.seconds ?? usual.seconds);
  const pace = { ...usual, seconds };
  const progress = options.onProgress ?? (() => {});
  const open: OpenDevice[] = [];
  const missingDevices: BenchResult["missingDevices"] = [];
  const peers: Peer[] = [];
  let oneThread: Device | null = null;
  const folder = await mkdtemp(join(tmpdir(), "skein-bench-"));
  try {
    for (const kind of options.devices) {
      progress(`opening ${kind} and measuring its roofline`);
      try {
        const device = await openDevice(kind, {
          ...(threads !== undefined && { threads }),
          ...(kind === "native" && simd !== undefined && { simd }),
          ...(kind === "webgpu" && options.optIns),
        });
        open.push({ device, roofline: await measureRoofline(device, pace, quick) });
      } catch (error) {
        if (!(error instanceof DeviceError)) throw error;
        missingDevices.push({ kind, reason: error.message });
      }
    }
    const used = threads ?? threadsOf(open);
    const found = await startPeers(options, used, open, peers);
    if (
      (options.scaling || peers.length > 0) &&
      used > 1 &&
      open.some(({ device }) => device.kind === "native")
    ) {
      oneThread = await openDevice("native", { threads: 1, ...(simd !== undefined && { simd }) });
    }
    const { signal } = options;
    const runner = new CaseRunner(open, oneThread, peers, pace, folder, progress, signal);
    for (const { family, sizes, growth } of options.selected) {
      for (const each of sizes) {
        if (signal?.aborted) break;
        await runner.run(family, each);
      }
      if (growth && !signal?.aborted) await runner.grow(family, growth);
    }
    return {
      format: "skein-bench",
      version: 1,
      date: new Date().toISOString().slice(0, 16).replace("T", " "),
      command: options.command,
      versions: versions(),
      machine: describeMachine(),
      threads: used,
      seconds,
      devices: open.map(describe),
      missingDevices,
      peers: found,
      rows: runner.rows,
      growth: runner.growth,
      failures: runner.failures,
    };
  } finally {
    for (const peer of peers) peer.stop();
    for (const { device } of open) device.close();
    oneThread?.close();
    await rm(folder, { recursive: true });
  }
}

function threadsOf(open: readonly OpenDevice[]): number {
  const native = open.find(({ device }) => device.kind === "native");
  return Number(native?.device.info.details.threads ?? process.env.SKEIN_THREADS ?? describeMachine().cores);
}

function describe({ device, roofline }: OpenDevice): DeviceEntry {
  const { kind, name, isGpu, maxBindingBytes, details } = device.info;
  return { kind, name, isGpu, maxBindingBytes, details: { ...details }, roofline };
}

/** Each peer runs with all threads and with one, in a process for each. */
function settingsFor(
  { beside, single = false }: PeerDefinition,
  threads: number,
  open: readonly OpenDevice[],
): PeerSetting[] {
  const native = open.find(({ device }) => device.kind === "native");
  const simd = String(native?.device.info.details.simd ?? "");
  const counts = single ? [1] : beside === "native" && threads > 1 ? [threads, 1] : [threads];
  return counts.map((count) => ({ threads: count, simd }));
}

async function startPeers(
  { peers: definitions, devices: asked, onProgress: progress = () => {} }: RunOptions,
  threads: number,
  open: readonly OpenDevice[],
  started: Peer[],
): Promise<BenchResult["peers"]> {
  const found: BenchResult["peers"] = [];
  for (const definition of definitions) {
    const { name, beside } = definition;
    if (!asked.some((kind) => kind === beside)) continue;
    if (!open.some(({ device }) => device.kind === beside)) {
      const absent = `there is no ${beside} device to stand beside`;
      found.push({ name, version: null, absent, settings: [] });
      continue;
    }
    progress(`starting ${name}`);
    try {
      const facts: PeerFacts[] = [];
      for (const setting of settingsFor(definition, threads, open)) {
        const each = await Peer.start(definition, setting);
        started.push(each.peer);
        facts.push(each.facts);
      }
      const settings = facts.map(describeFacts);
      found.push({ name, version: facts[0]!.version, absent: null, settings });
    } catch (error) {
      if (!(error instanceof PeerError)) throw error;
      progress(`${name} is absent: ${error.message}`);
      found.push({ name, version: null, absent: error.message, settings: [] });
    }
  }
  return found;
}
