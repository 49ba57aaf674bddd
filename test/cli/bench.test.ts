/** `skein bench` as a user runs it, on the native device. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { BenchResult } from "../../src/bench/index.js";
import { here, NO_VULKAN, skein, temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const quick = (...args: string[]) =>
  here(["bench", "--quick", "--device", "native", "--filter", "gemm", ...args], { cwd: folder.path });

describe("[native] skein bench", () => {
  it("prints a report, and writes JSON and a pair of files per device", async () => {
    const { code, stdout, stderr } = await quick("--json", at("now.json"), "--results", at("results"));
    expect({ code, stderr: stderr.includes("gemm m=65 n=33 k=47") }).toEqual({ code: 0, stderr: true });
    expect(stdout).toMatch(/^# skein bench, /);
    expect(stdout).toContain("| gemm ");
    const { rows } = JSON.parse(readFileSync(at("now.json"), "utf8")) as BenchResult;
    expect(rows.map(({ work }) => work)).toEqual(["gemm"]);
    const names = readdirSync(at("results")).sort();
    expect(names).toHaveLength(2);
    expect(names[0]).toMatch(/^native-[a-z0-9-]+\.json$/);
    expect(names[1]).toBe(names[0]!.replace("json", "md"));
  });

  it("ends with 1 where a row is slower than allowed, with 0 where it is not", async () => {
    await quick("--json", at("then.json"));
    const then = JSON.parse(readFileSync(at("then.json"), "utf8")) as BenchResult;
    const earlier = (factor: number) => {
      const rows = then.rows.map((row) => ({
        ...row,
        time: { ...row.time, median: row.time.median * factor },
      }));
      writeFileSync(at("earlier.json"), JSON.stringify({ ...then, rows }));
    };
    earlier(1e-6);
    const slower = await quick("--quiet", "--compare", at("earlier.json"), "--regression", "1.5");
    expect(slower.code).toBe(1);
    expect(slower.stdout).toContain("SLOWER");
    expect(slower.stderr).toContain("slower than --regression allows");
    earlier(1e6);
    const faster = await quick("--quiet", "--compare", at("earlier.json"));
    expect({ code: faster.code, stderr: faster.stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("times one thread too, where asked", async () => {
    const args = ["bench", "--quick", "--quiet", "--device", "native", "--filter", "conv2d_forward"];
    const { code, stdout } = await here([...args, "--threads", "2", "--scaling"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/## Time with 1 thread over 2\n\n.*\n.*\n\| conv2d_forward \|/);
  });

  it("lists the works", async () => {
    const { code, stdout } = await here(["bench", "--list"]);
    expect(code).toBe(0);
    for (const work of ["lstm_forward", "kmeans_lloyd", "clusterer_step", "predict"])
      expect(stdout).toContain(work);
  });

  it.each([
    [["--shape", "H"], "--shape H: give sizes by name"],
    [["--peers", "abacus"], "--peers abacus is unknown: choose from pytorch"],
    [["--regression", "0"], "--regression is 0: give a ratio"],
    [["--compare", "none.json"], "none.json cannot be read"],
    [["--device", "gpu"], "--device is gpu: choose one of native, webgpu, all"],
  ])("refuses %j", async (args, sentence) => {
    const { code, stderr } = await quick(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });

  it("names an absent device, and fails where there is no other", async () => {
    const args = ["bench", "--quick", "--filter", "gemm", "--quiet"];
    const both = await skein([...args, "--device", "all"], { env: NO_VULKAN });
    expect(both.code).toBe(0);
    expect(both.stdout).toContain("webgpu device: absent (no WebGPU adapter was found");
    const alone = await skein([...args, "--device", "webgpu"], { env: NO_VULKAN });
    expect(alone.code).toBe(1);
    expect(alone.stderr).toContain("No device could be opened");
  });
});
