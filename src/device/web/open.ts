/// <reference types="@webgpu/types" preserve="true" />
/// <reference lib="esnext.disposable" preserve="true" />
/** WebGPU in a browser. */
import { DeviceError } from "../../errors.js";
import { Device } from "../device.js";
import { adapterName } from "../webgpu/adapter.js";
import { openAdapter } from "../webgpu/backend.js";
import { requireOptIns } from "../webgpu/opt_ins.js";
import type { WebGpuOptIns } from "../webgpu/options.js";

/** The text of every file below `shaders/`, by its path: "gemm.wgsl", "lib/philox.wgsl". */
export type ShaderTexts = Readonly<Record<string, string>>;

/**
 * Opens a browser's WebGPU device.
 * @param adapter from `navigator.gpu.requestAdapter()`.
 * @throws {DeviceError} when the adapter cannot do what the options ask for, or gives no device.
 */
export async function openDevice(
  adapter: GPUAdapter,
  shaders: ShaderTexts,
  options: WebGpuOptIns = {},
): Promise<Device> {
  requireOptIns(options, adapter, adapterName(adapter));
  const readShader = (path: string) => {
    const text = shaders[path];
    if (text === undefined) throw new DeviceError(`shader ${path} is missing: give the text of every shader`);
    return text;
  };
  return new Device(await openAdapter(adapter, { ...options, readShader, blocking: false }));
}
