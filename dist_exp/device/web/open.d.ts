import { Device } from "../device.js";
import type { WebGpuOptIns } from "../webgpu/options.js";
/** The text of every file below `shaders/`, by its path: "gemm.wgsl", "lib/philox.wgsl". */
export type ShaderTexts = Readonly<Record<string, string>>;
/**
 * Opens a browser's WebGPU device.
 * @param adapter from `navigator.gpu.requestAdapter()`.
 * @throws {DeviceError} when the adapter cannot do what the options ask for, or gives no device.
 */
export declare function openDevice(adapter: GPUAdapter, shaders: ShaderTexts, options?: WebGpuOptIns): Promise<Device>;
