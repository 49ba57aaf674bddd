/** A small result of the benchmark, as a file would hold it. */
import type { BenchResult, BenchRow, Growth, PeerRow } from "../../src/bench/result.js";

export function sampleRow(median: number, change: Partial<BenchRow> = {}): BenchRow {
  return {
    device: "native",
    work: "gemm",
    sizes: { m: 2, n: 3, k: 4 },
    dtype: "f32",
    time: { median, q1: median * 0.9, q3: median * 1.1, min: median * 0.8, samples: 10 },
    deviceMs: median / 2,
    gflops: 10,
    gbs: 5,
    intensity: 2,
    rooflineShare: 0.5,
    maxError: 1e-6,
    oneThread: null,
    parts: [],
    items: { unit: "rows", perSecond: 1000 },
    peakMiB: null,
    peers: [],
    ...change,
  };
}

/** A peer that takes `ratio` times the 2 ms of a row, with all threads. */
export function samplePeer(name: string, ratio: number, change: Partial<PeerRow> = {}): PeerRow {
  return {
    name,
    time: sampleRow(2 * ratio).time,
    ratio,
    threads: 2,
    oneThread: null,
    peakMiB: null,
    difference: 0,
    agrees: true,
    ...change,
  };
}

/** By N, in as many milliseconds; the first quartiles grow with the square. */
export function sampleGrowth(sizes: readonly number[]): Growth {
  const points = sizes.map((size) => ({ size, time: { ...sampleRow(size).time, q1: size ** 2 } }));
  return { device: "native", work: "fit", by: "N", others: { K: 3 }, points, maxError: 1e-6 };
}

export function sampleResult(rows: BenchRow[], change: Partial<BenchResult> = {}): BenchResult {
  return {
    format: "skein-bench",
    version: 1,
    date: "2026-11-21 10:00",
    command: "skein bench",
    versions: { skein: "0.1.0", node: "20.0.0" },
    machine: { cpu: "A processor", cores: 2, memoryGiB: 24, os: "Linux 6" },
    threads: 2,
    seconds: 1,
    devices: [
      {
        kind: "native",
        name: "A processor",
        isGpu: false,
        maxBindingBytes: 2 ** 40,
        details: { simd: "avx2", threads: 2 },
        roofline: { streamGBs: 20, stream: "scaled_add", fmaGFlops: 100, fma: "gemm" },
      },
    ],
    missingDevices: [],
    peers: [],
    rows,
    growth: [],
    failures: [],
    ...change,
  };
}
