export { findLauncher, type Launcher } from "./launcher.js";
export { type LocalRank, localRank } from "./local_rank.js";
export { openCollectives } from "./mpi.js";
