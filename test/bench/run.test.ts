/** The benchmark itself, on small shapes: every work runs, and agrees with float64. */
import { describe, expect, it } from "vitest";
import type { BenchCase, Sizes } from "../../src/bench/case.js";
import { estimatorFamilies } from "../../src/bench/cases/estimators.js";
import { families } from "../../src/bench/cases/index.js";
import { networkFamilies } from "../../src/bench/cases/networks.js";
import { peerDefinitions } from "../../src/bench/peers.js";
import { renderReport } from "../../src/bench/report.js";
import { parseResult } from "../../src/bench/result.js";
import { type RunOptions, runBench } from "../../src/bench/run.js";
import { select } from "../../src/bench/select.js";
import { testDevices } from "../support/devices.js";

/** Sums of at most a few hundred float32 products; k-means' inputs are up to 3, squared and summed. */
const LARGEST_ERROR = 5e-5;

describe.each(testDevices)("[$kind]", ({ kind, skip }) => {
  it.skipIf(skip)("measures every work once", async () => {
    const selected = select(families, { quick: true });
    const result = await runBench({ selected, devices: [kind], peers: [], quick: true, command: "test" });
    expect(result.failures).toEqual([]);
    expect(parseResult(JSON.parse(JSON.stringify(result)), "test")).toEqual(result);

    const software = kind === "webgpu" && !result.devices[0]!.isGpu;
    const expected = families.filter(({ software: takes, quick }) => !software || (takes?.(quick) ?? true));
    expect(result.rows.map(({ work }) => work)).toEqual(expected.map(({ work }) => work));
    for (const { work, time, deviceMs, maxError, unchecked, gflops, gbs, intensity } of result.rows) {
      // Of software on a busy machine one step may take all of the time.
      expect(time.samples, work).toBeGreaterThanOrEqual(software ? 1 : 3);
      expect(time.q1 <= time.median && time.median <= time.q3, work).toBe(true);
      if (deviceMs !== null) expect(deviceMs, work).toBeGreaterThan(0);
      if (maxError !== null) expect(maxError, work).toBeLessThan(LARGEST_ERROR);
      else expect(unchecked, work).toMatch(/\w/);
      expect(gflops / gbs, work).toBeCloseTo(intensity, 6);
    }
    // Of the networks only some are written in float64, and of the estimators none.
    const networks = [...networkFamilies, ...estimatorFamilies].map(({ work }) => work);
    const withoutError = result.rows
      .filter(({ work, maxError }) => maxError === null && !networks.includes(work))
      .map(({ work }) => work);
    expect(withoutError).toEqual(software ? ["augment_images"] : ["augment_images", "clusterer_fit"]);
    const folder = result.rows.find(({ work }) => work === "predict_folder")!;
    expect(folder.parts.map(({ name }) => name)).toEqual(["decoding", "model"]);
    for (const { time } of folder.parts) expect(time.median).toBeLessThan(2 * folder.time.median);
    const { streamGBs, fmaGFlops } = result.devices[0]!.roofline;
    expect(streamGBs > 0.01 && streamGBs < 1e5, `${streamGBs} GB/s`).toBe(true);
    expect(fmaGFlops > 0.01 && fmaGFlops < 1e6, `${fmaGFlops} GFLOP/s`).toBe(true);
    expect(renderReport(result)).toContain("| lstm_forward ");
  });
});

describe("[native] one thread beside all", () => {
  const run = (threads: number) => {
    const selected = select(families, { filter: "_forward", quick: true });
    return runBench({
      selected,
      devices: ["native"],
      peers: [],
      quick: true,
      scaling: true,
      threads,
      command: "test",
    });
  };
  const timed = ({ rows }: Awaited<ReturnType<typeof run>>) =>
    rows.filter(({ oneThread }) => oneThread !== null).map(({ work }) => work);

  it("is timed where the family asks for it", async () => {
    const result = await run(2);
    expect(result.failures).toEqual([]);
    expect(timed(result)).toEqual(["conv2d_forward"]);
    expect(renderReport(result)).toContain("## Time with 1 thread over 2");
  });

  it("is left out where one thread is all", async () => {
    expect(timed(await run(1))).toEqual([]);
  });
});

