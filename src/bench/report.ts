/** A run as a page of Markdown that reads well in a terminal too. */
import { showSizes } from "./case.js";
import type { ComparedRuns } from "./compare.js";
import type { BenchResult, BenchRow, DeviceEntry } from "./result.js";
import { geometricMean, logLogSlope, spread } from "./statistics.js";

/** Three significant digits, without an exponent. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const magnitude = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.min(6, Math.max(0, 2 - magnitude)));
}

/** A table with aligned columns; the first `left` of them to the left. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  left = 2,
): string {
  const widths = header.map((title, i) => Math.max(3, title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i < left ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(" | ")} |`;
  const rule = widths.map((width, i) => (i < left ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  return [line(header), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}

export function renderReport(result: BenchResult, compared: ComparedRuns | null = null): string {
  const parts = [header(result)];
  for (const device of result.devices) {
    const rows = result.rows.filter((row) => row.device === device.kind);
    if (rows.length > 0) parts.push(deviceSection(device, rows));
  }
  const ratios = ratioSection(result.rows);
  if (ratios) parts.push(ratios);
  const growth = growthSection(result.rows);
  if (growth) parts.push(growth);
  if (result.failures.length > 0) {
    const lines = result.failures.map(
      ({ device, work, sizes, reason }) => `- ${device}, ${work} ${showSizes(sizes)}: ${reason}`,
    );
    parts.push(`## Not measured\n\n${lines.join("\n")}`);
  }
  if (compared) parts.push(comparisonSection(compared));
  return `${parts.join("\n\n")}\n`;
}

function header({
  date,
  command,
  versions,
  machine,
  threads,
  seconds,
  devices,
  ...rest
}: BenchResult): string {
  const { cpu, cores, memoryGiB, os } = machine;
  const absent = [
    ...rest.missingDevices.map(({ kind, reason }) => `- ${kind} device: absent (${reason})`),
    ...rest.peers.map(
      ({ name, version, absent: why }) => `- ${name}: ${why === null ? version : `absent (${why})`}`,
    ),
  ];
  return [
    `# skein bench, ${date}`,
    "",
    `- command: \`${command}\``,
    `- machine: ${cpu}, ${cores} core${cores === 1 ? "" : "s"}, ${memoryGiB} GiB, ${os}; ${threads} thread${threads === 1 ? "" : "s"} for each`,
    `- versions: ${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(", ")}`,
    `- float32; medians of at least ${seconds} s per row after warm-up, everyone taking turns; a sample is as many`,
    "  runs as take 5 ms, and one wait. ± is the interquartile range over the median. Time is from recording to the",
    "  end of the wait; device time is what the kernels took (on WebGPU by timestamp queries)",
    ...devices.map(deviceLine),
    ...absent,
  ].join("\n");
}

function deviceLine({ kind, name, details, maxBindingBytes, roofline }: DeviceEntry): string {
  const list = Object.entries(details).map(
    ([key, value]) => `${key} ${Array.isArray(value) ? value.join(" ") || "none" : value}`,
  );
  const { streamGBs, stream, fmaGFlops, fma } = roofline;
  return [
    `- ${kind}: ${name} (${[...list, ...(kind === "webgpu" ? [`maxBindingBytes ${maxBindingBytes}`] : [])].join(", ")});`,
    `  roofline here and now: ${digits(streamGBs)} GB/s (${stream}), ${digits(fmaGFlops)} GFLOP/s (${fma})`,
  ].join("\n");
}

function deviceSection({ kind, name }: DeviceEntry, rows: readonly BenchRow[]): string {
  const peers = [...new Set(rows.flatMap((row) => row.peers.map((peer) => peer.name)))];
  const titles = ["time ms", "±", "device ms", "GFLOP/s", "GB/s", "flop/B", "roofline", "error", "rate"];
  const table = markdownTable(
    ["work", "shape", ...titles, ...peers],
    rows.map((row) => [...cells(row), ...peers.map((peer) => peerCell(row, peer))]),
  );
  const note = peers.length > 0 ? "\n\nPeers: their time over Skein's." : "";
  return `## ${kind}: ${name}\n\n${table}${note}`;
}

function cells(row: BenchRow): string[] {
  const { time, deviceMs, gflops, gbs, intensity, rooflineShare, maxError, items } = row;
  return [
    row.work,
    showSizes(row.sizes),
    digits(time.median),
    `${(100 * spread(time)).toFixed(0)} %`,
    deviceMs === null ? "-" : digits(deviceMs),
    digits(gflops),
    digits(gbs),
    digits(intensity),
    `${(100 * rooflineShare).toFixed(0)} %`,
    maxError === null ? "-" : maxError.toExponential(1),
    items ? `${Math.round(items.perSecond).toLocaleString("en-US")} ${items.unit}/s` : "-",
  ];
}

function peerCell({ peers }: BenchRow, name: string): string {
  const peer = peers.find((each) => each.name === name);
  if (!peer || peer.ratio === null) return "-";
  return `${digits(peer.ratio)}${peer.agrees ? "" : " DIFFERS"}`;
}

/** Peers' times over Skein's, summed up by work. */
function ratioSection(rows: readonly BenchRow[]): string | null {
  const groups = new Map<string, number[]>();
  for (const { device, work, peers } of rows) {
    for (const { name, ratio } of peers) {
      if (ratio === null) continue;
      const key = [device, work, name].join("\t");
      groups.set(key, [...(groups.get(key) ?? []), ratio]);
    }
  }
  if (groups.size === 0) return null;
  const table = markdownTable(
    ["device", "work", "peer", "shapes", "geometric mean", "lowest"],
    [...groups].map(([key, ratios]) => [
      ...key.split("\t"),
      String(ratios.length),
      digits(geometricMean(ratios)),
      digits(Math.min(...ratios)),
    ]),
    3,
  );
  return `## Peers' time over Skein's\n\n${table}`;
}

