/** How commands speak and end as a part of a job. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { exitCodeOf, Interrupted, isInterruption } from "../../src/cli/exit_codes.js";
import { currentRanks, joinJob, leaveJob, sharedSignal, withJob } from "../../src/cli/job.js";
import { Output } from "../../src/cli/output.js";
import { ArgumentError, DeviceError, ParallelError } from "../../src/errors.js";
import { alone, together } from "../../src/parallel/index.js";
import { asRanks, localGroup } from "../parallel/local_group.js";

const codeBefore = process.exitCode;

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.exitCode = codeBefore;
});

describe("a job", () => {
  it("is one process unless a launcher started it", async () => {
    expect(currentRanks()).toBe(alone);
    const job = { ranks: alone };
    await joinJob(job, "models", false);
    expect(job.ranks).toBe(alone);
  });

  it("of several refuses commands of one", async () => {
    vi.stubEnv("OMPI_COMM_WORLD_RANK", "1");
    vi.stubEnv("OMPI_COMM_WORLD_SIZE", "4");
    await expect(joinJob({ ranks: alone }, "models", false)).rejects.toThrow(
      "skein models works in one process, and mpirun started 4: start it without mpirun",
    );
  });

  it("speaks by rank 0", async () => {
    const written: string[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
    await asRanks(3, (ranks) =>
      withJob({ ranks }, async () => {
        const out = new Output();
        out.note(`note of rank ${currentRanks().rank}`);
        out.warn(`warning of rank ${currentRanks().rank}`);
        await out.data("");
        expect(out.quiet).toBe(ranks.rank > 0);
      }),
    );
    expect(written).toEqual(["note of rank 0\n", "warning of rank 0\n"]);
  });

  it("stops on all ranks with the exit code of the signal that one got", async () => {
    const reasons = await asRanks(3, (ranks) =>
      withJob({ ranks }, async () => {
        const own = new AbortController();
        if (ranks.rank === 2) own.abort(new Interrupted("SIGUSR2"));
        const shared = sharedSignal(own.signal);
        expect(await shared.ask()).toBe(true);
        return shared.signal.reason;
      }),
    );
    for (const reason of reasons) {
      expect(reason).toBeInstanceOf(Interrupted);
      expect(exitCodeOf(reason)).toBe(140);
    }
  });
});

describe("a rank that leaves", () => {
  it("keeps the exit code of its interruption where the others are somewhere else", async () => {
    const close = () => Promise.reject(new ParallelError("the ranks of the job do not do the same"));
    const ranks = { ...localGroup(2)[0]!, close };
    const left = leaveJob({ ranks }, 140, new Interrupted("SIGUSR2"));
    await expect(left).rejects.toThrow("rank 0 ends the job with exit code 140");
    expect(process.exitCode).toBe(140);
  });

  it("says an error that all have once, and leaves with them", async () => {
    const written: string[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
    const error = new ParallelError("photos does not exist", { rank: 0 });
    await asRanks(2, (ranks) => leaveJob({ ranks }, 2, error));
    expect(written).toEqual(["photos does not exist\n"]);
    expect(process.exitCode).toBe(2);
  });
});

describe("the exit code of a failure that all ranks have", () => {
  const failure = async (error: Error) => {
    const [first] = await asRanks(2, (ranks) =>
      together(ranks, () => {
        if (ranks.rank === 1) throw error;
      }).catch((caught: unknown) => caught),
    );
    return first;
  };

  it.each([
    ["wrong input", new ArgumentError("no such file"), 2],
    ["a lost device", new DeviceError("lost"), 1],
    ["a full disk", new ArgumentError("cannot write", { cause: { code: "ENOSPC" } }), 1],
    ["a defect", new RangeError("out of range"), 1],
    ["a signal", new Interrupted("SIGTERM"), 143],
  ])("is that of %s on one of them", async (_, error, code) => {
    const caught = await failure(error);
    expect(caught).toBeInstanceOf(ParallelError);
    expect(exitCodeOf(caught)).toBe(code);
    expect(isInterruption(caught)).toBe(error instanceof Interrupted);
  });

  it("is 2 where they differ in what they were given", () => {
    expect(exitCodeOf(new ParallelError("the ranks of the job differ in their seed"))).toBe(2);
  });
});
