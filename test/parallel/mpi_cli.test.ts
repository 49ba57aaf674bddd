/** The command line in jobs of several processes. */
import { describe, expect, it, vi } from "vitest";
import { NO_VULKAN } from "../cli/skein.js";
import { JOB_TIMEOUT, MAIN, mpirun, noMpi, withMpi } from "./mpirun.js";

vi.setConfig({ testTimeout: JOB_TIMEOUT });

describe.skipIf(noMpi)(withMpi("skein devices"), () => {
  it("shows the ranks, and rank 0 alone writes", async () => {
    const { code, stdout, stderr } = await mpirun(3, [MAIN, "devices"], {
      env: { ...NO_VULKAN, SKEIN_THREADS: "2" },
    });
    expect(code).toBe(0);
    expect(stderr.match(/looking for native/g)).toHaveLength(1);
    expect(stdout.match(/--device auto takes native/g)).toHaveLength(1);
    expect(stdout).toMatch(/\nrank +host +local rank +threads +SIMD +device\n/);
    const rows = stdout.trim().split("\n").slice(-3);
    for (const [rank, row] of rows.entries()) {
      expect(row).toMatch(new RegExp(`^ +${rank} +\\S+ +${rank} +2 +\\w+ +native CPU, `));
    }
  });

  it("gives them as JSON, with threads that share the machine", async () => {
    const { code, stdout } = await mpirun(2, [MAIN, "devices", "--json", "--quiet"], { env: NO_VULKAN });
    expect(code).toBe(0);
    const { ranks } = JSON.parse(stdout) as { ranks: { rank: number; localRank: number; threads: number }[] };
    expect(ranks.map(({ rank, localRank }) => [rank, localRank])).toEqual([
      [0, 0],
      [1, 1],
    ]);
    for (const { threads } of ranks) expect(threads).toBeGreaterThanOrEqual(1);
  });

  it("with an error of one rank ends the job with its exit code, and names the rank", async () => {
    const command = [
      process.execPath,
      MAIN,
      "devices",
      "--quiet",
      ":",
      "-n",
      "1",
      "-x",
      "SKEIN_THREADS=many",
    ];
    const { code, stdout, stderr } = await mpirun(
      1,
      [...command.slice(1), process.execPath, MAIN, "devices"],
      {
        env: NO_VULKAN,
      },
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("rank 1: NaN threads asked for: give a whole number from 1 to 1024\n");
  });
});

describe.skipIf(noMpi)(withMpi("a command of one process"), () => {
  it("refuses to be one of several, in one sentence", async () => {
    const { code, stdout, stderr } = await mpirun(2, [MAIN, "models"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    const sentence = "skein models works in one process, and mpirun started 2: start it without mpirun\n";
    expect(stderr.split(sentence)).toHaveLength(2);
  });

  it("does its work where mpirun starts it once", async () => {
    const { code, stdout } = await mpirun(1, [MAIN, "models"]);
    expect(code).toBe(0);
    expect(stdout).not.toBe("");
  });
});

describe.skipIf(noMpi)(withMpi("what all ranks answer"), () => {
  it.each([
    [["devises"], 2, "unknown command 'devises'"],
    [["devices", "--nothing"], 2, "unknown option '--nothing'"],
    [["cluster", "/nonexistent"], 2, "/nonexistent does not exist"],
    [["train", "/nonexistent"], 2, "/nonexistent does not exist"],
  ])("to %j is said once, with exit code %i", async (args, exitCode, said) => {
    const { code, stdout, stderr } = await mpirun(2, [MAIN, ...args]);
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: "" });
    expect(stderr.split(said)).toHaveLength(2);
  });

  it("is said once where the addon is missing", async () => {
    const { code, stdout, stderr } = await mpirun(2, [MAIN, "devices"], {
      env: { SKEIN_MPI_ADDON: "/nonexistent.node" },
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.split("mpirun started this process, but the addon for MPI is missing")).toHaveLength(2);
  });
});
