/** WebGPU in Node: Dawn's binding, and the adapter that it finds. */
import { DeviceError } from "../../errors.js";
import type { Backend } from "../backend.js";
import { adapterName, isSoftware } from "../webgpu/adapter.js";
import { openAdapter } from "../webgpu/backend.js";
import { optInToggles, requireOptIns } from "../webgpu/opt_ins.js";
import type { WebGpuOptIns, WebGpuOptions } from "../webgpu/options.js";
import { quietly } from "./quietly.js";
import { readShader } from "./shader_files.js";

/** What Dawn is started with. Timestamps in steps of 65.5 us are for browsers; here they would hide every short kernel. */
export function dawnFlags(options: WebGpuOptIns): string[] {
  const toggles = optInToggles(options);
  const enable = toggles.length > 0 ? [`enable-dawn-features=${toggles.join(",")}`] : [];
  return ["disable-dawn-features=timestamp_quantization", ...enable];
}

/** By flags. The binding is loaded on first use: where it cannot load, the native device still works. */
const instances = new Map<string, Promise<GPU>>();

async function loadDawn(flags: string[]): Promise<GPU> {
  try {
    const { create, globals } = await import("webgpu");
    Object.assign(globalThis, globals);
    return create(flags);
  } catch (cause) {
    instances.clear();
    throw new DeviceError(
      `the webgpu package cannot be loaded (${(cause as Error).message.split("\n")[0]}): run "npm install", or use --device native`,
      { cause },
    );
  }
}

function dawn(options: WebGpuOptIns): Promise<GPU> {
  const flags = dawnFlags(options);
  const key = flags.join(" ");
  const instance = instances.get(key) ?? loadDawn(flags);
  instances.set(key, instance);
  return instance;
}

/** Dawn's reason for finding nothing. */
function reason([first]: readonly string[]): string {
  return first === undefined ? "" : `, which says: ${first}`;
}

/** @throws {DeviceError} when no adapter answers, or it lacks what the options ask for. */
export async function findAdapter(options: WebGpuOptions): Promise<GPUAdapter> {
  const { allowSoftware = true } = options;
  const gpu = await dawn(options);
  // Dawn looks for drivers within the call, and reports then.
  const { value: found, messages } = quietly(() =>
    gpu.requestAdapter({ powerPreference: "high-performance" }),
  );
  const adapter = await found;
  const remedy =
    "install a Vulkan driver (Debian, Ubuntu: apt install mesa-vulkan-drivers libvulkan1; NVIDIA: its own driver), or use --device native";
  if (!adapter) {
    throw new DeviceError(
      `no WebGPU adapter was found (looked for Vulkan, Metal and D3D12 through Dawn${reason(messages)}): ${remedy}`,
    );
  }
  if (/null/i.test(adapter.info.architecture) || /null backend/i.test(adapter.info.description)) {
    throw new DeviceError(`only Dawn's null backend answered, which computes nothing: ${remedy}`);
  }
  if (!allowSoftware && isSoftware(adapter)) {
    throw new DeviceError(`only the software adapter ${adapterName(adapter)} was found, no GPU: ${remedy}`);
  }
  requireOptIns(options, adapter, adapterName(adapter));
  return adapter;
}

/** Opens the best adapter's device. @throws {DeviceError} when there is none, saying what was looked for. */
export async function openWebGpu(options: WebGpuOptions = {}): Promise<Backend> {
  const adapter = await findAdapter(options);
  return openAdapter(adapter, {
    ...options,
    readShader,
    blocking: true,
    details: { dawnFlags: dawnFlags(options) },
  });
}
