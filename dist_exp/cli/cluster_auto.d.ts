import type { ClusterLearner, ClusterOptions } from "./cluster_job.js";
/** Checks what was asked for. @throws {ArgumentError} */
export declare function autoLearner({ clusters, seed, minutes }: ClusterOptions): ClusterLearner;