describe("growth", () => {
  const lstm = families.find(({ work }) => work === "lstm_backward")!;
  const others = { H: 24, B: 4, I: 7, D: 1, L: 1 };
  const growth = { by: "T", shapes: [2, 4, 6].map((T) => ({ ...others, T })) };
  type Make = (sizes: Sizes) => Partial<BenchCase>;
  /** `make` changes the cases. */
  const follow = (make: Make = () => ({}), options: Partial<RunOptions> = {}) =>
    runBench({
      selected: [
        {
          family: { ...lstm, make: (sizes) => ({ ...lstm.make(sizes), ...make(sizes) }) },
          sizes: [],
          growth,
        },
      ],
      devices: ["native"],
      peers: [],
      quick: true,
      command: "test",
      ...options,
    });

  it("is followed over the sizes of a series", async () => {
    const result = await follow();
    expect(result.failures).toEqual([]);
    expect(parseResult(JSON.parse(JSON.stringify(result)), "test")).toEqual(result);
    const [{ work, by, maxError, points, ...rest }] = result.growth as [(typeof result.growth)[number]];
    expect([work, by, rest.others]).toEqual(["lstm_backward", "T", others]);
    expect(points.map(({ size }) => size)).toEqual([2, 4, 6]);
    expect(maxError).toBeLessThan(LARGEST_ERROR);
    expect(renderReport(result)).toContain("## Growth of time");
  });

  it("gives every size as many turns, long enough for small ones to be repeated", async () => {
    const runs = new Map<number, number>();
    const make: Make = ({ T }) => ({
      prepare: () => ({
        timesPerRun: 10,
        async run() {
          runs.set(T!, (runs.get(T!) ?? 0) + 1);
          await new Promise((resolve) => setTimeout(resolve, 18 * T!));
        },
        release() {},
      }),
    });
    // Turns of 100 ms.
    const { growth: measured } = await follow(make, { quick: false, seconds: 0.5 });
    const samples = measured[0]!.points.map(({ time }) => time.samples);
    // 108 ms, ten times the work.
    expect(measured[0]!.points.at(-1)!.time.min).toBeGreaterThan(10);
    expect(measured[0]!.points.at(-1)!.time.min).toBeLessThan(90);
    expect(new Set(samples).size).toBe(1);
    expect(samples[0]).toBeGreaterThanOrEqual(3);
    // 36 ms at least twice, even where a busy machine makes 90 ms of them, 108 ms once; and two to warm up.
    expect(runs.get(2)! - 2).toBeGreaterThanOrEqual(2 * samples[0]!);
    expect(runs.get(6)! - 2).toBe(samples[0]);
  });

  it("that cannot be measured is named with size and reason, and the memory given back", async () => {
    let held = 0;
    const { growth: measured, failures } = await follow(({ T }) => ({
      async prepare() {
        if (T === 6) throw new Error("it is too large");
        held++;
        return { run() {}, release: () => void held-- };
      },
    }));
    expect(measured).toEqual([]);
    expect(failures).toEqual([
      { device: "native", work: "lstm_backward", sizes: others, reason: "T=6: it is too large" },
    ]);
    expect(held).toBe(0);
  });

  it("that is interrupted leaves nothing behind", async () => {
    const stop = new AbortController();
    let runs = 0;
    const make: Make = () => ({
      prepare: () => ({
        run() {
          // In the second round.
          if (++runs === 10) stop.abort();
        },
        release() {},
      }),
    });
    const { growth: measured, failures } = await follow(make, { signal: stop.signal });
    expect([measured, failures]).toEqual([[], []]);
    expect(runs).toBe(10);
  });
});

describe("[native] peers", () => {
  const selected = select(families, { filter: "gemm", quick: true });
  const run = (peers: typeof peerDefinitions) =>
    runBench({ selected, devices: ["native"], peers, quick: true, command: "test" });

  it("are named where they are absent, and the rest is measured", async () => {
    const missing = { name: "nobody", beside: "native" as const, script: "nobody.mjs" };
    const result = await run([missing]);
    expect(result.peers).toEqual([
      {
        name: "nobody",
        version: null,
        absent: expect.stringContaining("bench/peers/nobody.mjs is not here"),
        settings: [],
      },
    ]);
    expect(result.rows).toHaveLength(1);
    expect(renderReport(result)).toContain("nobody: absent (");
  });

  it("are named with the reason where they do not start", async () => {
    // Without its packages, or with: this peer has no backend of that name.
    const broken = { name: "broken", beside: "native" as const, script: "tfjs.mjs", args: ["abacus"] };
    const { peers, rows } = await run([broken]);
    expect(peers[0]!.version).toBeNull();
    expect(peers[0]!.absent).toMatch(/abacus|Cannot find|does not start/);
    expect(rows).toHaveLength(1);
  });

  it("that stand beside a device which is not measured are left out", async () => {
    const { peers } = await run(peerDefinitions.filter(({ beside }) => beside === "webgpu"));
    expect(peers).toEqual([]);
  });
});
