/**
 * The README's short table, made from the files in bench/results. `npm run bench` writes it between two
 * markers; a test compares it with the files.
 */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Sizes } from "./case.js";
import { bounds, partRates, peerRatios, type Ratios, threadRatios } from "./findings.js";
import { growthSlope } from "./growth.js";
import { digits, markdownTable, percent, rate } from "./markdown.js";
import { type BenchResult, type BenchRow, type Growth, readResult } from "./result.js";

/** A line of the table. */
interface Line {
  readonly device: "native" | "webgpu";
  readonly what: string;
  readonly shapes: string;
  readonly works: readonly string[];
  readonly peer: string;
  /** Which of the works' rows count. Default: all. */
  readonly only?: (sizes: Sizes) => boolean;
}

const NAMES: Readonly<Record<string, string>> = {
  pytorch: "PyTorch",
  onnxruntime: "ONNX Runtime",
  "scikit-learn": "scikit-learn",
  "ml-kmeans": "ml-kmeans",
  "tfjs-wasm": "TensorFlow.js, wasm",
  "tfjs-webgpu": "TensorFlow.js, same adapter",
};

const single = ({ D, T }: Sizes) => D === 1 && T === 28;
const small = ({ H, B }: Sizes) => H! <= 128 && (B === 32 || B === 128);
const LLOYD = [60_000, 200_000, 1_000_000];

const LINES: readonly Line[] = [
  {
    device: "native",
    what: "LSTM and GRU forward",
    shapes: "H 64 to 512, B 1 to 256",
    works: ["lstm_forward", "gru_forward"],
    peer: "onnxruntime",
    only: (sizes) => single(sizes) && sizes.B !== 32,
  },
  {
    device: "native",
    what: "LSTM and GRU forward + backward",
    shapes: "H 64 to 512, B 16 to 256",
    works: ["lstm_backward", "gru_backward"],
    peer: "pytorch",
    only: single,
  },
  {
    device: "native",
    what: "the same, 2 layers, bidirectional",
    shapes: "H 128, B 128",
    works: ["lstm_backward", "gru_backward"],
    peer: "pytorch",
    only: ({ L }) => L === 2,
  },
  {
    device: "native",
    what: "conv2d forward",
    shapes: "the encoder's two, 64x32x28x28 to 64",
    works: ["conv2d_forward"],
    peer: "pytorch",
  },
  {
    device: "native",
    what: "conv2d backward",
    shapes: "the same",
    works: ["conv2d_backward"],
    peer: "pytorch",
  },
  {
    device: "native",
    what: "GEMM",
    shapes: "squares 128 to 2048, two of a layer",
    works: ["gemm"],
    peer: "pytorch",
  },
  {
    device: "native",
    what: "training step of the clusterer, with augmentation",
    shapes: "B 500",
    works: ["clusterer_step"],
    peer: "pytorch",
    only: ({ B }) => B === 500,
  },
  {
    device: "native",
    what: "row LSTM's training step",
    shapes: "H 128, B 128",
    works: ["row_lstm_step"],
    peer: "tfjs-wasm",
    only: ({ H, B }) => H === 128 && B === 128,
  },
  {
    device: "native",
    what: "k-means, 10 iterations",
    shapes: "60000x784 K 10; 200000x64 K 100; 1000000x16 K 256",
    works: ["kmeans_lloyd"],
    peer: "scikit-learn",
    only: ({ N }) => LLOYD.includes(N!),
  },
  {
    device: "native",
    what: "k-means, 10 iterations",
    shapes: "60000x784 K 10",
    works: ["kmeans_lloyd"],
    peer: "ml-kmeans",
    only: ({ N }) => N === LLOYD[0],
  },
  {
    device: "native",
    what: "prediction",
    shapes: "10,000 digits",
    works: ["predict"],
    peer: "onnxruntime",
  },
  {
    device: "webgpu",
    what: "LSTM forward",
    shapes: "H 64, 128, B 32, 128",
    works: ["lstm_forward"],
    peer: "tfjs-webgpu",
    only: (sizes) => single(sizes) && small(sizes),
  },
  {
    device: "webgpu",
    what: "row LSTM's training step",
    shapes: "H 64, 128, B 32, 128",
    works: ["row_lstm_step"],
    peer: "tfjs-webgpu",
    only: small,
  },
  {
    device: "webgpu",
    what: "GEMM",
    shapes: "squares 256 to 1024",
    works: ["gemm"],
    peer: "tfjs-webgpu",
    only: ({ m, n, k }) => m === n && n === k && m! >= 256 && m! <= 1024,
  },
  {
    device: "webgpu",
    what: "conv2d forward",
    shapes: "as on the CPU",
    works: ["conv2d_forward"],
    peer: "tfjs-webgpu",
  },
];

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

/** The section's Markdown. */
export function renderSummary(files: readonly ResultFile[]): string {
  if (files.length === 0) return "Nothing is measured yet: `npm run bench -- --peers` fills this in.";
  return files.map(renderFile).join("\n\n");
}

function renderFile({ name, result }: ResultFile): string {
  const { rows, machine, date, threads } = result;
  const device = result.devices[0]!;
  const where =
    device.kind === "native"
      ? `${threads} cores of an ${device.name} (${device.details.simd})`
      : `WebGPU on ${device.name}${device.isGpu ? "" : `, which is software on ${machine.cores} cores of an ${machine.cpu}`}`;
  const lines = LINES.flatMap((line) => {
    if (line.device !== device.kind) return [];
    const ratios = peerRatios(rowsOf(rows, line), line.peer);
    return ratios ? [cells(line, ratios)] : [];
  });
  const table = markdownTable(["work", "shapes", "against", "mean", "lowest"], lines, 3);
  const figures = [
    ...peerLines(result),
    ...threadLines(result),
    ...growthLines(result.growth),
    ...boundLines(rows),
  ];
  return [
    `${where}, ${date.slice(0, 10)}; all figures: [bench/results/](bench/results/${name}.md).`,
    ...(lines.length > 0 ? [table] : []),
    ...(figures.length > 0 ? [figures.join("\n")] : []),
  ].join("\n\n");
}

function rowsOf(rows: readonly BenchRow[], { works, only = () => true }: Line): BenchRow[] {
  return rows.filter(({ work, sizes }) => works.includes(work) && only(sizes));
}

function cells({ what, shapes, peer }: Line, { mean, lowest }: Ratios): string[] {
  return [what, shapes, NAMES[peer] ?? peer, digits(mean), digits(lowest)];
}

/** Versions and threads of the libraries in the device's rows. */
function peerLines({ peers, rows }: BenchResult): string[] {
  const parts = peers.flatMap(({ name, version }) => {
    const measured = rows.some((row) => row.peers.some((peer) => peer.name === name && peer.ratio !== null));
    return measured && version !== null ? [`${NAMES[name] ?? name}: ${version}`] : [];
  });
  return parts.length > 0 ? [`- Libraries: ${parts.join("; ")}`] : [];
}

function threadLines({ rows, threads }: BenchResult): string[] {
  const parts = THREADED.flatMap(([what, works]) => {
    const ratios = threadRatios(rows.filter(({ work }) => works.includes(work)));
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

/** The README with another section between its markers; null where it has none. */
export function replaceSummary(readme: string, section: string): string | null {
  const [before, rest] = splitAt(readme, BEGIN);
  const [, after] = rest === null ? ["", null] : splitAt(rest, END);
  return after === null ? null : `${before}${BEGIN}\n${section}\n${END}${after}`;
}

function splitAt(text: string, marker: string): [before: string, after: string | null] {
  const at = text.indexOf(marker);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + marker.length)];
}
