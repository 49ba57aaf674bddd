/** k-means of rows that processes share, in jobs that mpirun starts on this machine. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { JOB_TIMEOUT, mpirun, noMpi, withMpi } from "./mpirun.js";

const PROGRAM = fileURLToPath(new URL("kmeans_program.mjs", import.meta.url));

describe.skipIf(noMpi)(withMpi("KMeans of several processes"), { timeout: 2 * JOB_TIMEOUT }, () => {
  it("gives the bits that one process gives without MPI", async () => {
    const want = execFileSync(process.execPath, [PROGRAM], { encoding: "utf8" });
    expect(want).toMatch(/"iterations":\d+/);
    for (const size of [1, 2, 4]) {
      const { code, stdout } = await mpirun(size, [PROGRAM]);
      expect({ size, code, stdout }).toEqual({ size, code: 0, stdout: want });
    }
  });

  it("ends on all of them where their seeds differ", async () => {
    const { code, stderr } = await mpirun(2, [PROGRAM, "differ"]);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/the ranks of the job differ in their seed: rank 1 has 1, rank 0 0/);
  });
});
