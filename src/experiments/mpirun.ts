/** How experiments start jobs of mpirun on this machine. */

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
