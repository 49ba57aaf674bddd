/** The tables of docs/benchmarks.md and of the README. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { families } from "../../src/bench/cases/index.js";
import { peerDefinitions } from "../../src/bench/peers.js";
import {
  readResultFolder,
  renderShortSummary,
  renderSummary,
  replaceSummary,
} from "../../src/bench/summary.js";
import { sampleGrowth, samplePeer, sampleResult, sampleRow } from "./sample.js";

const folder = mkdtempSync(join(tmpdir(), "skein-bench-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A row that took 2 ms, and each peer a bit more than the one before. */
function rowFor(device: "native" | "webgpu", work: string, sizes: Record<string, number>) {
  const peers = peerDefinitions
    .filter(({ beside }) => beside === device)
    .map(({ name }, i) => samplePeer(name, i + 2));
  return sampleRow(2, { device, work, sizes, peers });
}

/** All that a whole run measures. */
function wholeRun(device: "native" | "webgpu") {
  const rows = families.flatMap(({ work, shapes }) =>
    shapes.map((sizes) => rowFor(device, work, { ...sizes })),
  );
  const [native] = sampleResult([]).devices;
  return sampleResult(rows, { devices: [{ ...native!, kind: device }] });
}

it("has a line for every claim that a whole run can show", () => {
  const text = renderSummary([
    { name: "native-x", result: wholeRun("native") },
    { name: "webgpu-y", result: wholeRun("webgpu") },
  ]);
  expect(text.split("\n").filter((line) => /\d\.\d\d \|$/.test(line))).toHaveLength(21 + 7);
  // The first peer's ratio is the lowest.
  expect(text).toMatch(
    /\| LSTM and GRU forward +\| H 64 to 512, B 1 to 256 +\| PyTorch +\| 2\.00 \| +2\.00 \|/,
  );
  expect(text).toContain("[bench/results/](../bench/results/native-x.md)");
});

it("says in a few plain lines whether Skein is faster", () => {
  const slower = sampleRow(2, { work: "predict", sizes: { N: 10_000 }, peers: [samplePeer("pytorch", 0.5)] });
  const text = renderShortSummary([
    { name: "webgpu-y", result: wholeRun("webgpu") },
    {
      name: "native-x",
      result: sampleResult([rowFor("native", "gemm", { m: 512, n: 512, k: 512 }), slower]),
    },
  ]);
  const lines = text.split("\n").filter((line) => line.startsWith("| a") || line.startsWith("| p"));
  expect(lines.map((line) => line.replace(/ +/g, " "))).toEqual([
    "| a matrix product | PyTorch | 2.00 times as long |",
    "| predictions for 10,000 digits | PyTorch | 0.500 times as long (Skein is slower) |",
  ]);
});

it("counts the shapes that a line names, and no others", () => {
  const slow = (work: string, sizes: Record<string, number>, ratio: number) => {
    return sampleRow(2, { work, sizes, peers: [samplePeer("pytorch", ratio)] });
  };
  const lloyd = (N: number, ratio: number) => {
    const row = slow("kmeans_lloyd", { N, D: 64, K: 100 }, ratio);
    return { ...row, peers: [{ ...row.peers[0]!, name: "scikit-learn" }] };
  };
  const one = { H: 64, B: 16, T: 28, I: 28, D: 1, L: 1 };
  const rows = [
    slow("lstm_backward", one, 2),
    slow("gru_backward", one, 8),
    slow("lstm_backward", { ...one, T: 56 }, 100),
    slow("lstm_backward", { ...one, D: 2, L: 2 }, 7),
    lloyd(200_000, 5),
    lloyd(25_000, 100),
  ];
  const text = renderSummary([{ name: "native-x", result: sampleResult(rows) }]);
  expect(text).toMatch(/forward \+ backward +\|.*\| PyTorch +\| 4\.00 \| +2\.00 \|/);
  expect(text).toMatch(/2 layers, bidirectional +\|.*\| PyTorch +\| 7\.00 \| +7\.00 \|/);
  expect(text).toMatch(/k-means, 10 iterations +\|.*\| scikit-learn +\| 5\.00 \| +5\.00 \|/);
});

it("takes each row's strongest peer, with all threads and with one", () => {
  const one = (ratio: number) => ({ oneThread: { time: sampleRow(4 * ratio).time, ratio } });
  const rows = [
    // oneDNN is the strongest with all threads, OpenBLAS with one.
    sampleRow(2, { peers: [samplePeer("openblas", 1.6, one(0.9)), samplePeer("onednn", 1.2, one(1.1))] }),
    sampleRow(2, { sizes: { m: 5, n: 5, k: 5 }, peers: [samplePeer("pytorch", 0.3, one(0.4))] }),
    sampleRow(2, { sizes: { m: 6, n: 6, k: 6 }, peers: [samplePeer("onednn", 1.2, one(1.1))] }),
  ];
  const text = renderSummary([{ name: "native-x", result: sampleResult(rows) }]);
  expect(text).toMatch(/\| 1 thread: mean \| lowest \| 2 threads: mean \| lowest \|/);
  // Geometric means of 0.9, 0.4, 1.1 and of 1.2, 0.3, 1.2.
  expect(text).toMatch(/\| oneDNN 2, PyTorch 1 +\| +0\.734 \| +0\.400 \| +0\.756 \| +0\.300 \|/);
});

