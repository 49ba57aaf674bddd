/** What peers say of themselves, held against what was asked. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { families } from "../../src/bench/cases/index.js";
import { checkPeer, describeFacts, PeerMismatch, peerEnvironment } from "../../src/bench/peer_check.js";
import { peerRows } from "../../src/bench/peer_rows.js";
import { peerDefinitions } from "../../src/bench/peers.js";
import { runBench } from "../../src/bench/run.js";
import { select } from "../../src/bench/select.js";
import { sampleRow } from "./sample.js";

const facts = (threads: number | null, isa: string | null, worked: Record<string, number | null> = {}) => ({
  version: "2.6",
  libraries: [{ name: "OpenBLAS", build: "0.3.29 pthread Zen", threads, isa }],
  worked,
});

describe("checkPeer", () => {
  it("takes what is as asked, or does not say", () => {
    const asked = { threads: 2, simd: "avx2" };
    expect(checkPeer("p", facts(2, "avx2", { product: 2 }), asked).version).toBe("2.6");
    expect(checkPeer("p", facts(null, null, { product: null }), asked).version).toBe("2.6");
    // A level below is the library's own choice.
    expect(checkPeer("p", facts(2, "avx2"), { threads: 2, simd: "avx512" }).version).toBe("2.6");
    expect(checkPeer("p", { version: "7" }, asked)).toEqual({ version: "7", libraries: [], worked: {} });
  });

  it.each([
    [
      "a library with another number of threads",
      facts(1, "avx2"),
      "p: OpenBLAS (0.3.29 pthread Zen) takes 1 thread where 2 threads were asked for",
    ],
    [
      "threads that did no work",
      facts(2, "avx2", { product: 1 }),
      "p: 1 thread did the work of product where 2 threads were asked for",
    ],
    [
      "a higher instruction set",
      facts(2, "avx512"),
      "p: OpenBLAS (0.3.29 pthread Zen) uses avx512 where it was to keep to avx2",
    ],
    ["an answer of another kind", { version: 7 }, "p does not say what it is (version"],
  ])("ends the run at %s", (_, answer, sentence) => {
    const check = () => checkPeer("p", answer, { threads: 2, simd: "avx2" });
    expect(check).toThrow(PeerMismatch);
    expect(check).toThrow(sentence);
  });

  it("lets a library that cannot be held keep its instruction set, and says so", () => {
    const asked = { threads: 2, simd: "avx2" };
    const free = checkPeer("p", facts(2, "avx512", { product: 2 }), asked, true);
    expect(describeFacts(free)).toBe(
      "2.6; OpenBLAS 0.3.29 pthread Zen (2 threads, avx512); 2 threads seen at work in product",
    );
  });
});

it("tells libraries their level and threads before they start", () => {
  const avx2 = peerEnvironment({ threads: 1, simd: "avx2" }, "AMD EPYC");
  expect(avx2).toMatchObject({
    ...{ OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", OPENBLAS_CORETYPE: "Zen" },
    ...{ ONEDNN_MAX_CPU_ISA: "AVX2", ATEN_CPU_CAPABILITY: "avx2" },
  });
  expect(peerEnvironment({ threads: 1, simd: "avx2" }, "Intel Xeon").OPENBLAS_CORETYPE).toBe("Haswell");
  expect(peerEnvironment({ threads: 2, simd: "avx512" }, "AMD EPYC")).not.toHaveProperty("OPENBLAS_CORETYPE");
});

it("compares the faster number of threads of each peer, and one thread with one", () => {
  const time = (ms: number) => sampleRow(ms).time;
  const each = { difference: 1e-7, agrees: true, note: null };
  const timed = [
    { ...each, name: "pytorch", threads: 2, time: time(6) },
    { ...each, name: "pytorch", threads: 1, time: time(5), difference: 2e-7 },
    { ...each, name: "onnxruntime", threads: 2, time: time(3), agrees: false },
    { ...each, name: "onnxruntime", threads: 1, time: time(4) },
  ];
  expect(peerRows(timed, time(2), time(4))).toMatchObject([
    { name: "pytorch", threads: 1, ratio: 2.5, oneThread: { ratio: 1.25 }, difference: 2e-7, agrees: true },
    { name: "onnxruntime", threads: 2, ratio: 1.5, oneThread: { ratio: 1 }, agrees: false },
  ]);
});

describe("a run", () => {
  it("ends where a peer works with other threads than asked for", async () => {
    // ml-kmeans has one thread; here it claims otherwise.
    const folder = mkdtempSync(join(tmpdir(), "skein-bench-test-"));
    const script = join(folder, "liar.mjs");
    writeFileSync(
      script,
      `process.stdin.on("data", () => console.log(JSON.stringify({ version: "1", worked: { "a product": 1 } })));`,
    );
    const liar = { name: "liar", beside: "native" as const, script: join("../../../../../..", script) };
    const selected = select(families, { filter: "gemm", quick: true });
    const run = runBench({
      selected,
      devices: ["native"],
      peers: [liar],
      threads: 2,
      quick: true,
      command: "t",
    });
    try {
      await expect(run).rejects.toThrow(
        "liar: 1 thread did the work of a product where 2 threads were asked for",
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

const fetched = fileURLToPath(new URL("../../.cache/peers/trixie-x64/python", import.meta.url));

describe.skipIf(!existsSync(fetched))("[native] fetched libraries", () => {
  it("BLAS takes all threads although OpenMP binds the first to a core", async () => {
    const peers = peerDefinitions.filter(({ name }) => name === "pytorch" || name === "openblas");
    const selected = select(families, { filter: "gemm", quick: true });
    const result = await runBench({
      ...{ selected, devices: ["native"], peers, threads: 2, quick: true, command: "test" },
    });
    expect(result.failures).toEqual([]);
    for (const { settings } of result.peers) {
      expect(settings[0]).toMatch(/OpenBLAS .*\(2 threads/);
      expect(settings[1]).toMatch(/OpenBLAS .*\(1 thread/);
    }
    expect(result.rows[0]!.peers.map(({ name, agrees }) => [name, agrees])).toEqual([
      ["pytorch", true],
      ["openblas", true],
    ]);
  });

  it("a thread that does nothing is seen", () => {
    const code =
      "import sys; sys.path.insert(0, 'bench/peers'); import numpy, libraries; " +
      "a = numpy.ones((512, 512), 'float32'); print(libraries.threads_at_work(lambda: a @ a, 1))";
    const env = { ...process.env, OMP_NUM_THREADS: "1" };
    expect(execFileSync(fetched, ["-c", code], { env, encoding: "utf8" }).trim()).toBe("1");
  });
});
