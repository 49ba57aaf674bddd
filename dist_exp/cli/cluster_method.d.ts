import { type Assignments } from "./assignments.js";
import { type ClusterLearner, type ClusterOptions } from "./cluster_job.js";
/** Checks what was asked for. @throws {ArgumentError} */
export declare function methodLearner(options: ClusterOptions): ClusterLearner;
export declare function joined(a: Assignments, b: Assignments): Assignments;