it("puts AVX2 first", () => {
  const file = (simd: string) => {
    const [native] = sampleResult([]).devices;
    return { name: simd, result: sampleResult([], { devices: [{ ...native!, details: { simd } }] }) };
  };
  const text = renderSummary(["avx512", "avx2"].map(file));
  expect(text.indexOf("(avx2)")).toBeLessThan(text.indexOf("(avx512)"));
});

it("states what permute moves and the peaks of memory", () => {
  const sizes = { A: 1, B: 2, C: 3, D: 4, order: 231 };
  const rows = [
    sampleRow(1, { work: "permute", sizes, rooflineShare: 0.66 }),
    sampleRow(1, {
      work: "cnn_rnn_step",
      peakMiB: 512,
      peers: [samplePeer("pytorch", 2, { peakMiB: 1024 })],
    }),
  ];
  const text = renderSummary([{ name: "native-x", result: sampleResult(rows) }]);
  expect(text).toContain("of the 20.0 GB/s that memory was measured to move: A=1 B=2 C=3 D=4 order=231 66 %");
  expect(text).toContain("- Peak resident memory, cnn_rnn_step m=2 n=3 k=4: Skein 512 MiB, pytorch 1024 MiB");
});

it("names the libraries that were measured, with their versions", () => {
  const peers = [
    { name: "pytorch", version: "2.6", absent: null, settings: ["2.6; ATen (2 threads, avx2)"] },
    { name: "onnxruntime", version: "1.30", absent: null, settings: ["1.30; MLAS (avx512)"] },
    { name: "ml-kmeans", version: "7.0", absent: null, settings: [] },
    { name: "scikit-learn", version: null, absent: "it is not here", settings: [] },
  ];
  const rows = [rowFor("native", "gemm", { m: 2, n: 3, k: 4 })].map((row) => ({
    ...row,
    peers: row.peers.filter(({ name }) => name !== "ml-kmeans"),
  }));
  const text = renderSummary([{ name: "native-x", result: sampleResult(rows, { peers }) }]);
  expect(text).toMatch(/^- Libraries: PyTorch 2\.6; ONNX Runtime 1\.30, which keeps AVX-512$/m);
});

it("states threads, growth and what bounds prediction from a folder", () => {
  const rows = [
    sampleRow(2, { work: "conv2d_forward", oneThread: sampleRow(3.8).time }),
    sampleRow(2, { work: "conv2d_forward", sizes: { B: 16 }, oneThread: sampleRow(2).time }),
    sampleRow(100, {
      work: "predict_folder",
      sizes: { N: 100, side: 28, H: 128 },
      items: { unit: "images", perSecond: 1000 },
      parts: [
        { name: "decoding", time: sampleRow(80).time },
        { name: "model", time: sampleRow(25).time },
      ],
    }),
  ];
  const result = sampleResult(rows, { growth: [sampleGrowth([100, 200, 400])] });
  const text = renderSummary([{ name: "native-x", result }]);
  expect(text).toContain("- 2 threads over one, mean (lowest): conv2d 1.90 (1.90)");
  expect(text).toContain("fit in N (100 to 400) 1.00");
  expect(text).toContain(
    "28 x 28 PNG files: 1,000 images/s (decoding alone 1,250 images/s, model alone 4,000 images/s); decoding alone takes 80 % of its time",
  );
});

it("reads the files of all machines, and leaves others alone", async () => {
  const names = ["webgpu-b", "native-a"];
  for (const name of names) writeFileSync(join(folder, `${name}.json`), JSON.stringify(sampleResult([])));
  writeFileSync(join(folder, "accuracy.json"), "{}");
  const files = await readResultFolder(folder);
  expect(files.map(({ name }) => name)).toEqual(["native-a", "webgpu-b"]);
});

it("goes between the README's markers, again and again", () => {
  const readme = "a\n<!-- bench -->\nold\n<!-- /bench -->\nz\n";
  const once = replaceSummary(readme, "new")!;
  expect(once).toBe("a\n<!-- bench -->\nnew\n<!-- /bench -->\nz\n");
  expect(replaceSummary(once, "new")).toBe(once);
  expect(replaceSummary("no markers", "new")).toBeNull();
});
