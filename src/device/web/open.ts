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

/** Options of {@link openDevice}. */
export interface OpenDeviceOptions extends WebGpuOptIns {
  /** Default: what `navigator.gpu` gives, a fast one if there are several. */
  readonly adapter?: GPUAdapter;
  /** Default: those of this version of Skein, loaded when a device is first opened. */
  readonly shaders?: ShaderTexts;
}

/** Where it is on by default on some systems: https://caniuse.com/webgpu. */
const BROWSERS =
  "use Chrome or Edge from version 113, Safari from 26 or Firefox from 141, on Linux a newer one, or run Skein in Node";

/**
 * Opens a browser's WebGPU device.
 * @throws {DeviceError} when the browser has no WebGPU, finds no adapter, or the adapter gives no device or lacks what the
 *   options ask for.
 */
export async function openDevice({ adapter, shaders, ...options }: OpenDeviceOptions = {}): Promise<Device> {
  const found = adapter ?? (await findAdapter());
  requireOptIns(options, found, adapterName(found));
  const texts = shaders ?? (await import("./shader_texts.js")).shaderTexts;
  const readShader = (path: string) => {
    const text = texts[path];
    if (text === undefined) throw new DeviceError(`shader ${path} is missing: give the text of every shader`);
    return text;
  };
  return new Device(await openAdapter(found, { ...options, readShader, blocking: false }));
}

/** The browser's adapter. @throws {DeviceError} when there is none, and why. */
async function findAdapter(): Promise<GPUAdapter> {
  const { navigator, isSecureContext } = globalThis as {
    navigator?: { gpu?: GPU };
    isSecureContext?: boolean;
  };
  if (!navigator?.gpu) {
    if (isSecureContext === false) {
      throw new DeviceError(
        "browsers give WebGPU to secure pages only, and this one is not: open it by https, or from localhost",
      );
    }
    throw new DeviceError(`this browser has no WebGPU: ${BROWSERS}`);
  }
  const adapter = await navigator.gpu
    .requestAdapter({ powerPreference: "high-performance" })
    .catch(() => null);
  if (adapter) return adapter;
  throw new DeviceError(
    "this browser has WebGPU, and finds no GPU that it can use: switch on hardware acceleration in its settings, update " +
      "the GPU's driver, or run Skein in Node",
  );
}
