import { ArgumentError, DeviceError } from "../../errors.js";
import { type DeviceChoice, deviceChoices } from "../choice.js";
import { Device } from "../device.js";
import { ShadowBackend } from "../shadow.js";
import { optInNames, refuseOptIns } from "../webgpu/opt_ins.js";
import type { WebGpuOptions } from "../webgpu/options.js";
import { openWebGpu } from "./dawn.js";
import { type NativeOptions, openNative } from "./native.js";

/**
 * What a device can be told: threads and instruction set of the CPU, and opt-ins of WebGPU. Each has its own kind of
 * device.
 */
export interface OpenDeviceOptions extends NativeOptions, WebGpuOptions {}

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
 * @throws {DeviceError} saying what was looked for, what was found, and what to do.
 */
export async function openDevice(
  choice: DeviceChoice = "auto",
  options: OpenDeviceOptions = {},
): Promise<Device> {
  switch (choice) {
    case "native":
      refuseOptIns(options, "the native device computes in float32");
      return new Device(openNative(options));
    case "webgpu":
      return new Device(await openWebGpu(options));
    case "shadow":
      refuseOptIns(options, "the shadow device compares at float32's tolerances");
      return new Device(await openShadow(options));
    case "auto":
      try {
        return new Device(await openWebGpu({ ...options, allowSoftware: false }));
      } catch (error) {
        if (!(error instanceof DeviceError) || optInNames(options).length > 0) throw error;
        return new Device(openNative(options));
      }
    default:
      throw new ArgumentError(
        `device ${String(choice)} is unknown: choose one of ${deviceChoices.join(", ")}`,
      );
  }
}

async function openShadow(options: OpenDeviceOptions): Promise<ShadowBackend> {
  const native = openNative(options);
  try {
    return new ShadowBackend(native, await openWebGpu(options));
  } catch (error) {
    native.close();
    throw error;
  }
}
