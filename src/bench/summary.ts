/**
 * Tables of docs/benchmarks.md and of the README, made from the files in bench/results. `npm run bench` writes each
 * between two markers of its page; a test compares them with the files.
 */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { showSizes } from "./case.js";
import {
  bounds,
  memoryLines,
  partRates,
  type Ratios,
  type StrongestRatios,
  strongestRatios,
  threadRatios,
} from "./findings.js";
import { growthSlope } from "./growth.js";
import { digits, markdownTable, percent } from "./markdown.js";
import { type BenchResult, type BenchRow, type Growth, readResult } from "./result.js";
import { LINES, type Line } from "./summary_lines.js";

const NAMES: Readonly<Record<string, string>> = {
  pytorch: "PyTorch",
  onnxruntime: "ONNX Runtime",
  openblas: "OpenBLAS",
  onednn: "oneDNN",
  "scikit-learn": "scikit-learn",
  "ml-kmeans": "ml-kmeans",
  "tfjs-wasm": "TensorFlow.js, wasm",
  "tfjs-webgpu": "TensorFlow.js, same adapter",
  "pytorch-cuda": "PyTorch, CUDA",
};

/** Smaller batches have no work for several threads. */
const LEAST_BATCH = 32;

/** Works that are summed up for each device's threads. */
const THREADED: readonly (readonly [what: string, works: readonly string[]])[] = [
  ["LSTM and GRU with B from 32 up", ["lstm_forward", "lstm_backward", "gru_forward", "gru_backward"]],
  ["conv2d", ["conv2d_forward", "conv2d_backward"]],
  ["k-means", ["kmeans_assign", "kmeans_update", "kmeans_lloyd"]],
  ["the clusterer's training step", ["clusterer_step"]],
];

/** One file of bench/results. */
export interface ResultFile {
  /** Without the folder and `.json`. */
  readonly name: string;
  readonly result: BenchResult;
}

/** What `--results` wrote into a folder, by file name. @throws {ArgumentError} where a file is something else. */
export async function readResultFolder(folder: string): Promise<ResultFile[]> {
  const names = (await readdir(folder)).filter((name) => /^(native|webgpu)-.*\.json$/.test(name)).sort();
  const files = names.map(async (name) => ({
    name: name.replace(/\.json$/, ""),
    result: await readResult(join(folder, name)),
  }));
  return Promise.all(files);
}

/** The section's Markdown: AVX2, which most CPUs have, first. */
export function renderSummary(files: readonly ResultFile[]): string {
  if (files.length === 0) return "Nothing is measured yet: `npm run bench -- --peers` fills this in.";
  return inOrder(files).map(renderFile).join("\n\n");
}

/** The README's few lines: works in plain words, from the first file with results of a CPU. */
export function renderShortSummary(files: readonly ResultFile[]): string {
  const file = inOrder(files).find(({ result }) => result.devices[0]!.kind === "native");
  if (!file) return renderSummary([]);
  const { result } = file;
  const rows = lineRatios(result).flatMap(({ line, all }) => {
    if (!line.plain) return [];
    const faster = all.mean >= 1 ? "" : " (Skein is slower)";
    return [[line.plain, showNames(all.names), `${digits(all.mean)} times as long${faster}`]];
  });
  return [
    `${whereOf(result)}, all of them in use, ${result.date.slice(0, 10)}:`,
    markdownTable(["work", "strongest other library", "takes, of Skein's time"], rows, 3),
  ].join("\n\n");
}

const ORDER = ["avx2", "avx512", "neon", "baseline"];

function inOrder(files: readonly ResultFile[]): ResultFile[] {
  const place = ({ result }: ResultFile) => {
    const at = ORDER.indexOf(String(result.devices[0]!.details.simd));
    return at < 0 ? ORDER.length : at;
  };
  return [...files].sort((a, b) => place(a) - place(b));
}

/** Ratios of all lines that a run has figures of. */
function lineRatios({ devices, rows }: BenchResult) {
  return LINES.flatMap((line) => {
    if (line.device !== devices[0]!.kind) return [];
    const own = rowsOf(rows, line);
    const all = strongestRatios(own, "all");
    return all ? [{ line, all, one: strongestRatios(own, "one") }] : [];
  });
}

function whereOf({ machine, threads, devices }: BenchResult): string {
  const device = devices[0]!;
  return device.kind === "native"
    ? `${threads} cores of an ${device.name} (${device.details.simd})`
    : `WebGPU on ${device.name}${device.isGpu ? "" : `, which is software on ${machine.cores} cores of an ${machine.cpu}`}`;
}

