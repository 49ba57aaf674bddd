/** `skein devices`: what was looked for and found, what it reaches, and what to do about what is missing. */
import { existsSync } from "node:fs";
import type { DeviceInfo } from "../device/index.js";
import { openDevice } from "../device/node/index.js";
import { DeviceError } from "../errors.js";
import { type Collectives, gatherJson } from "../parallel/index.js";
import { localRank } from "../parallel/node/index.js";
import { describeDevice } from "./about.js";
import { EXIT } from "./exit_codes.js";
import { currentRanks } from "./job.js";
import type { CommonOptions } from "./options.js";
import type { Output } from "./output.js";
import { measureRates, type Rates } from "./rates.js";
import { table } from "./table.js";

const LOOKED_FOR = [
  ["native", "C++ kernels on the CPU"],
  ["webgpu", "WebGPU through Dawn: Vulkan, Metal or D3D12"],
] as const;

interface Finding {
  readonly kind: "native" | "webgpu";
  readonly what: string;
  readonly info: DeviceInfo | null;
  readonly rates: Rates | null;
  /** Why there is no such device, and what to do. */
  readonly trouble: string | null;
}

export async function devices({ json = false }: CommonOptions, out: Output): Promise<number> {
  const ranks = currentRanks();
  // Ranks of one machine would measure how they disturb each other.
  const measured = ranks.rank === 0;
  const findings: Finding[] = [];
  for (const [kind, what] of LOOKED_FOR) {
    out.note(`looking for ${kind} (${what}) ...`);
    findings.push(await look(kind, what, measured));
  }
  const hints = hintsFor(findings);
  const chosen =
    findings.find(({ info }) => info?.isGpu) ?? findings.find(({ kind, info }) => kind === "native" && info);
  const auto = chosen?.kind ?? null;
  const all = await gatherRanks(ranks, chosen?.info ?? null, findings);
  if (json) {
    await out.data(`${JSON.stringify({ ...asJson(findings, hints, auto), ...(all && { ranks: all }) })}\n`);
  } else {
    await out.result(asText(findings, hints, auto));
    if (all) await out.result(asTable(all));
  }
  return findings.some(({ info }) => info !== null) ? EXIT.success : EXIT.failure;
}

async function look(kind: Finding["kind"], what: string, measured: boolean): Promise<Finding> {
  try {
    using device = await openDevice(kind);
    return {
      kind,
      what,
      info: device.info,
      rates: measured ? await measureRates(device) : null,
      trouble: null,
    };
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    return { kind, what, info: null, rates: null, trouble: error.message };
  }
}

/** One process of the job. */
interface RankRow {
  readonly rank: number;
  readonly host: string;
  /** Its number among the processes of that machine. */
  readonly localRank: number;
  /** What `--device auto` takes there. */
  readonly device: string | null;
  readonly threads: number | null;
  readonly simd: string | null;
}

/** What each rank has, or nothing where there is one process alone. */
async function gatherRanks(
  ranks: Collectives,
  chosen: DeviceInfo | null,
  findings: readonly Finding[],
): Promise<RankRow[] | undefined> {
  if (ranks.size === 1) return undefined;
  const native = findings.find(({ kind }) => kind === "native")?.info?.details;
  return gatherJson<RankRow>(ranks, {
    rank: ranks.rank,
    host: ranks.host,
    localRank: (await localRank(ranks)).rank,
    device: chosen && describeDevice(chosen),
    threads: native ? Number(native.threads) : null,
    simd: native ? String(native.simd) : null,
  });
}

function asTable(all: readonly RankRow[]): string {
  const rows = all.map(({ rank, host, localRank: local, device, threads, simd }) =>
    [rank, host, local, threads ?? "-", simd ?? "-", device ?? "none"].map(String),
  );
  return `\n${table(["rank", "<host", "local rank", "threads", "<SIMD", "<device"], rows)}`;
}

