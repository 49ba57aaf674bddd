import { Device } from "../device.js";
import type { WebGpuOptions } from "../webgpu/options.js";
import { type NativeOptions } from "./native.js";
export declare const deviceChoices: readonly ["auto", "native", "webgpu", "shadow"];
export type DeviceChoice = (typeof deviceChoices)[number];
export interface OpenDeviceOptions extends NativeOptions, WebGpuOptions {
}
/**
 * Opens a device.
 *
 * - `auto` (default): the best real GPU, else the CPU. A software Vulkan adapter
 *   is slower than the native device and is never chosen.
 * - `native`: the CPU.
 * - `webgpu`: WebGPU or an error, software adapters included.
 * - `shadow`: native beside WebGPU, each command compared.
 *
 * `float16` and `subgroupMatrix` ask for a WebGPU device that has them: `auto` then does not fall
 * back on the CPU, and `native` and `shadow` refuse.
 *
 * @throws {DeviceError} saying what was looked for, what was found, and what mends it.
 */
export declare function openDevice(choice?: DeviceChoice, options?: OpenDeviceOptions): Promise<Device>;
