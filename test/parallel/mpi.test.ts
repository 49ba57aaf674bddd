/** Collectives by MPI, in jobs that mpirun starts on this machine. */
import { describe, expect, it, vi } from "vitest";
import { JOB_TIMEOUT, mpirun, noMpi, PROGRAM, scene, withMpi } from "./mpirun.js";

vi.setConfig({ testTimeout: JOB_TIMEOUT });

const SOCKETS = ["--mca", "btl", "self,tcp"];

describe.skipIf(noMpi)(withMpi("collectives"), () => {
  it.each([
    [1, "shared memory", []],
    [2, "shared memory", []],
    [4, "shared memory", []],
    [2, "sockets", SOCKETS],
    [4, "sockets", SOCKETS],
  ])("of %i ranks bring every rank what the others gave, by %s", async (size, _, mca) => {
    expect(await scene(size, ["exchange"], { mca })).toEqual({ size, wrong: [] });
  });

  it("cut long messages into parts", async () => {
    expect(await scene(2, ["parts"])).toEqual({ wrong: [0, 0] });
  });

  it.skipIf(process.platform !== "linux")(
    "without memory for what others send fail, and do no harm",
    async () => {
      const { code, stderr } = await mpirun(3, [PROGRAM, "memory"]);
      expect(stderr).toContain("rank 0: ParallelError: there is no memory for a message of 1073741824 bytes");
      // EFAULT: MPI wrote into memory that was given back.
      expect(stderr).not.toContain("errno = 14");
      expect(code).toBe(6);
    },
  );

  it.each([2, 3, 4])("of %i ranks sum by a tree, with the same bits on all", async (size) => {
    const sums = await scene<{ length: number; equal: boolean; sum: number[]; terms: number[][] }[]>(size, [
      "sum",
    ]);
    const f = Math.fround;
    for (const { length, equal, sum, terms } of sums) {
      const expected = Array.from({ length }, (_, i) => {
        const [a, b, c, d] = terms.map((term) => term[i]!);
        if (size === 2) return f(a! + b!);
        return f(f(a! + b!) + (size === 3 ? c! : f(c! + d!)));
      });
      expect(equal).toBe(true);
      expect(sum).toEqual(expected);
    }
  });

  it("say that the ranks bring more or less than what they are to", async () => {
    expect(await scene(2, ["lengths"])).toEqual([
      "allReduce: rank 0 brings 4 numbers, rank 1 5",
      "allGatherInto: 6 bytes come from the ranks, rank 1 has room for 5",
      "the ranks of the job do not do the same: rank 0 calls allGather, rank 1 allGatherInto",
    ]);
  });

  it("leave Node's thread and the processor free while they wait", async () => {
    const { ticks, waited, cpu } = await scene<{ ticks: number; waited: number; cpu: number }>(2, ["timer"]);
    // Rank 0 waits for a second, in which its timer of 10 ms goes on, be the machine ever so busy.
    expect(waited).toBeGreaterThan(500);
    expect(ticks).toBeGreaterThan(waited / 100);
    expect(cpu).toBeLessThan(waited / 2);
  });

  it("say that the ranks do different things, instead of waiting", async () => {
    const message = "the ranks of the job do not do the same: rank 0 calls allGather, rank 2 barrier";
    const told = { name: "ParallelError", message, cause: message };
    expect(await scene(3, ["mismatch"])).toEqual([told, told, told]);
  });
});

describe.skipIf(noMpi)(withMpi("ranks"), () => {
  it("of other versions are named on all of them", async () => {
    const message =
      "the ranks of the job differ in their version: rank 0 has 0.3.0, the others 0.4.0: install one version everywhere";
    const told = await scene<{ message: string }[]>(3, ["versions"]);
    expect(told.map((error) => error.message)).toEqual([message, message, message]);
  });

  it("all fail where one fails, with its number and message", async () => {
    const told = { name: "ParallelError", rank: 1, cause: "the shard shard-000007.tar is missing" };
    const message = `rank 1 failed: ${told.cause}`;
    expect(await scene(2, ["together"])).toEqual([
      { ...told, message },
      { ...told, message },
    ]);
  });

  it("stop at the same step when one of them gets a signal", async () => {
    const { steps, reason } = await scene<{ steps: number[]; reason: string }>(2, ["signal", "1"]);
    expect(new Set(steps).size).toBe(1);
    expect(steps[0]).toBeGreaterThanOrEqual(5);
    expect(reason).toBe("interrupted by SIGTERM");
  });

  it("get the signal that mpirun hands on", async () => {
    let sent = false;
    const onStderr = (text: string, pid: number) => {
      if (sent || text.split("ready").length <= 2) return;
      sent = true;
      process.kill(pid, "SIGUSR2");
    };
    const { reason } = await scene<{ reason: string }>(2, ["signal"], { onStderr });
    expect(reason).toBe("interrupted by SIGUSR2");
  });
});

describe.skipIf(noMpi)(withMpi("a rank that ends while others wait"), () => {
  it.each([
    ["exit", 7],
    ["abort", 5],
    ["throw", 1],
    // Without close an exit code of 0 is none.
    ["exit0", 1],
    ["idle", 1],
  ])("by %s ends the job with its exit code %i", async (way, exitCode) => {
    const { code, stderr } = await mpirun(2, [PROGRAM, "end", way]);
    expect(code).toBe(exitCode);
    expect(stderr).toContain("cleared up");
    if (way === "exit0") expect(stderr).toContain("rank 1 ended without close()");
  });

  it("with a call of its own under way ends the job, too", async () => {
    expect((await mpirun(2, [PROGRAM, "endWaiting"])).code).toBe(9);
  });

  it.each([2, 4])("by SIGKILL ends a job of %i within seconds, and mpirun names it", async (size) => {
    const { code, stderr, seconds } = await mpirun(size, [PROGRAM, "end", "kill"]);
    expect(code).toBe(137);
    expect(stderr).toMatch(/rank 1 with PID \d+ on node \S+ exited on signal 9/);
    expect(seconds).toBeLessThan(40);
  });
});

describe.skipIf(noMpi)(withMpi("without the addon"), () => {
  it("a job is refused with what to install", async () => {
    const { code, stderr } = await mpirun(2, [PROGRAM, "exchange"], {
      env: { SKEIN_MPI_ADDON: "/nonexistent.node" },
    });
    expect(code).toBe(1);
    expect(stderr).toContain(
      "mpirun started this process, but the addon for MPI is missing (/nonexistent.node)",
    );
    expect(stderr).toContain("apt install libopenmpi-dev");
  });
});
