/** Device time of each command, from timestamp queries. */
import type { ProfileEntry } from "../backend.js";
import type { ReadbackRing } from "./readback.js";
export declare class TimestampProfile {
    #private;
    constructor(device: GPUDevice);
    /** Where the next command's pass writes its begin and end. */
    next(kernel: string): GPUComputePassTimestampWrites;
    /** Reads the timestamps and frees the queries. */
    resolve(readback: ReadbackRing): Promise<ProfileEntry[]>;
}
