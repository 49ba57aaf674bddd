/** What started this process, by the variables that launchers set for those that they start. */

export interface Launcher {
  /** As a sentence may begin with it: mpirun, srun. */
  readonly name: string;
  readonly rank: number;
  readonly size: number;
}

/** By launcher: the variables with rank and number of processes. In this order, for mpirun within Slurm sets both. */
const LAUNCHERS = [
  { name: "mpirun", rank: "OMPI_COMM_WORLD_RANK", size: "OMPI_COMM_WORLD_SIZE" },
  // MPICH, Intel MPI and MVAPICH: mpiexec of Hydra; srun --mpi=pmi2 sets these, too.
  { name: "mpiexec", rank: "PMI_RANK", size: "PMI_SIZE" },
  { name: "srun", rank: "SLURM_PROCID", size: "SLURM_STEP_NUM_TASKS" },
] as const;

/** Marks the environment of processes that a rank starts: they are no ranks. */
const OWNER = "SKEIN_RANK_PROCESS";

/**
 * The launcher of this process, or nothing where it was started by itself. A job of Slurm without srun is no launcher:
 * SLURM_NTASKS is set there as well, so SLURM_STEP_NUM_TASKS is looked at, which belongs to a step. The step of the
 * batch script itself has a SLURM_PROCID, but no SLURM_STEP_NUM_TASKS other than 1.
 */
export function findLauncher(env: NodeJS.ProcessEnv = process.env): Launcher | undefined {
  if (env[OWNER] !== undefined && env[OWNER] !== String(process.pid)) return undefined;
  for (const { name, rank, size } of LAUNCHERS) {
    const [own, all] = [Number(env[rank] || Number.NaN), Number(env[size] || Number.NaN)];
    if (Number.isInteger(own) && all >= 1) return { name, rank: own, size: all };
  }
  return undefined;
}

/** Says that this process is the rank, and none of those that it starts. */
export function claimRank(): void {
  process.env[OWNER] = String(process.pid);
}
