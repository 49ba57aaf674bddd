import type { Backend } from "../backend.js";
import type { WebGpuOptIns, WebGpuOptions } from "../webgpu/options.js";
/** What Dawn is started with. Timestamps in steps of 65.5 us are for browsers; here they would hide every short kernel. */
export declare function dawnFlags(options: WebGpuOptIns): string[];
/** @throws {DeviceError} when no adapter answers, or it lacks what the options ask for. */
export declare function findAdapter(options: WebGpuOptions): Promise<GPUAdapter>;
/** Opens the best adapter's device. @throws {DeviceError} when there is none, saying what was looked for. */
export declare function openWebGpu(options?: WebGpuOptions): Promise<Backend>;
