import type { Backend } from "../backend.js";
export interface NativeOptions {
    /**
     * Threads that compute; default `SKEIN_THREADS`, else one per core. With one for each processor that the process
     * may use, Linux keeps each to its own; any other number is left to the scheduler. So where several processes
     * share a machine, give each its part.
     */
    readonly threads?: number;
    /** One of `nativeSimdLevels()`; default `SKEIN_SIMD`, else the best. */
    readonly simd?: string;
}
/** The SIMD levels that can be asked for here, best first. */
export declare function nativeSimdLevels(): string[];
/** Opens the CPU device. @throws {DeviceError} when the addon is not built. */
export declare function openNative(options?: NativeOptions): Backend;
