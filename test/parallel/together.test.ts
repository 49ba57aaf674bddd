/** What ranks find out together, in one process: differences, failures, wishes to stop. */
import { describe, expect, it } from "vitest";
import { ArgumentError, DataError, DeviceError, ParallelError } from "../../src/errors.js";
import { agree, alone, shareSignal, together } from "../../src/parallel/index.js";
import { asRanks } from "./local_group.js";

/** The errors of all ranks. */
const failures = async (size: number, work: Parameters<typeof asRanks<unknown>>[1]) =>
  asRanks(size, (ranks) =>
    work(ranks).then(
      () => undefined,
      (error: Error) => error,
    ),
  );

describe("agree", () => {
  it.each([
    [["0.3.0", "0.4.0", "0.3.0", "0.4.0", "0.3.0"], "ranks 1 and 3 have 0.4.0, the others 0.3.0"],
    [["0.3.0", "0.4.0"], "rank 1 has 0.4.0, rank 0 0.3.0"],
    [["1", "2", "3"], "rank 2 has 3, rank 1 2, rank 0 1"],
    [["1", undefined, undefined], "rank 0 has 1, the others none"],
  ])("names who has which of %j", async (versions, said) => {
    const errors = await failures(versions.length, (ranks) => {
      const version = versions[ranks.rank];
      return agree(ranks, { seed: "1", ...(version !== undefined && { version }) });
    });
    for (const error of errors) {
      expect(error).toBeInstanceOf(ParallelError);
      expect(error!.message).toBe(
        `the ranks of the job differ in their version: ${said}: install one version everywhere`,
      );
    }
  });

  it("says of other fields that they are to be the same", async () => {
    const [error] = await failures(2, (ranks) => agree(ranks, { seed: String(ranks.rank) }));
    expect(error!.message).toMatch(
      /^the ranks of the job differ in their seed: .*: give all ranks the same seed$/,
    );
  });

  it("is content with what is the same, and with one rank", async () => {
    await asRanks(4, (ranks) => agree(ranks, { seed: "1" }));
    await agree(alone, { seed: "1" });
  });
});

describe("together", () => {
  it("gives each rank its own result", async () => {
    expect(await asRanks(3, (ranks) => together(ranks, async () => ranks.rank * 2))).toEqual([0, 2, 4]);
  });

  it("fails everywhere with the first rank that failed, and an error of its class", async () => {
    const full = Object.assign(new Error("no space"), { code: "ENOSPC" });
    const own = new DataError("shard-000007.tar is truncated", { cause: full });
    const errors = await failures(4, (ranks) =>
      together(ranks, () => {
        if (ranks.rank === 2) throw own;
        if (ranks.rank === 3) throw new ArgumentError("something else");
      }),
    );
    for (const [rank, error] of errors.entries()) {
      expect(error).toMatchObject({ name: "ParallelError", rank: 2 });
      expect(error!.message).toBe("rank 2 failed (so do 1 more): shard-000007.tar is truncated");
      expect(error!.cause).toBeInstanceOf(DataError);
      expect(error!.cause).toMatchObject({ message: own.message, cause: { code: "ENOSPC" } });
      if (rank === 2) expect(error!.cause).toBe(own);
    }
  });

  it("names no rank where all of them fail alike", async () => {
    for (const error of await failures(3, (ranks) =>
      together(ranks, () => {
        throw new DataError("photos does not exist");
      }),
    )) {
      expect(error!.message).toBe("photos does not exist");
      expect(error!.cause).toBeInstanceOf(DataError);
    }
  });

  it("tells errors that are not the project's, too, and what is thrown as none", async () => {
    const thrown = [new DeviceError("lost"), new RangeError("out of range"), "a text"];
    for (const what of thrown) {
      const [error] = await failures(2, (ranks) =>
        together(ranks, () => {
          if (ranks.rank === 1) throw what;
        }),
      );
      expect(error!.cause).toBeInstanceOf(what instanceof DeviceError ? DeviceError : Error);
      expect(error!.message).toBe(`rank 1 failed: ${what instanceof Error ? what.message : what}`);
    }
  });

  it("throws as it is what fails in a process by itself", async () => {
    const own = new DataError("shard-000007.tar is truncated");
    await expect(
      together(alone, () => {
        throw own;
      }),
    ).rejects.toBe(own);
  });
});

describe("shareSignal", () => {
  it("is aborted on all ranks by the same question", async () => {
    const all = await asRanks(3, async (ranks) => {
      const own = new AbortController();
      const shared = shareSignal(ranks, own.signal, (rank, message) => `rank ${rank}: ${message}`);
      const answers: boolean[] = [];
      for (let step = 0; step < 4; step++) {
        if (ranks.rank === 1 && step === 2) own.abort(new Error("SIGTERM"));
        answers.push(await shared.ask());
      }
      return { answers, reason: String(shared.signal.reason) };
    });
    const answers = [false, false, true, true];
    expect(all).toEqual([
      { answers, reason: "rank 1: SIGTERM" },
      { answers, reason: "Error: SIGTERM" },
      { answers, reason: "rank 1: SIGTERM" },
    ]);
  });

  it("is the process's own signal where there are no others", async () => {
    const own = new AbortController();
    const shared = shareSignal(alone, own.signal);
    expect(await shared.ask()).toBe(false);
    own.abort();
    expect(shared.signal.aborted).toBe(true);
    expect(await shared.ask()).toBe(true);
  });
});
