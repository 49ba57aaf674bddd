/** What launchers tell the processes that they start. */
import { availableParallelism } from "node:os";
import { afterEach, describe, expect, it, vi } from "vitest";
import { alone } from "../../src/parallel/index.js";
import {
  findLauncher,
  launchedLocalRank,
  localRank,
  openCollectives,
  threadsPerRank,
} from "../../src/parallel/node/index.js";
import { asRanks } from "./local_group.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

const OPEN_MPI = {
  OMPI_COMM_WORLD_RANK: "3",
  OMPI_COMM_WORLD_SIZE: "4",
  OMPI_COMM_WORLD_LOCAL_RANK: "1",
  OMPI_COMM_WORLD_LOCAL_SIZE: "2",
};
const HYDRA = { PMI_RANK: "1", PMI_SIZE: "2", MPI_LOCALRANKID: "0", MPI_LOCALNRANKS: "1" };
const SLURM = {
  SLURM_PROCID: "9",
  SLURM_STEP_NUM_TASKS: "11",
  SLURM_LOCALID: "1",
  SLURM_NODEID: "2",
  SLURM_STEP_TASKS_PER_NODE: "4(x2),3",
};

describe("findLauncher", () => {
  it.each([
    ["mpirun of Open MPI", OPEN_MPI, { name: "mpirun", rank: 3, size: 4 }],
    ["mpiexec of MPICH", HYDRA, { name: "mpiexec", rank: 1, size: 2 }],
    ["srun", SLURM, { name: "srun", rank: 9, size: 11 }],
    ["mpirun within a job of Slurm", { ...SLURM, ...OPEN_MPI }, { name: "mpirun", rank: 3, size: 4 }],
  ])("knows %s", (_, env, launcher) => {
    expect(findLauncher(env)).toEqual(launcher);
  });

  it.each([
    ["nothing is set", {}],
    ["Slurm gave nodes, and nothing started processes", { SLURM_NTASKS: "4", SLURM_JOB_ID: "7" }],
    ["a variable is empty", { OMPI_COMM_WORLD_RANK: "", OMPI_COMM_WORLD_SIZE: "4" }],
    ["a rank started this process", { ...OPEN_MPI, SKEIN_RANK_PROCESS: "1" }],
  ])("finds none where %s", async (_, env) => {
    expect(findLauncher(env)).toBeUndefined();
  });

  it("so that this process works alone", async () => {
    expect(await openCollectives()).toBe(alone);
  });

  it("is not asked for MPI where it started one process", async () => {
    vi.resetModules();
    vi.stubEnv("SLURM_PROCID", "0");
    vi.stubEnv("SLURM_STEP_NUM_TASKS", "1");
    vi.stubEnv("SKEIN_MPI_ADDON", "/nonexistent.node");
    const fresh = await import("../../src/parallel/node/index.js");
    expect(await fresh.openCollectives()).toMatchObject({ rank: 0, size: 1, host: "localhost" });
  });
});

describe("the rank within a machine", () => {
  it.each([
    ["mpirun", OPEN_MPI, { rank: 1, size: 2 }],
    ["mpiexec", HYDRA, { rank: 0, size: 1 }],
    ["srun", SLURM, { rank: 1, size: 3 }],
    ["no launcher", {}, { rank: 0, size: 1 }],
    ["one that does not say it", { PMI_RANK: "1", PMI_SIZE: "2" }, undefined],
  ])("is told by %s", (_, env, expected) => {
    expect(launchedLocalRank(env)).toEqual(expected);
  });

  it("comes from the names of hosts otherwise", async () => {
    const told = await asRanks(4, (ranks) => {
      const unknown = { PMI_RANK: String(ranks.rank), PMI_SIZE: "4" };
      return localRank({ ...ranks, host: ranks.rank % 2 ? "odd" : "even" }, unknown);
    });
    expect(told).toEqual([
      { rank: 0, size: 2 },
      { rank: 0, size: 2 },
      { rank: 1, size: 2 },
      { rank: 1, size: 2 },
    ]);
  });
});

describe("threads of a rank", () => {
  const cores = availableParallelism();

  it("are all of them for a process by itself", () => {
    expect(threadsPerRank({})).toBe(cores);
    expect(
      threadsPerRank({ ...OPEN_MPI, OMPI_COMM_WORLD_LOCAL_RANK: "0", OMPI_COMM_WORLD_LOCAL_SIZE: "1" }),
    ).toBe(cores);
  });

  it("are a part of them where others are on the machine, and never none", () => {
    expect(threadsPerRank(OPEN_MPI)).toBe(Math.max(1, Math.floor(cores / 2)));
    expect(threadsPerRank({ ...OPEN_MPI, OMPI_COMM_WORLD_LOCAL_SIZE: "1000" })).toBe(1);
  });

  it("are what Slurm promises", () => {
    expect(threadsPerRank({ ...SLURM, SLURM_CPUS_PER_TASK: "1" })).toBe(1);
  });
});