/** What a person can try where no GPU answered: a card that is there but unseen is most often a matter of a container. */
function hintsFor(findings: readonly Finding[]): string[] {
  const gpu = findings.some(({ info }) => info?.isGpu);
  if (gpu || process.platform !== "linux") return [];
  const hints: string[] = [];
  if (existsSync("/dev/nvidiactl") || existsSync("/dev/dxg")) {
    hints.push(
      "An NVIDIA card is here, but Vulkan does not see it. In a container, start it with " +
        "NVIDIA_DRIVER_CAPABILITIES=all (or compute,utility,graphics), and see that the driver's " +
        "nvidia_icd.json is in /usr/share/vulkan/icd.d or /etc/vulkan/icd.d, or is named by VK_DRIVER_FILES.",
    );
  } else if (existsSync("/dev/dri")) {
    hints.push(
      "A graphics card is in /dev/dri, but Vulkan does not use it: apt install mesa-vulkan-drivers, and add " +
        'yourself to the group that owns it: sudo usermod -aG render "$USER", then log in again.',
    );
  }
  if (findings.some(({ kind, info }) => kind === "webgpu" && info === null)) {
    hints.push(
      "Without a GPU, WebGPU can still be tried on Mesa's software driver. In skein's folder this fetches it " +
        'into .cache (Debian, Ubuntu): eval "$(node scripts/lavapipe.js --env)"',
    );
  }
  return hints;
}

function asText(findings: readonly Finding[], hints: readonly string[], auto: string | null): string {
  const lines: string[] = [];
  for (const { kind, what, info, rates, trouble } of findings) {
    lines.push(`${kind}: ${info ? describeDevice(info) : "not available"}`);
    if (!info) lines.push(`  looked for   ${what}`);
    for (const [name, value] of Object.entries(info ? detailsOf(info) : {}))
      lines.push(`  ${name.padEnd(12)} ${value}`);
    if (rates) {
      lines.push(`  ${"copy".padEnd(12)} ${rates.copyGBs.toFixed(1)} GB/s (64 MiB read and written)`);
      lines.push(
        `  ${"FMA".padEnd(12)} ${rates.fmaGFlops.toFixed(1)} GFLOP/s (gemm 1024 x 1024 x 1024, float32)`,
      );
    }
    if (trouble) lines.push(`  trouble      ${trouble}`);
    lines.push("");
  }
  for (const hint of hints) lines.push(hint, "");
  lines.push(auto === null ? "--device auto finds nothing to run on." : `--device auto takes ${auto}.`);
  return `${lines.join("\n")}\n`;
}

/** What a person wants to know of a device, in words. */
function detailsOf({ kind, details, maxBindingBytes }: DeviceInfo): Record<string, string> {
  const text = (name: string) => String(details[name] ?? "");
  const list = (name: string) => (details[name] as readonly string[] | undefined)?.join(", ") || "none";
  if (kind === "native") {
    return { SIMD: `${text("simd")} (runs here: ${list("simdAvailable")})`, threads: text("threads") };
  }
  const mebibytes = (bytes: number) => `${Math.floor(bytes / 2 ** 20)} MiB`;
  return {
    adapter: details.software ? "software, slower than native: used only when asked for" : "GPU",
    driver: [text("vendor"), text("architecture"), text("description")].filter(Boolean).join(", "),
    features: list("features"),
    "opt-ins": list("optIns"),
    limits:
      `binding ${mebibytes(maxBindingBytes)}, buffer ${mebibytes(Number(details.maxBufferSize))}, ` +
      `workgroup ${text("maxComputeInvocationsPerWorkgroup")} invocations, ` +
      `${Number(details.maxComputeWorkgroupStorageSize) / 1024} KiB of shared memory`,
  };
}

function asJson(findings: readonly Finding[], hints: readonly string[], auto: string | null) {
  return {
    auto,
    devices: findings.map(({ kind, info, rates, trouble }) => ({
      kind,
      available: info !== null,
      ...(info && {
        name: info.name,
        isGpu: info.isGpu,
        maxBindingBytes: info.maxBindingBytes,
        ...info.details,
        ...rates,
      }),
      ...(trouble && { trouble }),
    })),
    hints,
  };
}
