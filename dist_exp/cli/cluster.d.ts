import { type ClusterRequest } from "./cluster_job.js";
import type { Output } from "./output.js";
export declare function cluster(source: string, request: ClusterRequest, out: Output): Promise<number>;
