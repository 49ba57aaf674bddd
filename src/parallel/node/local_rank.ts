/** Which of the ranks of one machine this process is: what they share is divided by that. */
import { availableParallelism, cpus } from "node:os";
import type { Collectives } from "../collectives.js";
import { gatherJson } from "../json.js";
import { findLauncher } from "./launcher.js";

export interface LocalRank {
  /** This process's number among those of its machine, from 0. */
  readonly rank: number;
  /** Processes of the job on this machine. */
  readonly size: number;
}

/** By launcher: the variables with the rank within the machine, and the number of processes there. */
const VARIABLES = [
  { rank: "OMPI_COMM_WORLD_LOCAL_RANK", size: "OMPI_COMM_WORLD_LOCAL_SIZE" },
  { rank: "MPI_LOCALRANKID", size: "MPI_LOCALNRANKS" },
] as const;

/**
 * Rank and number of processes within this machine as the launcher tells them, without MPI; nothing where it does not.
 * A process that no launcher started is the only one.
 */
export function launchedLocalRank(env: NodeJS.ProcessEnv = process.env): LocalRank | undefined {
  if (!findLauncher(env)) return { rank: 0, size: 1 };
  for (const names of VARIABLES) {
    const [rank, size] = [Number(env[names.rank] || Number.NaN), Number(env[names.size] || Number.NaN)];
    if (Number.isInteger(rank) && size > rank) return { rank, size };
  }
  const rank = Number(env.SLURM_LOCALID || Number.NaN);
  const size = slurmTasksHere(env);
  return Number.isInteger(rank) && size !== undefined ? { rank, size } : undefined;
}

/** SLURM_STEP_TASKS_PER_NODE is a list such as 4(x2),3: 4 tasks on each of the first two nodes, 3 on the next. */
function slurmTasksHere(env: NodeJS.ProcessEnv): number | undefined {
  const node = Number(env.SLURM_NODEID || Number.NaN);
  const counts = (env.SLURM_STEP_TASKS_PER_NODE ?? "").split(",").flatMap((entry) => {
    const [, tasks, times = "1"] = /^(\d+)(?:\(x(\d+)\))?$/.exec(entry) ?? [];
    return tasks === undefined ? [] : Array<number>(Number(times)).fill(Number(tasks));
  });
  return counts[node];
}

/** Rank and number of processes within this machine: of the launcher, else by the names of all processes' hosts. All call it. */
export async function localRank(
  ranks: Collectives,
  env: NodeJS.ProcessEnv = process.env,
): Promise<LocalRank> {
  const told = launchedLocalRank(env);
  const known = await gatherJson(ranks, { host: ranks.host, told });
  if (told && known.every((other) => other.told)) return told;
  const here = known.map(({ host }, rank) => ({ host, rank })).filter(({ host }) => host === ranks.host);
  return { rank: here.findIndex(({ rank }) => rank === ranks.rank), size: here.length };
}

/**
 * Threads for each process of this machine, so that together they are as many as its cores: what Slurm promises each
 * task (SLURM_CPUS_PER_TASK), else the processors that this process may use, shared with the others where mpirun has
 * not given each its own.
 */
export function threadsPerRank(env: NodeJS.ProcessEnv = process.env): number {
  const usable = availableParallelism();
  const { size } = launchedLocalRank(env) ?? { size: 1 };
  if (size === 1) return usable;
  const promised = Number(env.SLURM_CPUS_PER_TASK || Number.NaN);
  if (promised >= 1) return Math.min(promised, usable);
  // Bound to a socket or a core by mpirun, the processors are shared with some of the others alone.
  const shared = env.OMPI_MCA_orte_bound_at_launch ? cpus().length : usable;
  return Math.max(1, Math.min(usable, Math.floor(shared / size)));
}
