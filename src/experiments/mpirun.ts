/** How experiments start jobs of mpirun on this machine. */
import { execFileSync } from "node:child_process";

/** The environment of a job: containers run as root, and fewer cores than ranks are meant. */
export function mpirunEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    OMPI_ALLOW_RUN_AS_ROOT: "1",
    OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: "1",
    OMPI_MCA_mpi_yield_when_idle: "1",
    OMPI_MCA_rmaps_base_oversubscribe: "1",
    ...more,
  };
}

export interface JobOptions {
  /** Of each process. */
  readonly threads: string;
  /** Keeps the processes from sharing memory. */
  readonly sockets: boolean;
}

/**
 * What a program prints as JSON, which is given `order` as JSON: in so many processes of mpirun, or in one without MPI where
 * `size` is null.
 */
export function runJob<T>(
  program: string,
  order: unknown,
  size: number | null,
  { threads, sockets }: JobOptions,
): T {
  const [command, args] =
    size === null ? [process.execPath, []] : ["mpirun", ["-n", String(size), process.execPath]];
  const text = execFileSync(command, [...args, program, JSON.stringify(order)], {
    env: mpirunEnvironment({ SKEIN_THREADS: threads, ...(sockets && { OMPI_MCA_btl: "self,tcp" }) }),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(text) as T;
}
