/** The JSON file, the comparison of two of them, and the report. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { compareRuns } from "../../src/bench/compare.js";
import { digits } from "../../src/bench/markdown.js";
import { renderReport } from "../../src/bench/report.js";
import { parseResult, readResult } from "../../src/bench/result.js";
import { ArgumentError } from "../../src/errors.js";
import { sampleGrowth, samplePeer, sampleResult, sampleRow } from "./sample.js";

const folder = mkdtempSync(join(tmpdir(), "skein-bench-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("result file", () => {
  it("is read as it was written", async () => {
    const result = sampleResult([sampleRow(2)]);
    const path = join(folder, "result.json");
    writeFileSync(path, JSON.stringify(result));
    expect(await readResult(path)).toEqual(result);
  });

  it.each([
    [{ ...sampleResult([]), version: 2 }, "version"],
    [{ ...sampleResult([]), rows: [{ ...sampleRow(1), gflops: "fast" }] }, "rows.0.gflops"],
    [[], "value"],
  ])("is refused by the name of what is wrong (%#)", (value, field) => {
    expect(() => parseResult(value, "old.json")).toThrow(ArgumentError);
    expect(() => parseResult(value, "old.json")).toThrow(`old.json is no result of skein bench (${field}:`);
  });

  it("is refused where it is no JSON or not there", async () => {
    const path = join(folder, "broken.json");
    writeFileSync(path, "{");
    await expect(readResult(path)).rejects.toThrow("give a file that skein bench --json wrote");
    await expect(readResult(join(folder, "none.json"))).rejects.toThrow(ArgumentError);
  });
});

describe("compareRuns", () => {
  const before = sampleResult([sampleRow(10), sampleRow(4, { work: "predict" })]);

  it("finds what became slower than allowed, and only that", () => {
    const now = sampleResult([sampleRow(12), sampleRow(4.3, { work: "predict" })]);
    const { rows, regressions, unmatched } = compareRuns(now, before, 1.1);
    expect(rows.map(({ ratio }) => ratio)).toEqual([1.2, 4.3 / 4]);
    expect(regressions.map(({ row }) => row.work)).toEqual(["gemm"]);
    expect(unmatched).toBe(0);
  });

  it("allows a ratio that is just the limit", () => {
    expect(compareRuns(sampleResult([sampleRow(15)]), before, 1.5).regressions).toEqual([]);
  });

  it("pairs rows by device, work and sizes, in whatever order the sizes stand", () => {
    const swapped = sampleRow(11, { sizes: { k: 4, m: 2, n: 3 } });
    const others = [sampleRow(1, { device: "webgpu" }), sampleRow(1, { sizes: { m: 9, n: 3, k: 4 } })];
    const { rows, unmatched } = compareRuns(sampleResult([swapped, ...others]), before, 1.1);
    expect(rows.map(({ before: old }) => old)).toEqual([10]);
    // Two new rows, and the earlier run's second.
    expect(unmatched).toBe(3);
  });

  it("compares the points of growth series, too", () => {
    const [then, now] = [sampleGrowth([100, 200, 400]), sampleGrowth([100, 200, 400])];
    now.points[1]!.time.median *= 2;
    const runs = compareRuns(sampleResult([], { growth: [now] }), sampleResult([], { growth: [then] }), 1.1);
    expect(runs.rows.map(({ ratio }) => ratio)).toEqual([1, 2, 1]);
    expect(runs.regressions.map(({ row }) => row.sizes)).toEqual([{ K: 3, N: 200 }]);
    expect(runs.unmatched).toBe(0);
  });

  it("warns where the machine is another", () => {
    const now = sampleResult([], { machine: { ...before.machine, cpu: "Another" }, threads: 4 });
    expect(compareRuns(now, before, 1.1).warnings).toEqual([
      "processor: A processor before, Another now",
      "threads: 2 before, 4 now",
    ]);
  });
});

describe("report", () => {
  it("states machine, device, roofline, absent peers and what failed", () => {
    const text = renderReport(
      sampleResult([sampleRow(2)], {
        missingDevices: [{ kind: "webgpu", reason: "no adapter" }],
        peers: [{ name: "pytorch", version: null, absent: "no module named torch", settings: [] }],
        failures: [{ device: "native", work: "predict", sizes: { N: 5 }, reason: "out of memory" }],
      }),
    );
    for (const part of [
      "A processor, 2 cores, 24 GiB",
      "simd avx2",
      "20.0 GB/s (scaled_add), 100 GFLOP/s (gemm)",
      "webgpu device: absent (no adapter)",
      "pytorch: absent (no module named torch)",
      "native, predict N=5: out of memory",
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toMatch(/\| gemm +\| m=2 n=3 k=4 \| +2\.00 \| +20 % \| +1\.00 \|/);
  });

  it("marks results that differ, and sums ratios up", () => {
    const peer = (ratio: number, agrees: boolean) => [
      samplePeer("pytorch", ratio, { difference: 1, agrees }),
    ];
    const rows = [
      sampleRow(2, { peers: peer(4, true) }),
      sampleRow(2, { sizes: { m: 5, n: 5, k: 5 }, peers: peer(1, false) }),
    ];
    const text = renderReport(sampleResult(rows));
    expect(text).toContain("1.00 DIFFERS");
    expect(text).toMatch(/\| native \| gemm \| pytorch \| +2 \| +2\.00 \| +1\.00 \|/);
  });

  it("shows what threads are worth, by row and summed up", () => {
    const rows = [
      sampleRow(2, { oneThread: sampleRow(4).time }),
      sampleRow(5, { sizes: { m: 5, n: 5, k: 5 }, oneThread: sampleRow(5).time }),
      sampleRow(1, { work: "predict" }),
    ];
    const text = renderReport(sampleResult(rows));
    expect(text).toContain("## Time with 1 thread over 2");
    expect(text).toMatch(/\| gemm \| m=2 n=3 k=4 \| +4\.00 \| +2\.00 \| +2\.00 \|/);
    expect(text).toMatch(/\| gemm \| +2 \| +1\.41 \| +1\.00 \|/);
    expect(text.split("## Time with 1 thread")[1]).not.toContain("predict");
    expect(renderReport(sampleResult([sampleRow(2)]))).not.toContain("1 thread over");
  });

  it("names the part that bounds a work, and all rates", () => {
    const parts = [
      { name: "decoding", time: sampleRow(80).time },
      { name: "model", time: sampleRow(25).time },
    ];
    const items = { unit: "images", perSecond: 1000 };
    const text = renderReport(sampleResult([sampleRow(100, { work: "predict_folder", parts, items })]));
    expect(text).toContain(
      "- native, predict_folder m=2 n=3 k=4: 1,000 images/s; decoding alone 1,250 images/s, " +
        "model alone 4,000 images/s. Bound by decoding: alone it takes 80 % of the time of the whole",
    );
  });

  it("says why a work has no error", () => {
    const row = sampleRow(1, { work: "augment", maxError: null, unchecked: "it is random" });
    expect(renderReport(sampleResult([row]))).toContain("Without error: augment (it is random).");
  });

  it("fits growth over the sizes of a series", () => {
    const text = renderReport(sampleResult([], { growth: [sampleGrowth([100, 200, 400])] }));
    expect(text).toContain(
      "| native | fit  | K=3   | N 100: 100, 200: 200, 400: 400 | 1.000 |        2.000 | 1.0e-6 |",
    );
  });

  it.each([
    [0.0001234, "0.000123"],
    [0.1, "0.100"],
    [1, "1.00"],
    [12.345, "12.3"],
    [98765.4, "98765"],
    [0, "0.00"],
  ])("writes %d as %s", (value, text) => {
    expect(digits(value)).toBe(text);
  });
});