/** How time grows where rows differ in one size only; three rows at the least. */
function growthSection(rows: readonly BenchRow[]): string | null {
  const lines: string[][] = [];
  const series = new Map<string, { row: BenchRow; size: string }[]>();
  for (const row of rows) {
    for (const size of ["T", "N"].filter((name) => name in row.sizes)) {
      const { [size]: _, ...others } = row.sizes;
      const key = [row.device, row.work, size, showSizes(others)].join("\t");
      series.set(key, [...(series.get(key) ?? []), { row, size }]);
    }
  }
  for (const [key, members] of series) {
    if (members.length < 3) continue;
    const points = members.map(({ row, size }) => [row.sizes[size]!, row.time.median] as const);
    const values = points.map(([value]) => value).sort((a, b) => a - b);
    lines.push([...key.split("\t"), `${values[0]} to ${values.at(-1)}`, logLogSlope(points).toFixed(3)]);
  }
  if (lines.length === 0) return null;
  const table = markdownTable(["device", "work", "in", "others", "from", "slope"], lines, 4);
  return `## Growth of time (slope of the log-log fit)\n\n${table}`;
}

function comparisonSection({ rows, regressions, unmatched, warnings }: ComparedRuns): string {
  const table = markdownTable(
    ["work", "shape", "device", "before ms", "now ms", "now / before"],
    rows.map(({ row, before, ratio, regressed }) => [
      row.work,
      showSizes(row.sizes),
      row.device,
      digits(before),
      digits(row.time.median),
      `${digits(ratio)}${regressed ? " SLOWER" : ""}`,
    ]),
    3,
  );
  const mean =
    rows.length > 0 ? `Geometric mean ${digits(geometricMean(rows.map(({ ratio }) => ratio)))}. ` : "";
  const summary = `${mean}${regressions.length} of ${rows.length} rows are slower than allowed; ${unmatched} have no counterpart.`;
  return ["## Against the earlier run", table, summary, ...warnings.map((warning) => `- ${warning}`)].join(
    "\n\n",
  );
}
