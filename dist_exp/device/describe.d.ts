/** A device in words. */
import type { DeviceInfo } from "./backend.js";
/** "native CPU, AMD EPYC 9B14, avx512, 2 threads", "WebGPU, NVIDIA H200". */
export declare function describeDevice({ kind, name, isGpu, details }: DeviceInfo): string;
