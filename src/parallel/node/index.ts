export { findLauncher, type Launcher } from "./launcher.js";
export { type LocalRank, launchedLocalRank, localRank, threadsPerRank } from "./local_rank.js";
export { openCollectives } from "./mpi.js";