function renderFile({ name, result }: ResultFile): string {
  const { rows, date, threads } = result;
  const found = lineRatios(result);
  const single = found.some(({ one }) => one !== null);
  const pair = (ratios: Ratios | null) =>
    ratios ? [digits(ratios.mean), digits(ratios.lowest)] : ["-", "-"];
  const lines = found.map(({ line: { what, shapes }, all, one }) => [
    ...[what, shapes, showNames(all.names)],
    ...(single ? pair(one) : []),
    ...pair(all),
  ]);
  const titles = single
    ? ["1 thread: mean", "lowest", `${threads} threads: mean`, "lowest"]
    : ["mean", "lowest"];
  const table = markdownTable(["work", "shapes", "strongest peer, rows", ...titles], lines, 3);
  const figures = [
    ...peerLines(result),
    ...moveLines(result),
    ...memoryLines(rows).map((line) => line.replace("- ", "- Peak resident memory, ")),
    ...threadLines(result),
    ...growthLines(result.growth),
    ...boundLines(rows),
  ];
  return [
    `${whereOf(result)}, ${date.slice(0, 10)}; all figures: [bench/results/](../bench/results/${name}.md).`,
    ...(lines.length > 0 ? [table] : []),
    ...(figures.length > 0 ? [figures.join("\n")] : []),
  ].join("\n\n");
}

/** `OpenBLAS 5, oneDNN 2`; a name alone where it is the only one. */
function showNames(names: StrongestRatios["names"]): string {
  const show = (name: string) => NAMES[name] ?? name;
  if (names.length === 1) return show(names[0]![0]);
  return names.map(([name, rows]) => `${show(name)} ${rows}`).join(", ");
}

/** Bytes that permute and copy move, over what the memory was measured to move. */
function moveLines({ rows, devices }: BenchResult): string[] {
  const own = rows.filter(({ work }) => work === "permute");
  if (own.length === 0) return [];
  const parts = own.map(({ sizes, rooflineShare }) => `${showSizes(sizes)} ${percent(rooflineShare)}`);
  const { streamGBs } = devices[0]!.roofline;
  return [
    `- permute and copy, of the ${digits(streamGBs)} GB/s that memory was measured to move: ${parts.join(", ")}`,
  ];
}

function rowsOf(rows: readonly BenchRow[], { works, only = () => true }: Line): BenchRow[] {
  return rows.filter(({ work, sizes }) => works.includes(work) && only(sizes));
}

/** Versions of the libraries in the device's rows, and which of them could not be held to its instruction set. */
function peerLines({ peers, rows, devices }: BenchResult): string[] {
  const { simd } = devices[0]!.details;
  const parts = peers.flatMap(({ name, version, settings }) => {
    const measured = rows.some((row) => row.peers.some((peer) => peer.name === name && peer.ratio !== null));
    if (!measured || version === null) return [];
    const more =
      simd === "avx2" && settings.some((text) => text.includes("avx512")) ? ", which keeps AVX-512" : "";
    return [`${NAMES[name] ?? name} ${version.replace(/^OpenBLAS /, "")}${more}`];
  });
  return parts.length > 0 ? [`- Libraries: ${parts.join("; ")}`] : [];
}

function threadLines({ rows, threads }: BenchResult): string[] {
  const parts = THREADED.flatMap(([what, works]) => {
    const own = rows.filter(
      ({ work, sizes }) => works.includes(work) && (sizes.B ?? LEAST_BATCH) >= LEAST_BATCH,
    );
    const ratios = threadRatios(own);
    return ratios ? [`${what} ${digits(ratios.mean)} (${digits(ratios.lowest)})`] : [];
  });
  return parts.length > 0 ? [`- ${threads} threads over one, mean (lowest): ${parts.join(", ")}`] : [];
}

function growthLines(all: readonly Growth[]): string[] {
  const parts = all.map((growth) => {
    const { work, by, points } = growth;
    const sizes = points.map(({ size }) => size);
    return `${work} in ${by} (${Math.min(...sizes)} to ${Math.max(...sizes)}) ${growthSlope(growth).toFixed(2)}`;
  });
  return parts.length > 0 ? [`- Growth of time, slope of the log-log fit: ${parts.join(", ")}`] : [];
}

function boundLines(rows: readonly BenchRow[]): string[] {
  return bounds(rows).flatMap(({ row, part, share }) => {
    const { work, sizes } = row;
    if (work !== "predict_folder") return [];
    const { whole, alone } = partRates(row);
    return [
      `- Prediction from a folder of ${sizes.side} x ${sizes.side} PNG files: ${whole} (${alone}); ` +
        `${part} alone takes ${percent(share)} of its time`,
    ];
  });
}

const [BEGIN, END] = ["<!-- bench -->", "<!-- /bench -->"];

/** A page with another section between its markers; null where it has none. */
export function replaceSummary(page: string, section: string): string | null {
  const [before, rest] = splitAt(page, BEGIN);
  const [, after] = rest === null ? ["", null] : splitAt(rest, END);
  return after === null ? null : `${before}${BEGIN}\n${section}\n${END}${after}`;
}

function splitAt(text: string, marker: string): [before: string, after: string | null] {
  const at = text.indexOf(marker);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + marker.length)];
}
